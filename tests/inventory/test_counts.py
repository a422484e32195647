"""Counts: their scopes, who sees what, and counting goods and pieces."""

from datetime import UTC, datetime
from typing import Any

import pytest

from optimapos.core.ids import new_id
from optimapos.inventory.models import StockCount, StockCountLine
from optimapos.nomenclatures.models import ProductGroup
from optimapos.nomenclatures.services import DocumentService
from tests.concurrency.books import assert_books_balance
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.inventory.counting import EARLIER, count, differences, lines_of, scanned, started
from tests.inventory.documents import (
    COUNTS,
    Desk,
    figures_at,
    make_place,
    member_at,
    moved_by,
    refused,
    serials_at,
    stock_of,
)
from tests.inventory.ledger import Shelf
from tests.inventory.stock import counted


@pytest.fixture
def desk(shop: Shop) -> Desk:
    """The counts of the manager."""
    return Desk(shop.manager_till, COUNTS)


def test_a_full_count_has_a_line_for_each_item_and_shows_nothing_before_it_is_counted(shop: Shop, desk: Desk) -> None:
    make_product(shop, name="Tea", stock="10")
    make_product(shop, name="Milk", stock="5")
    make_product(shop, name="Advice", stock=None, kind="SERVICE", tracks_stock=False)
    far = make_place(shop)
    make_product(shop, name="Salt", stock="5", location_id=far.pk)
    document = started(desk, shop)
    assert (document["number"], document["status"], document["scope"]) == ("SC-00001", "counting", "FULL")
    assert (document["line_count"], document["counted_count"]) == (2, 0)
    assert lines_of(desk, document) == [("Tea", None, None), ("Milk", None, None)]
    refused(desk.post(document, "start"), 409, "TRANSITION_NOT_ALLOWED")


def test_a_group_is_counted_with_all_below_it(shop: Shop, desk: Desk) -> None:
    with shop.scope():
        drinks = ProductGroup.objects.for_business(shop.id).create(business=shop.business, code="D", name="Drinks")
        teas = ProductGroup.objects.for_business(shop.id).create(
            business=shop.business, code="T", name="Teas", parent=drinks
        )
    make_product(shop, name="Tea", stock="10", group=teas)
    make_product(shop, name="Cola", stock="10", group=drinks)
    make_product(shop, name="Salt", stock="10")
    document = started(desk, shop, scope="GROUP", group=str(drinks.pk))
    assert [name for name, *_ in lines_of(desk, document)] == ["Tea", "Cola"]


def test_products_are_counted_also_where_they_never_were(shop: Shop, desk: Desk) -> None:
    tea, salt = make_product(shop, name="Tea", stock="10"), make_product(shop, name="Salt", stock=None)
    document = started(desk, shop, tea, salt)
    count(desk, document, (tea, "10"), (salt, "3"))
    assert lines_of(desk, document) == [("Tea", "10", "10"), ("Salt", "0", "3")]
    pepper = make_product(shop, name="Pepper", stock=None)
    count(desk, document, (pepper, "2"), unit_cost="1.5")
    document = desk.take(document, "posted")
    assert (document["line_count"], document["counted_count"]) == (3, 3)
    assert (figures_at(shop, salt), figures_at(shop, pepper)) == (("3", "0"), ("2", "3"))


@pytest.mark.parametrize(
    "scope",
    [
        {"scope": "GROUP"},
        {"scope": "PRODUCTS"},
        {"scope": "PRODUCTS", "products": []},
        {"scope": "FULL", "products": ["a product"]},
        {"products": ["a product"]},
    ],
    ids=str,
)
def test_a_scope_names_what_it_needs_and_nothing_else(shop: Shop, desk: Desk, scope: dict[str, Any]) -> None:
    tea = make_product(shop)
    body = {"location": shop.storefront.pk, **scope}
    if scope.get("products"):
        body["products"] = [tea.pk]
    refused(desk.till.post(COUNTS, body), 422, "BAD_SCOPE")
    assert desk.till.get(COUNTS).json()["results"] == []


