"""What the ledger refuses, with exact data and nothing changed, and what of its corners no document reaches."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from optimapos.core.ids import UUID, new_id
from optimapos.core.result import Result
from optimapos.inventory.models import InventoryBatch, InventoryItem, InventoryMovement
from optimapos.inventory.services import Move, OpeningStockService, StockAmendments, StockLedger, StockMoves
from optimapos.inventory.types import Incoming, MovementKind, Outgoing, Posted, Source
from optimapos.organization.models import Location
from optimapos.organization.services import LocationService
from optimapos.organization.types import LocationKind
from optimapos.products.models import Product
from tests.concurrency.books import assert_books_balance, one
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.inventory.ledger import Shelf

D = Decimal
WAITING = """
    SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0
"""


@pytest.fixture
def shelf(shop: Shop) -> Shelf:
    """Tea, counted in whole pieces: 10 at 5.00."""
    shelf = Shelf(shop, make_product(shop, "Tea", stock=None, sku="TEA"))
    shelf.receive("10", "5").unwrap()
    return shelf


@pytest.fixture
def phones(shop: Shop) -> Shelf:
    """Phones with the serial numbers A1, A2 and A3."""
    shelf = Shelf(shop, make_product(shop, "Phone", stock=None, sku="PHONE", tracks_serials=True))
    shelf.receive("3", "90", serials=("A1", "A2", "A3")).unwrap()
    return shelf


def books(shop: Shop) -> tuple[Any, ...]:
    """Everything that the ledger could have changed."""
    with shop.scope():
        return (
            list(InventoryItem.objects.for_business(shop.id).order_by("pk").values()),
            list(InventoryBatch.objects.for_business(shop.id).order_by("pk").values()),
            InventoryMovement.objects.for_business(shop.id).count(),
        )


def refused(shop: Shop, work: Callable[[], Result[Any]]) -> tuple[str, Any]:
    """The code and data of a refusal that changed nothing."""
    before = books(shop)
    result = work()
    assert books(shop) == before
    assert not result.ok
    return result.code, dict(result.data)


def receive(shelf: Shelf, *lines: Incoming, kind: MovementKind = MovementKind.RECEIPT) -> Result[list[Posted]]:
    return shelf.do(
        lambda: StockLedger.receive(
            business=shelf.shop.business,
            location=shelf.location,
            lines=lines,
            kind=kind,
            source=Source("DELIVERY", new_id()),
            occurred_at=datetime.now(UTC),
        )
    )


def move(
    shelf: Shelf, to: Location, *lines: Outgoing, source: Source | None = None, **more: Any
) -> Result[list[Posted]]:
    return shelf.do(
        lambda: StockMoves.move(
            business=shelf.shop.business,
            moves=[Move(line, **more) for line in lines],
            from_location=shelf.location,
            to_location=to,
            kinds=(MovementKind.TRANSFER_OUT, MovementKind.TRANSFER_IN),
            source=source or Source("TRANSFER", new_id()),
            occurred_at=datetime.now(UTC),
        )
    )


def out(shelf: Shelf, quantity: str, **wish: Any) -> Outgoing:
    return Outgoing(shelf.product.pk, D(quantity), line_id=new_id(), **wish)


def warehouse(shop: Shop) -> Location:
    return LocationService.create_location(
        business=shop.business, code="W", name="Warehouse", user_id=shop.owner.user_id, kind="WAREHOUSE"
    ).unwrap()


@pytest.mark.parametrize(
    ("quantity", "cost", "answer"),
    [
        ("0", "1", ("BAD_QUANTITY", {"quantity": "0"})),
        ("-1", "1", ("BAD_QUANTITY", {"quantity": "-1"})),
        ("1000000000", "1", ("BAD_QUANTITY", {"quantity": "1000000000"})),
        ("0.0000001", "1", ("BAD_QUANTITY", {"quantity": "1E-7"})),
        ("1.5", "1", ("QUANTITY_TOO_PRECISE", {"quantity": "1.5", "decimals": 0})),
        ("1", "-0.01", ("BAD_COST", {"unit_cost": "-0.01"})),
        ("1", "0.0000001", ("BAD_COST", {"unit_cost": "1E-7"})),
        ("1", "10000000000000", ("BAD_COST", {"unit_cost": "10000000000000"})),
        ("100000000", "10000000", ("AMOUNT_TOO_LARGE", {"quantity": "100000000"})),
    ],
)
def test_figures_that_cannot_be_kept_are_not_received(
    shelf: Shelf, quantity: str, cost: str, answer: tuple[str, dict[str, Any]]
) -> None:
    code, data = refused(shelf.shop, lambda: shelf.receive(quantity, cost))
    assert (code, data) == (answer[0], data | answer[1])
    assert data.get("product", str(shelf.product.pk)) == str(shelf.product.pk)


def test_a_refused_line_refuses_the_lines_beside_it(shelf: Shelf) -> None:
    lines = [Incoming(shelf.product.pk, D(quantity), D(1), line_id=new_id()) for quantity in ("3", "0")]
    assert refused(shelf.shop, lambda: receive(shelf, *lines))[0] == "BAD_QUANTITY"


def test_a_product_that_is_not_there_is_neither_received_nor_issued(shelf: Shelf) -> None:
    unknown = new_id()
    line = Incoming(unknown, D(1), D(1))
    answer = ("PRODUCT_NOT_FOUND", {"products": [str(unknown)]})
    assert refused(shelf.shop, lambda: receive(shelf, line)) == answer
    assert refused(shelf.shop, lambda: receive(shelf, line, kind=MovementKind.COUNT)) == answer
    assert refused(shelf.shop, lambda: move(shelf, shelf.location, Outgoing(unknown, D(1)))) == answer


def test_what_is_on_its_way_out_is_not_bought_but_may_be_found(shop: Shop) -> None:
    shelf = Shelf(shop, make_product(shop, stock=None, sku="OLD"))
    with shop.scope():
        Product.objects.for_business(shop.id).filter(pk=shelf.product.pk).update(life_cycle="PHASE_OUT")
    assert refused(shop, lambda: shelf.receive("1", "1")) == ("PRODUCT_NOT_STOCKED", {"products": ["OLD"]})
    shelf.receive("1", "1", kind=MovementKind.COUNT).unwrap()
    assert shelf.figures() == (D(1), D(1))


def test_what_keeps_no_stock_is_not_issued(shop: Shop) -> None:
    shelf = Shelf(shop, make_product(shop, stock=None, sku="HOUR", tracks_stock=False))
    assert refused(shop, lambda: shelf.issue("1")) == ("PRODUCT_NOT_STOCKED", {"products": ["HOUR"]})


def test_goods_that_keep_expiry_are_not_bought_without_it(shop: Shop) -> None:
    shelf = Shelf(shop, make_product(shop, stock=None, keeps_expiry=True))
    assert refused(shop, lambda: shelf.receive("1", "1")) == ("EXPIRY_REQUIRED", {"product": str(shelf.product.pk)})
    shelf.receive("1", "1", kind=MovementKind.COUNT).unwrap()
    assert shelf.figures() == (D(1), D(1))


def test_what_is_short_is_named_item_by_item_with_what_is_there(shelf: Shelf, shop: Shop) -> None:
    other = Shelf(shop, make_product(shop, stock="3"))
    lines = [out(shelf, "7"), out(other, "4"), out(shelf, "5"), out(other, "1")]
    code, data = refused(
        shop,
        lambda: shelf.do(
            lambda: StockLedger.issue(
                business=shop.business,
                location=shop.storefront,
                lines=lines,
                kind=MovementKind.ADJUST,
                source=Source("ADJUSTMENT", new_id()),
                occurred_at=datetime.now(UTC),
            )
        ),
    )
    assert code == "INSUFFICIENT_STOCK"
    assert {row["product"]: (row["requested"], row["available"]) for row in data["items"]} == {
        str(shelf.product.pk): ("12", "10"),
        str(other.product.pk): ("5", "3"),
    }


@pytest.mark.parametrize(
    ("quantity", "serials"),
    [("2", ("B1",)), ("1", ("B1", "B2")), ("2", ("B1", "B1")), ("2", ("B1", "")), ("1", ())],
)
def test_pieces_and_serial_numbers_are_as_many(phones: Shelf, quantity: str, serials: tuple[str, ...]) -> None:
    answer = (
        "SERIALS_MISMATCH",
        {"product": str(phones.product.pk), "quantity": quantity, "serials": list(serials)},
    )
    assert refused(phones.shop, lambda: phones.receive(quantity, "1", serials=serials)) == answer
    assert refused(phones.shop, lambda: phones.issue(quantity, serials=serials)) == answer


def test_a_serial_number_comes_in_once(phones: Shelf) -> None:
    lines = [Incoming(phones.product.pk, D(1), D(1), new_id(), serials=("B1",)) for _ in range(2)]
    assert refused(phones.shop, lambda: receive(phones, *lines)) == ("SERIALS_MISMATCH", {"serials": ["B1"]})
    again = refused(phones.shop, lambda: phones.receive("2", "1", serials=("A2", "B1")))
    assert again == ("SERIAL_IN_STOCK", {"serials": ["A2"]})


def test_a_piece_that_is_not_there_is_not_issued(phones: Shelf) -> None:
    phones.issue("1", serials=("A2",)).unwrap()
    answer = refused(phones.shop, lambda: phones.issue("3", serials=("A1", "B7", "A2"), may_go_short=True))
    assert answer == ("SERIAL_NOT_IN_STOCK", {"serials": ["A2", "B7"], "product": str(phones.product.pk)})


def test_a_piece_too_many_is_taken_off_a_receipt(shop: Shop) -> None:
    shelf = Shelf(shop, make_product(shop, stock=None, tracks_serials=True))
    receipt, line = Source("DELIVERY", new_id()), new_id()
    shelf.receive("3", "90", source=receipt, line=line, serials=("A1", "A2", "A3")).unwrap()
    (posted,) = shelf.do(
        lambda: StockAmendments.shorten(
            business=shop.business, source=receipt, line_id=line, quantity=D(1), occurred_at=datetime.now(UTC)
        )
    ).unwrap()
    assert (posted.quantity, posted.cost, shelf.figures()) == (D(-1), D(-90), (D(2), D(180)))
    shelf.reverse(receipt).unwrap()
    assert shelf.figures() == (D(0), D(0))
    assert_books_balance(shop.id)


def test_layers_that_are_named_are_taken_whatever_their_status(shelf: Shelf) -> None:
    (kept,) = shelf.receive("4", "6", status="DAMAGED", expires="2020-01-01").unwrap()
    assert refused(shelf.shop, lambda: shelf.issue("11"))[0] == "INSUFFICIENT_STOCK"
    (posted,) = shelf.issue("3", batch_ids=frozenset({kept.batch_id})).unwrap()
    assert (posted.batch_id, posted.cost) == (kept.batch_id, D(-18))
    code, data = refused(shelf.shop, lambda: shelf.issue("2", batch_ids=frozenset({kept.batch_id})))
    assert (code, data["items"][0]["available"]) == ("INSUFFICIENT_STOCK", "1")


def test_goods_on_their_way_are_only_taken_for_their_own_line(shelf: Shelf, shop: Shop) -> None:
    line = new_id()
    place = LocationService.create_location(
        business=shop.business, code="WAY", name="On its way", user_id=shop.owner.user_id, kind=LocationKind.TRANSIT
    ).unwrap()
    way = Shelf(shop, shelf.product, place)
    move(shelf, place, out(shelf, "4"), kind="TRANSIT", transfer_line_id=line).unwrap()
    assert way.figures() == (D(4), D(20))
    for wish in ({}, {"transfer_line_id": new_id()}):
        code, data = refused(shop, lambda wish=wish: way.issue("1", **wish))  # type: ignore[misc]
        assert (code, data["items"][0]["available"]) == ("INSUFFICIENT_STOCK", "0")
    way.issue("4", transfer_line_id=line).unwrap()
    assert way.figures() == (D(0), D(0))
    assert_books_balance(shop.id)


def test_more_than_there_is_is_not_moved(shelf: Shelf, shop: Shop) -> None:
    place = warehouse(shop)
    move(shelf, place, out(shelf, "1")).unwrap()
    code, data = refused(shop, lambda: move(shelf, place, out(shelf, "6"), out(shelf, "4")))
    (row,) = data["items"]
    assert (code, row["requested"], row["available"]) == ("INSUFFICIENT_STOCK", "10", "9")


def test_what_was_sold_short_and_is_settled_comes_back_as_goods(shop: Shop) -> None:
    shelf = Shelf(shop, make_product(shop, stock=None))
    shelf.receive("1", "4").unwrap()
    short = Source("ADJUSTMENT", new_id())
    shelf.issue("6", source=short, may_go_short=True).unwrap()
    shelf.receive("3", "4.50").unwrap()
    posted = shelf.reverse(short).unwrap()
    assert [(each.quantity, each.cost) for each in posted] == [(D(2), D(8)), (D(3), D(12)), (D(1), D(4))]
    assert (shelf.layers(), shelf.figures(), shelf.item().floor_qty) == (
        [(D(1), D(4)), (D(3), D(4))],
        (D(4), D(16)),
        D(0),
    )
    assert_books_balance(shop.id)


def test_what_was_sold_short_and_is_all_settled_comes_back_as_goods_alone(shop: Shop) -> None:
    shelf = Shelf(shop, make_product(shop, stock=None))
    short, receipt = Source("ADJUSTMENT", new_id()), Source("DELIVERY", new_id())
    shelf.receive("1", "4").unwrap()
    shelf.issue("1").unwrap()
    shelf.issue("2", source=short, may_go_short=True).unwrap()
    shelf.receive("2", "4", source=receipt).unwrap()
    assert [(each.quantity, each.cost) for each in shelf.reverse(short).unwrap()] == [(D(2), D(8))]
    assert [(each.quantity, each.cost) for each in shelf.reverse(receipt).unwrap()] == [(D(-2), D(-8))]
    assert (shelf.figures(), shelf.item().floor_qty) == ((D(0), D(0)), D(-2))
    assert_books_balance(shop.id)


def test_a_receipt_smaller_than_the_older_deficit_leaves_the_younger_alone(shop: Shop) -> None:
    shelf, settling = Shelf(shop, make_product(shop, stock=None)), Source("DELIVERY", new_id())
    shelf.issue("5", may_go_short=True).unwrap()
    shelf.receive("5", "3", source=settling).unwrap()
    shelf.issue("2", may_go_short=True).unwrap()
    shelf.reverse(settling).unwrap()
    shelf.receive("5", "2").unwrap()
    assert (shelf.layers(), shelf.item().floor_qty) == ([(D(-2), D(3))], D(-2))
    assert_books_balance(shop.id)


@pytest.mark.parametrize("amends", ["cost", "price"])
def test_costs_pass_by_what_was_moved_and_taken_back(shelf: Shelf, shop: Shop, amends: str) -> None:
    receipt, line, transfer = Source("DELIVERY", new_id()), new_id(), Source("TRANSFER", new_id())
    shelf.issue("10").unwrap()
    shelf.receive("4", "5", source=receipt, line=line).unwrap()
    store = Shelf(shop, shelf.product, warehouse(shop))
    move(shelf, store.location, out(shelf, "3"), source=transfer).unwrap()
    shelf.reverse(transfer).unwrap()
    if amends == "cost":
        posted = shelf.add_cost(receipt, line, "2.00").unwrap()
    else:
        posted = shelf.do(
            lambda: StockAmendments.reprice(
                business=shop.business, source=receipt, deltas={line: D("0.5")}, occurred_at=datetime.now(UTC)
            )
        ).unwrap()
    assert [each.cost for each in posted] == [D(2)]
    assert (shelf.figures(), store.figures()) == ((D(4), D(22)), (D(0), D(0)))
    assert_books_balance(shop.id)


def test_a_unit_cost_that_cannot_be_kept_is_refused(shop: Shop) -> None:
    shelf, receipt, line = Shelf(shop, make_product(shop, stock=None)), Source("DELIVERY", new_id()), new_id()
    shelf.receive("1", "9999999999999", source=receipt, line=line).unwrap()
    code, _ = refused(shop, lambda: shelf.add_cost(receipt, line, "1"))
    assert code == "AMOUNT_TOO_LARGE"


def test_opening_stock_at_no_place_is_refused(shelf: Shelf, shop: Shop) -> None:
    nowhere: UUID = new_id()
    answer = refused(
        shop,
        lambda: OpeningStockService.receive_opening_stock(
            business=shop.business,
            location_id=nowhere,
            product_id=shelf.product.pk,
            quantity=D(1),
            unit_cost=D(1),
            user_id=shop.owner.user_id,
        ),
    )
    assert answer == ("UNKNOWN_LOCATION", {"location": str(nowhere)})


def test_a_cost_for_goods_that_move_on_meanwhile_is_asked_to_wait(shelf: Shelf, shop: Shop) -> None:
    receipt, line = Source("DELIVERY", new_id()), new_id()
    shelf.receive("4", "5", source=receipt, line=line).unwrap()
    place, answers = warehouse(shop), []
    waits = threading.Thread(target=lambda: answers.append(shelf.add_cost(receipt, line, "2.00")))

    def move_on() -> list[Posted]:
        moved = StockMoves.move(
            business=shop.business,
            moves=[Move(out(shelf, "12"))],
            from_location=shelf.location,
            to_location=place,
            kinds=(MovementKind.TRANSFER_OUT, MovementKind.TRANSFER_IN),
            source=Source("TRANSFER", new_id()),
            occurred_at=datetime.now(UTC),
        )
        waits.start()
        _wait_until_somebody_waits()
        return moved

    shelf.do(move_on).unwrap()
    waits.join(timeout=30)
    assert [answer.code for answer in answers] == ["BUSY"]
    shelf.add_cost(receipt, line, "2.00").unwrap()
    assert (shelf.figures(), Shelf(shop, shelf.product, place).figures()) == ((D(2), D(11)), (D(12), D(61)))
    assert_books_balance(shop.id)


def _wait_until_somebody_waits() -> None:
    until = time.monotonic() + 20
    while one(WAITING) == (0,):
        assert time.monotonic() < until, "nobody waits for the lock"
        time.sleep(0.02)


def test_a_corrected_price_goes_with_what_was_moved(shelf: Shelf, shop: Shop) -> None:
    receipt, line = Source("DELIVERY", new_id()), new_id()
    shelf.issue("10").unwrap()
    shelf.receive("8", "5", source=receipt, line=line).unwrap()
    store = Shelf(shop, shelf.product, warehouse(shop))
    move(shelf, store.location, out(shelf, "3")).unwrap()
    store.issue("1").unwrap()
    shelf.issue("1").unwrap()
    posted = shelf.do(
        lambda: StockAmendments.reprice(
            business=shop.business, source=receipt, deltas={line: D(1)}, occurred_at=datetime.now(UTC)
        )
    ).unwrap()
    assert [each.cost for each in posted] == [D(8), D(-3), D(-1), D(3), D(-1)]
    assert (shelf.layers(), store.layers()) == ([(D(4), D(6))], [(D(2), D(6))])
    assert_books_balance(shop.id)


def test_what_goes_back_comes_from_what_its_line_brought(shelf: Shelf, shop: Shop) -> None:
    line = new_id()
    shelf.receive("4", "6", line=line, status="QUARANTINE").unwrap()
    (posted,) = shelf.issue("3", source_line_ids=frozenset({line})).unwrap()
    assert (posted.cost, shelf.layers()) == (D(-18), [(D(10), D(5)), (D(1), D(6))])
    code, data = refused(shop, lambda: shelf.issue("2", source_line_ids=frozenset({line})))
    assert (code, data["items"][0]["available"]) == ("INSUFFICIENT_STOCK", "1")


def test_an_open_deficit_is_deepened_at_the_cost_that_it_has(shop: Shop) -> None:
    shelf = Shelf(shop, make_product(shop, stock=None))
    shelf.receive("1", "4").unwrap()
    shelf.issue("4", may_go_short=True).unwrap()
    shelf.receive("1", "9").unwrap()
    shelf.issue("2", may_go_short=True).unwrap()
    assert (shelf.layers(), shelf.figures()) == ([(D(-4), D(4))], (D(-4), D(-16)))
    assert_books_balance(shop.id)


def test_what_was_never_bought_goes_short_at_the_average_of_before(shop: Shop) -> None:
    shelf = Shelf(shop, make_product(shop, stock=None))
    shelf.receive("2", "0", kind=MovementKind.COUNT).unwrap()
    shelf.receive("1", "5", kind=MovementKind.COUNT).unwrap()
    with shop.scope():
        InventoryItem.objects.for_business(shop.id).filter(pk=shelf.item().pk).update(last_purchase_cost=0)
    posted = shelf.issue("4", may_go_short=True).unwrap()
    assert [(each.quantity, each.cost) for each in posted] == [(D(-2), D(0)), (D(-1), D(-5)), (D(-1), D("-1.666667"))]


def test_a_cost_of_nothing_books_nothing(shelf: Shelf) -> None:
    receipt, line = Source("DELIVERY", new_id()), new_id()
    shelf.receive("1", "5", source=receipt, line=line).unwrap()
    before = books(shelf.shop)
    assert shelf.add_cost(receipt, line, "0").unwrap() == []
    assert books(shelf.shop) == before
