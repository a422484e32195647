"""What the ledger refuses, with exact data and nothing changed, and what of its corners no document reaches."""

from datetime import UTC, datetime
from typing import Any

import pytest

from optimapos.core.ids import new_id
from optimapos.inventory.services import StockAmendments, StockLedger
from optimapos.inventory.types import Incoming, MovementKind, Outgoing, Source
from optimapos.organization.services import LocationService
from optimapos.organization.types import LocationKind
from optimapos.products.models import Product
from tests.concurrency.books import assert_books_balance
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.inventory.ledger import Shelf
from tests.inventory.ledger_calls import D, move, out, receive, refused, warehouse


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