def test_only_products_that_are_kept_in_stock_are_counted(shop: Shop, desk: Desk) -> None:
    advice = make_product(shop, name="Advice", stock=None, kind="SERVICE", tracks_stock=False)
    body = {"location": shop.storefront.pk, "scope": "PRODUCTS", "products": [advice.pk]}
    refused(desk.till.post(COUNTS, body), 422, "PRODUCT_NOT_STOCKED")
    refused(desk.till.post(COUNTS, body | {"products": [new_id()]}), 404, "PRODUCT_NOT_FOUND")
    document = started(desk, shop)
    row = {"product": advice.pk, "quantity": "1"}
    refused(desk.post(document, "lines", lines=[row]), 422, "PRODUCT_NOT_STOCKED")


def test_a_draft_is_changed_until_it_starts(shop: Shop, desk: Desk) -> None:
    tea = make_product(shop, name="Tea")
    document = desk.create(location=shop.storefront.pk)
    path = f"{COUNTS}{document['id']}/"
    changed = desk.right(
        desk.till.patch(path, {"scope": "PRODUCTS", "products": [tea.pk], "is_blind": True, "notes": "Monday"})
    )
    assert (changed["scope"], changed["products"], changed["is_blind"]) == ("PRODUCTS", [str(tea.pk)], True)
    refused(desk.till.patch(path, {"scope": "FULL"}), 422, "BAD_SCOPE")
    row = {"product": tea.pk, "quantity": "1"}
    assert refused(desk.post(document, "lines", lines=[row]), 409, "COUNT_NOT_OPEN") == {"status": "draft"}
    desk.right(desk.post(document, "start"))
    refused(desk.till.patch(path, {"notes": "Tuesday"}), 409, "DOCUMENT_NOT_EDITABLE")
    refused(desk.till.delete(path), 409, "DOCUMENT_NOT_DELETABLE")
    desk.take(document, "cancelled")
    assert refused(desk.post(document, "lines", lines=[row]), 409, "COUNT_NOT_OPEN") == {"status": "cancelled"}


def test_what_is_counted_again_replaces_what_was_counted_before(shop: Shop, desk: Desk) -> None:
    tea = make_product(shop, name="Tea", stock="10")
    document = started(desk, shop, tea)
    first = count(desk, document, (tea, "8"))[0]
    Shelf(shop, tea).issue("1").unwrap()
    second = desk.right(desk.post(document, "lines", lines=[{"line": first["id"], "quantity": "9"}]))[0]
    assert (second["id"], second["expected_quantity"], second["counted_quantity"]) == (first["id"], "9", "9")
    assert second["counted_at"] > first["counted_at"]
    assert second["counted_by"] == str(shop.manager_till.actor.user_id)
    desk.take(document, "posted")
    assert (figures_at(shop, tea)[0], moved_by(shop, document)) == ("9", [])


def test_a_product_is_named_once_and_by_a_line_that_there_is(shop: Shop, desk: Desk) -> None:
    tea = make_product(shop, name="Tea", stock="10")
    document, other = started(desk, shop, tea), started(desk, shop, tea)
    line = desk.get(document, "lines/")["results"][0]["id"]
    row = {"product": tea.pk, "quantity": "1"}
    refused(desk.post(document, "lines", lines=[row, row]), 400, "VALIDATION_FAILED")
    refused(desk.post(document, "lines", lines=[row, {"line": line, "quantity": "1"}]), 400, "VALIDATION_FAILED")
    refused(desk.post(document, "lines", lines=[{"quantity": "1"}]), 400, "VALIDATION_FAILED")
    refused(desk.post(other, "lines", lines=[{"line": line, "quantity": "1"}]), 404, "NOT_FOUND")
    refused(desk.post(document, "lines", lines=[row | {"line": line, "product": new_id()}]), 404, "NOT_FOUND")
    refused(desk.post(document, "lines", lines=[{"product": new_id(), "quantity": "1"}]), 404, "PRODUCT_NOT_FOUND")
    refused(desk.post(document, "lines", lines=[{"product": tea.pk}]), 422, "BAD_QUANTITY")
    refused(desk.post(document, "lines", lines=[row | {"quantity": "0.5"}]), 422, "QUANTITY_TOO_PRECISE")
    refused(desk.post(document, "lines", lines=[row | {"serials": ["A"]}]), 422, "SERIALS_MISMATCH")
    assert lines_of(desk, document) == [("Tea", None, None)]


