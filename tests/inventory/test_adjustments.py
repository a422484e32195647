"""Adjustments: what is gone, what was found, what changes its status. Reservations give way; the books stay above zero."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from optimapos.audit.models import AuditLog
from optimapos.core.ids import new_id
from optimapos.inventory.models import StockAdjustment
from optimapos.inventory.types import NewAdjustmentLine, Reason
from optimapos.nomenclatures.services import DocumentService
from optimapos.products.types import NewPackaging
from tests.concurrency.books import assert_books_balance
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.inventory.documents import (
    ADJUSTMENTS,
    Desk,
    figures_at,
    layers,
    make_place,
    member_at,
    moved_by,
    open_layers,
    refused,
    serials_at,
    stock_of,
)
from tests.inventory.ledger import Shelf
from tests.inventory.stock import add_to_cart, counted, figures, item_of, statuses


@pytest.fixture
def desk(shop: Shop) -> Desk:
    """The adjustments of the manager."""
    return Desk(shop.manager_till, ADJUSTMENTS)


def line(product: Any, quantity: str, reason: str = "DAMAGE", **more: Any) -> dict[str, Any]:
    """A line of an adjustment."""
    return {"product": product.pk, "quantity": quantity, "reason": reason, **more}


def written(desk: Desk, shop: Shop, *lines: dict[str, Any]) -> Any:
    """A draft at the storefront."""
    return desk.create(location=shop.storefront.pk, lines=list(lines))


def completed(desk: Desk, shop: Shop, *lines: dict[str, Any]) -> Any:
    """A completed adjustment at the storefront."""
    return desk.take(written(desk, shop, *lines), "completed")


def test_a_loss_leaves_first_expired_first_at_the_cost_of_its_layers(shop: Shop, desk: Desk) -> None:
    tea = make_product(shop, stock="10", cost="4")
    Shelf(shop, tea).receive("5", "6.5", expires="2999-01-31").unwrap()
    document = completed(desk, shop, line(tea, "-7", "THEFT"))
    assert (document["number"], document["status"], document["posting"]) == ("SA-00001", "completed", 1)
    assert moved_by(shop, document) == [("ADJUST", "-5", "-32.5"), ("ADJUST", "-2", "-8")]
    assert figures_at(shop, tea) == ("8", "32")
    assert_books_balance(shop.id)


def test_a_draft_moves_nothing(shop: Shop, desk: Desk) -> None:
    tea = make_product(shop, stock="10")
    before = stock_of(shop)
    document = written(desk, shop, line(tea, "-7"))
    assert stock_of(shop) == before
    desk.take(document, "cancelled")
    assert stock_of(shop) == before


@pytest.mark.parametrize(("given", "value"), [({}, "48"), ({"unit_cost": "1.5"}, "43")], ids=["likely", "given"])
def test_what_is_found_comes_in_at_the_cost_that_is_given_or_likely(
    shop: Shop, desk: Desk, given: dict[str, str], value: str
) -> None:
    tea = make_product(shop, stock="10", cost="4")
    document = completed(desk, shop, line(tea, "2", "FOUND", **given))
    assert figures_at(shop, tea) == ("12", value)
    assert document["lines"][0]["unit_cost"] == given.get("unit_cost")
    assert_books_balance(shop.id)


def test_what_is_found_where_it_never_was_costs_what_it_was_bought_at_elsewhere(shop: Shop, desk: Desk) -> None:
    place = make_place(shop)
    tea = make_product(shop, stock="10", cost="4", location_id=place.pk)
    salt = make_product(shop, name="Salt", stock=None)
    completed(desk, shop, line(tea, "2", "FOUND"), line(salt, "3", "FOUND"))
    assert (figures_at(shop, tea), figures_at(shop, salt)) == (("2", "8"), ("3", "0"))


def test_what_is_found_of_a_batch_is_like_it(shop: Shop, desk: Desk) -> None:
    tea = make_product(shop, stock="10", cost="4")
    Shelf(shop, tea).receive("5", "6.5", expires="2999-01-31").unwrap()
    batch = open_layers(shop, tea)[0]
    completed(desk, shop, line(tea, "2", "FOUND", batch=batch.pk), line(tea, "1", "FOUND", expires_on="2999-02-01"))
    assert layers(shop, tea) == [
        ("5", "6.5", "AVAILABLE", "2999-01-31"),
        ("2", "6.5", "AVAILABLE", "2999-01-31"),
        ("1", "6.5", "AVAILABLE", "2999-02-01"),
        ("10", "4", "AVAILABLE", ""),
    ]
    assert [row.batch_number for row in open_layers(shop, tea)][:2] == [batch.batch_number] * 2


def test_what_is_found_settles_what_was_sold_short(shop: Shop, desk: Desk) -> None:
    tea = make_product(shop, stock="1", cost="4")
    Shelf(shop, tea).issue("3", may_go_short=True).unwrap()
    completed(desk, shop, line(tea, "5", "FOUND", unit_cost="5"))
    assert (figures_at(shop, tea), layers(shop, tea)) == (("3", "15"), [("3", "5", "AVAILABLE", "")])
    assert_books_balance(shop.id)


def test_goods_go_into_quarantine_and_back_and_are_not_sold_meanwhile(shop: Shop, desk: Desk) -> None:
    tea = make_product(shop, stock="10", cost="4")
    received_at = open_layers(shop, tea)[0].received_at
    document = completed(desk, shop, line(tea, "3", "QUALITY", to_status="QUARANTINE"))
    assert moved_by(shop, document) == [("ADJUST", "-3", "-12"), ("ADJUST", "3", "12")]
    assert (figures(shop, tea)["quantity"], figures(shop, tea)["sellable"]) == ("10", "7")
    completed(desk, shop, line(tea, "2", "QUALITY", stock_status="QUARANTINE", to_status="AVAILABLE"))
    completed(desk, shop, line(tea, "1", "DAMAGE", stock_status="QUARANTINE", to_status="DAMAGED"))
    assert (figures(shop, tea)["quantity"], figures(shop, tea)["sellable"]) == ("10", "9")
    assert sorted((row.status, row.remaining_qty, row.received_at) for row in open_layers(shop, tea)) == [
        ("AVAILABLE", Decimal(2), received_at),
        ("AVAILABLE", Decimal(7), received_at),
        ("DAMAGED", Decimal(1), received_at),
    ]
    assert figures_at(shop, tea) == ("10", "40")
    completed(desk, shop, line(tea, "-1", "DAMAGE", stock_status="DAMAGED"))
    assert figures_at(shop, tea) == ("9", "36")
    assert_books_balance(shop.id)


def test_one_adjustment_takes_out_takes_in_and_changes_statuses(shop: Shop, desk: Desk) -> None:
    tea, milk, salt = (make_product(shop, name=name, stock="10") for name in ("Tea", "Milk", "Salt"))
    document = completed(
        desk,
        shop,
        line(tea, "-1"),
        line(milk, "2", "FOUND"),
        line(salt, "4", "QUALITY", to_status="DAMAGED"),
        line(tea, "3", "QUALITY", to_status="QUARANTINE"),
    )
    assert [figures_at(shop, product)[0] for product in (tea, milk, salt)] == ["9", "12", "10"]
    assert [figures(shop, product)["sellable"] for product in (tea, milk, salt)] == ["6", "12", "6"]
    assert len(moved_by(shop, document)) == 6
    assert_books_balance(shop.id)


def test_expired_goods_are_written_off_for_that_reason_or_by_their_batch(shop: Shop, desk: Desk) -> None:
    tea = make_product(shop, stock=None, keeps_expiry=True)
    yesterday = shop.storefront.local_day(datetime.now(UTC)) - timedelta(days=1)
    Shelf(shop, tea).receive("5", "2", expires=str(yesterday)).unwrap()
    before = stock_of(shop)
    data = refused(desk.step(written(desk, shop, line(tea, "-1", "DAMAGE")), "completed"), 409, "INSUFFICIENT_STOCK")
    assert [(row["requested"], row["available"]) for row in data["items"]] == [("1", "0")]
    assert stock_of(shop) == before
    completed(desk, shop, line(tea, "-2", "EXPIRY"))
    completed(desk, shop, line(tea, "-1", "OTHER", batch=open_layers(shop, tea)[0].pk))
    completed(desk, shop, line(tea, "1", "EXPIRY", to_status="DAMAGED"))
    assert layers(shop, tea) == [
        ("1", "2", "AVAILABLE", str(yesterday)),
        ("1", "2", "DAMAGED", str(yesterday)),
    ]


def test_a_loss_cancels_the_newest_reservations_that_what_is_left_no_longer_covers(shop: Shop, desk: Desk) -> None:
    tea, milk = make_product(shop, name="Tea", stock="10"), make_product(shop, name="Milk", stock="10")
    carts = [add_to_cart(shop.till, tea, quantity)[0] for quantity in ("3", "2", "4")]
    add_to_cart(shop.till, milk, "1", carts[2])
    document = completed(desk, shop, line(tea, "-6", "DAMAGE"))
    assert [statuses(shop, cart) for cart in carts] == [["ACTIVE"], ["CANCELLED"], ["CANCELLED", "ACTIVE"]]
    found = figures(shop, tea)
    assert (found["sellable"], found["reserved"], found["available"]) == ("4", "3", "1")
    with shop.scope():
        rows = AuditLog.objects.for_business(shop.id).filter(event_type="stock.reservations_cancelled")
        event = rows.get()
    assert event.event_data["source"] == document["id"]
    told = {(row["sale"], row["quantity"]) for row in event.event_data["reservations"]}
    assert told == {(carts[1], "2"), (carts[2], "4")}


def test_quarantine_makes_reservations_give_way_too(shop: Shop, desk: Desk) -> None:
    tea = make_product(shop, stock="5")
    older, newer = (add_to_cart(shop.till, tea, "2")[0] for _ in range(2))
    completed(desk, shop, line(tea, "2", "QUALITY", to_status="QUARANTINE"))
    assert (statuses(shop, older), statuses(shop, newer)) == (["ACTIVE"], ["CANCELLED"])


def test_a_loss_that_leaves_enough_for_the_carts_cancels_nothing(shop: Shop, desk: Desk) -> None:
    tea = make_product(shop, stock="10")
    cart, _ = add_to_cart(shop.till, tea, "4")
    completed(desk, shop, line(tea, "-6"))
    assert statuses(shop, cart) == ["ACTIVE"]


def test_no_more_is_gone_than_the_books_hold(shop: Shop, desk: Desk) -> None:
    tea = make_product(shop, stock="10")
    cart, _ = add_to_cart(shop.till, tea, "4")
    before = stock_of(shop)
    document = written(desk, shop, line(tea, "-6"), line(tea, "-5"))
    data = refused(desk.step(document, "completed"), 409, "INSUFFICIENT_STOCK")
    assert [(row["requested"], row["available"]) for row in data["items"]] == [("11", "10")]
    change = written(desk, shop, line(tea, "11", to_status="DAMAGED"))
    refused(desk.step(change, "completed"), 409, "INSUFFICIENT_STOCK")
    assert (stock_of(shop), statuses(shop, cart)) == (before, ["ACTIVE"])
    assert desk.get(document)["status"] == "draft"


def test_what_is_reversed_lies_in_the_same_layers_at_the_same_cost_as_before(shop: Shop, desk: Desk) -> None:
    tea, milk = make_product(shop, name="Tea", stock="10", cost="4.123457"), make_product(shop, name="Milk", stock="9")
    Shelf(shop, tea).receive("5", "6.5").unwrap()

    def lying() -> list[Any]:
        return [
            [(row.pk, row.remaining_qty, row.unit_cost, row.status) for row in open_layers(shop, product)]
            for product in (tea, milk)
        ]

    before = lying()
    document = completed(
        desk, shop, line(tea, "-12"), line(milk, "2", "FOUND"), line(tea, "1", "QUALITY", to_status="DAMAGED")
    )
    assert lying() != before
    refused(desk.step(document, "reversed"), 422, "COMMENT_REQUIRED")
    document = desk.take(document, "reversed", comment="Wrong shelf.")
    assert (document["posted_at"], lying()) == (None, before)
    assert (figures_at(shop, tea)[0], figures_at(shop, milk)) == ("15", ("9", "36"))
    refused(desk.step(document, "reversed", comment="Again."), 409, "TRANSITION_NOT_ALLOWED")
    assert_books_balance(shop.id)


def test_what_was_found_and_is_gone_is_not_reversed(shop: Shop, desk: Desk) -> None:
    tea = make_product(shop, stock=None)
    document = completed(desk, shop, line(tea, "5", "FOUND"))
    Shelf(shop, tea).issue("4").unwrap()
    before = stock_of(shop)
    data = refused(desk.step(document, "reversed", comment="No."), 409, "ALREADY_USED")
    assert data["lines"] == [{"line": document["lines"][0]["id"], "received": "5", "remaining": "1"}]
    assert (stock_of(shop), desk.get(document)["status"]) == (before, "completed")


def test_pieces_are_lost_found_and_damaged_by_their_numbers(shop: Shop, desk: Desk) -> None:
    phone = make_product(shop, stock=None, tracks_serials=True)
    Shelf(shop, phone).receive("3", "100", serials=("A", "B", "C")).unwrap()
    completed(
        desk,
        shop,
        line(phone, "-1", "THEFT", serials=["B"]),
        line(phone, "1", "FOUND", serials=["X"]),
        line(phone, "1", "DAMAGE", serials=["C"], to_status="DAMAGED"),
    )
    assert serials_at(shop, phone) == ["A", "C", "X"]
    assert {row.serial_number: row.status for row in open_layers(shop, phone)}["C"] == "DAMAGED"
    before = stock_of(shop)
    wrong = [
        (line(phone, "-1"), 422, "SERIALS_MISMATCH"),
        (line(phone, "-1", serials=["B"]), 409, "SERIAL_NOT_IN_STOCK"),
        (line(phone, "1", "FOUND", serials=["A"]), 409, "SERIAL_IN_STOCK"),
    ]
    for each, status, code in wrong:
        refused(desk.step(written(desk, shop, each), "completed"), status, code)
    assert stock_of(shop) == before
    assert_books_balance(shop.id)


def test_lines_are_counted_in_packages_too(shop: Shop, desk: Desk) -> None:
    tea = make_product(shop, stock="100", packagings=[NewPackaging("Box", 6)])
    with shop.scope():
        box = tea.packagings.get()
    document = completed(desk, shop, line(tea, "-2", packaging=box.pk))
    told = document["lines"][0]
    assert (told["quantity"], told["base_quantity"], figures_at(shop, tea)[0]) == ("-2", "-12", "88")
    third = make_product(shop, name="Oil", packagings=[NewPackaging("Third", 1, 3)])
    with shop.scope():
        third_of = third.packagings.get()
    body = {"location": shop.storefront.pk, "lines": [line(third, "-1", packaging=third_of.pk)]}
    assert refused(desk.till.post(ADJUSTMENTS, body), 422, "QUANTITY_TOO_PRECISE")["decimals"] == 0


def test_a_line_says_something_that_can_be_done(shop: Shop, desk: Desk) -> None:
    tea, milk = make_product(shop, name="Tea"), make_product(shop, name="Milk")
    far = make_place(shop)
    Shelf(shop, tea, far).receive("5", "1").unwrap()
    of_milk, elsewhere = open_layers(shop, milk)[0], open_layers(shop, tea, far)[0]
    wrong = [
        (line(tea, "0"), 422, "BAD_QUANTITY"),
        (line(tea, "-1", "BOREDOM"), 400, "VALIDATION_FAILED"),
        (line(tea, "-1", to_status="DAMAGED"), 422, "BAD_STATUS_CHANGE"),
        (line(tea, "1", to_status="AVAILABLE"), 422, "BAD_STATUS_CHANGE"),
        (line(tea, "1", to_status="AVAILABLE", batch=open_layers(shop, tea)[0].pk), 422, "BAD_STATUS_CHANGE"),
        (line(tea, "-1", batch=of_milk.pk), 404, "BATCH_NOT_FOUND"),
        (line(tea, "-1", batch=elsewhere.pk), 404, "BATCH_NOT_FOUND"),
        (line(tea, "-1", batch=new_id()), 404, "BATCH_NOT_FOUND"),
        (line(tea, "-1") | {"product": new_id()}, 404, "PRODUCT_NOT_FOUND"),
    ]
    for each, status, code in wrong:
        body = {"location": shop.storefront.pk, "lines": [each]}
        refused(desk.till.post(ADJUSTMENTS, body), status, code)
    assert desk.till.get(ADJUSTMENTS).json()["results"] == []
    refused(desk.step(written(desk, shop), "completed"), 422, "DOCUMENT_EMPTY")


def test_a_draft_is_changed_and_a_completed_adjustment_is_not(shop: Shop, desk: Desk) -> None:
    tea = make_product(shop, stock="10")
    document = written(desk, shop, line(tea, "-1"))
    path = f"{ADJUSTMENTS}{document['id']}/"
    changed = desk.right(desk.till.patch(path, {"notes": "Broken", "lines": [line(tea, "-2"), line(tea, "-3")]}))
    assert ([row["quantity"] for row in changed["lines"]], changed["notes"]) == (["-2", "-3"], "Broken")
    assert len(desk.right(desk.till.patch(path, {"notes": ""}))["lines"]) == 2
    desk.take(document, "completed")
    refused(desk.till.patch(path, {"notes": "Later"}), 409, "DOCUMENT_NOT_EDITABLE")
    refused(desk.till.delete(path), 409, "DOCUMENT_NOT_DELETABLE")


def test_a_clerk_writes_adjustments_down_and_a_manager_completes_them(shop: Shop, desk: Desk) -> None:
    tea = make_product(shop, stock="10")
    clerk = Desk(member_at(shop, shop.storefront, role="stock_clerk"), ADJUSTMENTS)
    document = written(clerk, shop, line(tea, "-1"))
    before = stock_of(shop)
    data = refused(clerk.step(document, "completed"), 403, "PERMISSION_DENIED")
    assert data == {"capability": "stock.approve"}
    assert stock_of(shop) == before
    desk.take(document, "completed")
    cashier = Desk(shop.till, ADJUSTMENTS)
    assert "unit_cost" not in cashier.get(document)["lines"][0]
    assert "unit_cost" in desk.get(document)["lines"][0]
    refused(cashier.till.post(ADJUSTMENTS, {"location": shop.storefront.pk, "lines": []}), 403, "PERMISSION_DENIED")


def test_movements_tell_the_reason_of_their_adjustment(shop: Shop, desk: Desk) -> None:
    tea = make_product(shop, stock="10")
    completed(desk, shop, line(tea, "-1", "SAMPLE"))
    item = item_of(shop, tea)
    rows = desk.till.get(f"/api/stock-products/{item.pk}/movements/").json()["results"]
    assert [(row["kind"], row["reason"]) for row in rows] == [("ADJUST", "SAMPLE"), ("OPENING", "")]


def test_layers_tell_their_serial_numbers_and_what_they_were_taken_from(shop: Shop, desk: Desk) -> None:
    phone = make_product(shop, stock=None, tracks_serials=True)
    Shelf(shop, phone).receive("1", "100", serials=("A",)).unwrap()
    origin = open_layers(shop, phone)[0]
    completed(desk, shop, line(phone, "1", serials=["A"], to_status="DAMAGED"))
    rows = desk.till.get(f"/api/stock-products/{item_of(shop, phone).pk}/batches/").json()["results"]
    assert [(row["serial_number"], row["origin"], row["status"]) for row in rows] == [("A", str(origin.pk), "DAMAGED")]


def test_an_adjustment_is_made_by_the_document_service_too(shop: Shop) -> None:
    tea = make_product(shop, stock="10")
    data = {"notes": "Tasting", "lines": [NewAdjustmentLine(tea.pk, Decimal(-2), Reason.SAMPLE)]}
    service = DocumentService(user=shop.owner)
    assert service.validate_for_purchase_creation(StockAdjustment, data, shop.owner, shop.storefront).ok
    made = service.create_document(StockAdjustment, data, shop.owner, shop.storefront).unwrap()
    assert DocumentService(made, shop.owner).transition_to("completed").ok
    assert (made.notes, figures_at(shop, tea)) == ("Tasting", ("8", "32"))


def test_the_number_of_statements_does_not_grow_with_the_lines(shop: Shop, desk: Desk) -> None:
    tea, milk = make_product(shop, name="Tea", stock="1000"), make_product(shop, name="Milk", stock="1000")
    completed(desk, shop, line(tea, "-1"))
    spent = []
    for lines in (1, 200):
        rows = [line((tea, milk)[number % 2], "-1") for number in range(lines)]
        rows += [line(tea, "1", to_status="DAMAGED"), line(milk, "1", "FOUND")]
        with counted(shop) as creating:
            document = written(desk, shop, *rows)
        with counted(shop) as completing:
            desk.take(document, "completed")
        with counted(shop) as reversing:
            desk.take(document, "reversed", comment="No.")
        with counted(shop) as listing:
            assert desk.till.get(ADJUSTMENTS).status_code == 200
        spent.append([len(each) for each in (creating, completing, reversing, listing)])
    assert spent[0] == spent[1]
    assert_books_balance(shop.id)


@pytest.mark.parametrize(
    ("quantity", "reason", "sentence"),
    [
        ("1", "DAMAGE", "Line 1: Damaged goods only go: write a quantity below 0."),
        ("2", "SAMPLE", "Line 1: Sample or gift goods only go: write a quantity below 0."),
        ("-1", "FOUND", "Line 1: Found goods only come: write a quantity above 0."),
    ],
)
def test_goods_come_and_go_for_reasons_that_fit(shop: Shop, quantity: str, reason: str, sentence: str) -> None:
    tea = make_product(shop, stock="5")
    body = {"location": str(shop.storefront.pk), "lines": [line(tea, quantity, reason) | {"product": str(tea.pk)}]}
    answer = shop.manager_till.post(ADJUSTMENTS, body)
    figures = {"line": 1, "reason": reason, "quantity": quantity}
    assert (answer.status_code, answer.json()["detail"], answer.json()["data"]) == (422, sentence, figures)


def test_reasons_are_those_that_the_books_know(shop: Shop, desk: Desk) -> None:
    tea = make_product(shop, stock="100")
    completed(desk, shop, *(line(tea, "-1", reason) for reason in Reason.values if reason != Reason.FOUND))
    assert figures_at(shop, tea)[0] == str(100 - len(Reason.values) + 1)