def test_who_counts_blindly_sees_what_the_books_say_once_it_is_posted(shop: Shop, desk: Desk) -> None:
    tea = make_product(shop, name="Tea", stock="10")
    clerk = Desk(member_at(shop, shop.storefront, role="stock_clerk"), COUNTS)
    document = started(clerk, shop, tea, is_blind=True)
    line = count(clerk, document, (tea, "7"))[0]
    assert "expected_quantity" not in line
    assert "expected_serials" not in line
    assert lines_of(clerk, document) == [("Tea", None, "7")]
    refused(clerk.till.get(f"{COUNTS}{document['id']}/differences/"), 403, "PERMISSION_DENIED")
    assert lines_of(desk, document) == [("Tea", "10", "7")]
    assert differences(desk, document) == [("Tea", "-3")]
    refused(clerk.step(document, "posted"), 403, "PERMISSION_DENIED")
    desk.take(document, "posted")
    assert (lines_of(clerk, document), differences(clerk, document)) == ([("Tea", "10", "7")], [("Tea", "-3")])


def test_values_are_for_those_who_may_see_costs(shop: Shop, desk: Desk) -> None:
    tea = make_product(shop, name="Tea", stock="10")
    document = started(desk, shop, tea)
    count(desk, document, (tea, "7"), unit_cost="5")
    cashier = Desk(shop.till, COUNTS)
    assert "unit_cost" not in cashier.get(document, "lines/")["results"][0]
    refused(cashier.till.get(f"{COUNTS}{document['id']}/differences/"), 403, "PERMISSION_DENIED")
    refused(cashier.post(document, "lines", lines=[{"product": tea.pk, "quantity": "1"}]), 403, "PERMISSION_DENIED")
    report = desk.get(document, "differences/")
    assert (report["net_value"], report["lines"][0]["value"]) == ("-12", "-12")
    assert desk.get(document, "lines/")["results"][0]["unit_cost"] == "5"


def test_pieces_are_counted_by_scanning_their_numbers(shop: Shop, desk: Desk) -> None:
    phone = make_product(shop, name="Phone", stock=None, tracks_serials=True)
    Shelf(shop, phone).receive("4", "100", serials=("A", "B", "C", "D")).unwrap()
    document = started(desk, shop, phone)
    line = scanned(desk, document, phone, "A", "B", "X")[0]
    assert (line["serials"], line["expected_serials"]) == (["A", "B", "X"], ["A", "B", "C", "D"])
    report = desk.get(document, "differences/")["lines"][0]
    assert (report["difference"], report["found_serials"], report["missing_serials"]) == ("-1", ["X"], ["C", "D"])
    refused(desk.post(document, "lines", lines=[{"product": phone.pk, "quantity": "3"}]), 422, "SERIALS_MISMATCH")
    desk.take(document, "posted")
    assert (serials_at(shop, phone), figures_at(shop, phone)) == (["A", "B", "X"], ("3", "300"))
    report = desk.get(document, "differences/")["lines"][0]
    assert (report["difference"], report["found_serials"], report["missing_serials"]) == ("-1", ["X"], ["C", "D"])
    assert report["value"] == "-100"
    assert_books_balance(shop.id)


def test_pieces_that_left_or_came_since_they_were_counted_are_not_corrected(shop: Shop, desk: Desk) -> None:
    phone = make_product(shop, name="Phone", stock=None, tracks_serials=True)
    Shelf(shop, phone).receive("3", "100", serials=("A", "B", "C")).unwrap()
    document = started(desk, shop, phone)
    scanned(desk, document, phone, "A", "X", "Y")
    Shelf(shop, phone).issue("1", serials=("B",)).unwrap()
    Shelf(shop, phone).receive("1", "100", serials=("X",), at=datetime.now(UTC) - EARLIER).unwrap()
    desk.take(document, "posted")
    assert serials_at(shop, phone) == ["A", "X", "Y"]
    report = desk.get(document, "differences/")["lines"][0]
    assert (report["found_serials"], report["missing_serials"]) == (["Y"], ["C"])
    assert_books_balance(shop.id)


def test_a_piece_that_the_books_have_elsewhere_is_not_found_here_too(shop: Shop, desk: Desk) -> None:
    phone, far = make_product(shop, stock=None, tracks_serials=True), make_place(shop)
    Shelf(shop, phone, far).receive("1", "100", serials=("A",)).unwrap()
    document = started(desk, shop, phone)
    scanned(desk, document, phone, "A")
    before = stock_of(shop)
    assert refused(desk.step(document, "posted"), 409, "SERIAL_IN_STOCK") == {"serials": ["A"]}
    assert (stock_of(shop), desk.get(document)["status"]) == (before, "counting")


def test_counts_are_seen_where_they_are(shop: Shop, desk: Desk) -> None:
    document = started(desk, shop, make_product(shop))
    stranger = Desk(member_at(shop, make_place(shop)), COUNTS)
    assert stranger.till.get(COUNTS).json()["results"] == []
    for what in ("", "lines/", "differences/", "history/", "transitions/"):
        assert stranger.till.get(f"{COUNTS}{document['id']}/{what}").status_code == 404
    refused(stranger.post(document, "start"), 404, "NOT_FOUND")
    refused(stranger.post(document, "lines", lines=[{"product": new_id(), "quantity": "1"}]), 404, "NOT_FOUND")
    refused(desk.till.post(f"{COUNTS}{new_id()}/start/"), 404, "NOT_FOUND")


def test_a_count_is_made_by_the_document_service_too(shop: Shop) -> None:
    make_product(shop, stock="10")
    service = DocumentService(user=shop.owner)
    assert service.validate_for_purchase_creation(StockCount, {}, shop.owner, shop.storefront).ok
    made = service.create_document(StockCount, {"is_blind": True}, shop.owner, shop.storefront).unwrap()
    started_by_hand = DocumentService(made, shop.owner)
    assert started_by_hand.transition_to("counting").ok
    with shop.scope():
        assert StockCountLine.objects.for_business(shop.id).filter(count=made).count() == 1


def test_the_number_of_statements_does_not_grow_with_the_lines(shop: Shop, desk: Desk) -> None:
    goods = [make_product(shop, name=f"Tea {number}", stock=None, price=None) for number in range(60)]
    for product in goods:
        Shelf(shop, product).receive("10", "4").unwrap()
    phone = make_product(shop, stock=None, tracks_serials=True)
    spent = []
    for products in (goods[:1], goods):
        document = desk.create(
            location=shop.storefront.pk, scope="PRODUCTS", products=[each.pk for each in (*products, phone)]
        )
        with counted(shop) as starting:
            desk.right(desk.post(document, "start"))
        with counted(shop) as counting:
            count(desk, document, *((product, "8") for product in products))
        scanned(desk, document, phone)
        with counted(shop) as reporting:
            desk.get(document, "differences/")
        with counted(shop) as posting:
            desk.take(document, "posted")
        with counted(shop) as reporting_after:
            assert len(differences(desk, document)) == len(products)
        with counted(shop) as listing:
            assert desk.till.get(COUNTS).status_code == 200
        with counted(shop) as lines:
            desk.get(document, "lines/")
        with counted(shop) as reversing:
            desk.take(document, "reversed", comment="No.")
        measured = (starting, counting, reporting, posting, reporting_after, listing, lines, reversing)
        spent.append([len(each) for each in measured])
    assert spent[0] == spent[1]
    assert_books_balance(shop.id)
