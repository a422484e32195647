"""Requests: writing them, approving them, and turning them into orders by line and quantity."""

from datetime import date
from decimal import Decimal
from typing import Any

from optimapos.products.models import Product
from optimapos.products.types import NewPackaging
from optimapos.purchases.models import PurchaseRequestOrderLink
from tests.factories.catalog import make_product
from tests.factories.organization import Shop, make_till
from tests.factories.partners import make_division, make_supplier
from tests.purchases.desks import (
    ORDERS,
    REQUESTS,
    created,
    line,
    list_price,
    make_request,
    make_warehouse,
    refused,
    step,
    stepped,
)

SOME_ID = "01890000-0000-7000-8000-000000000000"


def approved(shop: Shop, *lines: Any, **head: Any) -> Any:
    """An approved request."""
    return stepped(shop.manager_till, REQUESTS, make_request(shop, *lines, **head), "approved")


def convert(shop: Shop, request: Any, body: Any = None) -> Any:
    """The answer to a conversion."""
    return shop.manager_till.post(f"{REQUESTS}{request['id']}/convert/", body or {})


def read(shop: Shop, path: str, document: Any) -> Any:
    """A document as it is now."""
    return shop.manager_till.get(f"{path}{document['id']}/").json()


def boxed(shop: Shop, **fields: Any) -> tuple[Product, str]:
    """A product that comes in boxes of twelve, and the box."""
    tea = make_product(shop, stock=None, packagings=[NewPackaging("Box", 12)], **fields)
    with shop.scope():
        return tea, str(tea.packagings.get().pk)


def test_a_request_is_priced_by_the_list_of_its_supplier_or_not_at_all(shop: Shop) -> None:
    supplier, tea, milk = make_supplier(shop), make_product(shop, "Tea"), make_product(shop, "Milk")
    list_price(shop, supplier, tea, "3.25")
    request = make_request(shop, line(tea, "4", None), line(milk, "2", None), supplier=str(supplier.pk))
    assert [(row["unit_price"], row["net_amount"]) for row in request["lines"]] == [
        ("3.25", "13.0000"),
        (None, "0.0000"),
    ]
    assert (request["net_amount"], request["currency"], request["exchange_rate"]) == ("13.0000", "EUR", "1")


def test_a_request_counts_in_packages_and_keeps_their_size(shop: Shop) -> None:
    tea, box = boxed(shop)
    request = make_request(shop, line(tea, "5", "24.00", packaging=box, discount_percent="10"))
    (row,) = request["lines"]
    assert (row["quantity"], row["base_qty"], row["factor_num"], row["factor_den"]) == ("5", "60", 12, 1)
    assert row["net_amount"] == "108.0000"


def test_a_request_is_changed_as_long_as_it_is_a_draft(shop: Shop) -> None:
    supplier, tea, milk = make_supplier(shop), make_product(shop, "Tea"), make_product(shop, "Milk")
    request = make_request(shop, line(tea, "4", "1.00"), notes="first")
    kept = request["lines"][0]["id"]
    body = {
        "supplier": str(supplier.pk),
        "notes": "second",
        "lines": [line(milk, "1", "2.00"), {**line(tea, "6", "1.00"), "id": kept}],
    }
    changed = shop.manager_till.patch(f"{REQUESTS}{request['id']}/", body).json()
    assert [(row["line_no"], row["quantity"], row["id"] == kept) for row in changed["lines"]] == [
        (1, "1", False),
        (2, "6", True),
    ]
    assert (changed["supplier"], changed["notes"], changed["net_amount"]) == (str(supplier.pk), "second", "8.0000")
    assert changed["version"] == request["version"] + 1
    only_head = shop.manager_till.patch(f"{REQUESTS}{request['id']}/", {"supplier": None}).json()
    assert (only_head["supplier"], len(only_head["lines"])) == (None, 2)
    stepped(shop.manager_till, REQUESTS, request, "approved")
    late = shop.manager_till.patch(f"{REQUESTS}{request['id']}/", {"notes": "third"})
    assert refused(late) == (409, "DOCUMENT_NOT_EDITABLE", {"status": "approved"})
    assert read(shop, REQUESTS, request)["notes"] == "second"


def test_another_currency_works_the_amounts_out_anew(shop: Shop) -> None:
    tea = make_product(shop)
    request = make_request(shop, line(tea, "3", "1.555"))
    assert request["net_amount"] == "4.6700"
    path = f"{REQUESTS}{request['id']}/"
    without_rate = shop.manager_till.patch(path, {"currency": "JPY"})
    assert refused(without_rate) == (422, "BAD_EXCHANGE_RATE", {"currency": "JPY", "exchange_rate": None})
    changed = shop.manager_till.patch(path, {"currency": "JPY", "exchange_rate": "0.0061"}).json()
    assert (changed["net_amount"], changed["exchange_rate"]) == ("5.0000", "0.0061")


def test_a_request_is_submitted_and_then_approved_or_rejected_with_a_reason(shop: Shop) -> None:
    clerk = make_till(shop.business, shop.storefront, shop.owner, code="T7", role="stock_clerk")
    tea = make_product(shop)
    body = {"location": str(shop.storefront.pk), "lines": [line(tea, "1", "1.00")]}
    request = created(clerk, REQUESTS, body)
    assert refused(step(clerk, REQUESTS, request, "approved")) == (
        403,
        "PERMISSION_DENIED",
        {"capability": "purchase.approve"},
    )
    stepped(clerk, REQUESTS, request, "submitted")
    assert refused(step(shop.manager_till, REQUESTS, request, "rejected"))[:2] == (422, "COMMENT_REQUIRED")
    assert stepped(shop.manager_till, REQUESTS, request, "rejected", "Too early")["status"] == "rejected"
    assert refused(convert(shop, request))[:2] == (409, "REQUEST_NOT_OPEN")


def test_an_empty_request_goes_nowhere(shop: Shop) -> None:
    request = make_request(shop)
    assert refused(step(shop.manager_till, REQUESTS, request, "submitted"))[:2] == (422, "DOCUMENT_EMPTY")
    assert refused(step(shop.manager_till, REQUESTS, request, "approved"))[:2] == (422, "DOCUMENT_EMPTY")
    assert read(shop, REQUESTS, request)["status"] == "draft"


def test_products_that_are_not_bought_any_more_are_refused_when_asked_for_and_when_approved(shop: Shop) -> None:
    tea, gone = make_product(shop), make_product(shop, "Old", sku="OLD-1", stock=None, life_cycle="NEW")
    request = make_request(shop, line(tea, "1", "1.00"), line(gone, "1", "1.00"))
    stage = shop.manager_till.post(f"/api/products/{gone.pk}/life-cycle/", {"life_cycle": "ARCHIVED"})
    assert stage.status_code == 200, stage.content
    wrong = (422, "PRODUCT_NOT_PURCHASABLE", {"products": ["OLD-1"]})
    assert refused(step(shop.manager_till, REQUESTS, request, "approved")) == wrong
    body = {"location": str(shop.storefront.pk), "lines": [line(gone, "1", "1.00")]}
    assert refused(shop.manager_till.post(REQUESTS, body)) == wrong
    assert len(shop.manager_till.get(REQUESTS).json()["results"]) == 1


def test_several_requests_become_one_order_and_what_is_alike_one_line(shop: Shop) -> None:
    supplier, tea, milk = make_supplier(shop), make_product(shop, "Tea"), make_product(shop, "Milk")
    first = approved(shop, line(tea, "3", "1.50"), line(milk, "2", "0.80"))
    second = approved(shop, line(tea, "4", "1.50"), line(tea, "1", "1.60"))
    body = {"requests": [first["id"], second["id"]], "supplier": str(supplier.pk)}
    (order,) = created(shop.manager_till, f"{REQUESTS}convert/", body)["orders"]
    lines = [(row["product"], row["quantity"], row["unit_price"], len(row["requests"])) for row in order["lines"]]
    assert lines == [
        (str(tea.pk), "7", "1.5", 2),
        (str(milk.pk), "2", "0.8", 1),
        (str(tea.pk), "1", "1.6", 1),
    ]
    for request in (first, second):
        now = read(shop, REQUESTS, request)
        assert now["status"] == "converted"
        assert {link["order"] for row in now["lines"] for link in row["orders"]} == {order["id"]}


def test_a_request_is_split_by_the_suppliers_of_its_lines(shop: Shop) -> None:
    own, other, third = (make_supplier(shop) for _ in range(3))
    tea, milk, soap = (make_product(shop, name) for name in ("Tea", "Milk", "Soap"))
    list_price(shop, third, soap, "2.00", is_preferred=True)
    request = approved(
        shop,
        line(tea, "1", "1.00", supplier=str(own.pk)),
        line(milk, "1", "1.00", supplier=str(other.pk)),
        line(soap, "5", None),
    )
    orders = convert(shop, request).json()["orders"]
    assert {order["supplier"]: [row["product_name"] for row in order["lines"]] for order in orders} == {
        str(own.pk): ["Tea"],
        str(other.pk): ["Milk"],
        str(third.pk): ["Soap"],
    }
    assert {order["net_amount"] for order in orders} == {"1.0000", "10.0000"}


def test_a_line_without_any_supplier_is_refused_and_nothing_is_ordered(shop: Shop) -> None:
    tea, milk = make_product(shop, "Tea"), make_product(shop, "Milk")
    request = approved(shop, line(tea, "1", "1.00", supplier=str(make_supplier(shop).pk)), line(milk, "1", "1.00"))
    lost = request["lines"][1]["id"]
    assert refused(convert(shop, request)) == (422, "SUPPLIER_REQUIRED", {"lines": [lost]})
    assert shop.manager_till.get(ORDERS).json()["results"] == []
    assert read(shop, REQUESTS, request)["status"] == "approved"


def test_a_request_is_converted_bit_by_bit(shop: Shop) -> None:
    supplier, (tea, box) = make_supplier(shop), boxed(shop)
    request = approved(shop, line(tea, "10", "24.00", packaging=box), supplier=str(supplier.pk))
    (row,) = request["lines"]
    (order,) = convert(shop, request, {"lines": [{"line": row["id"], "quantity": "4"}]}).json()["orders"]
    assert (order["lines"][0]["quantity"], order["lines"][0]["base_qty"]) == ("4", "48")
    now = read(shop, REQUESTS, request)
    assert (now["status"], now["lines"][0]["converted_base_qty"], now["lines"][0]["open_base_qty"]) == (
        "approved",
        "48",
        "72",
    )
    too_much = convert(shop, request, {"lines": [{"line": row["id"], "quantity": "7"}]})
    assert refused(too_much) == (409, "CONVERTS_TOO_MUCH", {"line": row["id"], "open": "72", "asked": "84"})
    (rest,) = convert(shop, request).json()["orders"]
    assert rest["lines"][0]["quantity"] == "6"
    assert read(shop, REQUESTS, request)["status"] == "converted"
    assert refused(convert(shop, request))[:2] == (409, "REQUEST_NOT_OPEN")


def test_a_third_of_a_piece_is_not_ordered(shop: Shop) -> None:
    tea = make_product(shop, stock=None, unit_decimals=3, packagings=[NewPackaging("Third", 1, 3)])
    with shop.scope():
        third = str(tea.packagings.get().pk)
    request = approved(shop, line(tea, "3", "1.00", packaging=third), supplier=str(make_supplier(shop).pk))
    asked = {"lines": [{"line": request["lines"][0]["id"], "quantity": "1"}]}
    assert refused(convert(shop, request, asked))[:2] == (422, "QUANTITY_TOO_PRECISE")


def test_lines_and_requests_that_there_are_not_are_not_found(shop: Shop) -> None:
    request = approved(shop, line(make_product(shop), "1", "1.00"), supplier=str(make_supplier(shop).pk))
    strange = convert(shop, request, {"lines": [{"line": SOME_ID, "quantity": "1"}]})
    assert refused(strange) == (404, "NOT_FOUND", {"lines": [SOME_ID]})
    assert shop.manager_till.post(f"{REQUESTS}{SOME_ID}/convert/", {}).status_code == 404
    lost = make_request(shop, line(make_product(shop), "1", "1.00"))
    body = {"lines": [{**line(make_product(shop), "1", "1.00"), "supplier": SOME_ID}]}
    assert refused(shop.manager_till.patch(f"{REQUESTS}{lost['id']}/", body)) == (
        404,
        "NOT_FOUND",
        {"suppliers": [SOME_ID]},
    )


def test_an_order_that_is_cancelled_opens_its_requests_again(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop)
    request = approved(shop, line(tea, "10", "1.00"), supplier=str(supplier.pk))
    (order,) = convert(shop, request).json()["orders"]
    assert read(shop, REQUESTS, request)["status"] == "converted"
    stepped(shop.manager_till, ORDERS, order, "cancelled")
    now = read(shop, REQUESTS, request)
    assert (now["status"], now["lines"][0]["open_base_qty"]) == ("approved", "10")
    assert now["lines"][0]["orders"] == [{"order": order["id"], "order_line": order["lines"][0]["id"], "base_qty": "0"}]
    (again,) = convert(shop, request).json()["orders"]
    assert again["lines"][0]["quantity"] == "10"


def test_an_order_that_is_deleted_opens_its_requests_again(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop)
    request = approved(shop, line(tea, "10", "1.00"), supplier=str(supplier.pk))
    (order,) = convert(shop, request).json()["orders"]
    assert shop.manager_till.delete(f"{ORDERS}{order['id']}/").status_code == 204
    now = read(shop, REQUESTS, request)
    assert (now["status"], now["lines"][0]["open_base_qty"], now["lines"][0]["orders"]) == ("approved", "10", [])


def test_what_a_changed_order_asks_for_no_more_is_open_again(shop: Shop) -> None:
    supplier, tea, milk = make_supplier(shop), make_product(shop, "Tea"), make_product(shop, "Milk")
    first = approved(shop, line(tea, "6", "1.00"), line(milk, "3", "1.00"))
    second = approved(shop, line(tea, "4", "1.00"))
    body = {"requests": [first["id"], second["id"]], "supplier": str(supplier.pk)}
    (order,) = created(shop.manager_till, f"{REQUESTS}convert/", body)["orders"]
    of_tea = order["lines"][0]
    fewer = {"lines": [{**line(tea, "7", "1.00"), "id": of_tea["id"]}]}  # three of tea less, and no milk
    changed = shop.manager_till.patch(f"{ORDERS}{order['id']}/", fewer)
    assert changed.status_code == 200, changed.content
    now = [read(shop, REQUESTS, request) for request in (first, second)]
    assert [request["status"] for request in now] == ["approved", "approved"]
    assert [[row["open_base_qty"] for row in request["lines"]] for request in now] == [["0", "3"], ["3"]]
    with shop.scope():
        links = PurchaseRequestOrderLink.objects.for_business(shop.id).filter(order_line_id=of_tea["id"])
        assert sum(link.held_base_qty for link in links) == Decimal(7)


def test_a_remainder_that_is_no_number_of_boxes_is_ordered_in_pieces(shop: Shop) -> None:
    supplier, (tea, box) = make_supplier(shop), boxed(shop)
    request = approved(shop, line(tea, "2", "24.00", packaging=box), supplier=str(supplier.pk))
    (order,) = convert(shop, request).json()["orders"]
    seventeen = {"lines": [{**line(tea, "17", "2.00"), "id": order["lines"][0]["id"]}]}
    assert shop.manager_till.patch(f"{ORDERS}{order['id']}/", seventeen).status_code == 200
    (rest,) = convert(shop, request).json()["orders"]
    (row,) = rest["lines"]
    assert (row["packaging"], row["quantity"], row["unit_price"]) == (None, "7", "2")


def test_requests_for_two_places_become_two_orders(shop: Shop) -> None:
    supplier, tea, place = make_supplier(shop), make_product(shop), make_warehouse(shop)
    there = make_till(shop.business, place, shop.owner, code="W1", role="manager")
    here = approved(shop, line(tea, "1", "1.00"))
    body = {"location": str(place.pk), "lines": [line(tea, "2", "1.00")]}
    far = stepped(there, REQUESTS, created(there, REQUESTS, body), "approved")
    hidden = shop.manager_till.post(f"{REQUESTS}convert/", {"requests": [here["id"], far["id"]]})
    assert hidden.status_code == 404
    with shop.scope():
        assert not PurchaseRequestOrderLink.objects.for_business(shop.id).exists()
    (order,) = created(there, f"{REQUESTS}convert/", {"requests": [far["id"]], "supplier": str(supplier.pk)})["orders"]
    assert (order["location"], order["document_date"]) == (
        str(place.pk),
        date.fromisoformat(order["document_date"]).isoformat(),
    )


def test_a_buyer_orders_what_a_clerk_asked_for(shop: Shop) -> None:
    clerk = make_till(shop.business, shop.storefront, shop.owner, code="T7", role="stock_clerk")
    buyer = make_till(shop.business, shop.storefront, shop.owner, code="T8", role="buyer")
    tea, supplier = make_product(shop), make_supplier(shop)
    body = {"location": str(shop.storefront.pk), "lines": [line(tea, "1", "1.00")]}
    request = created(clerk, REQUESTS, body)
    stepped(shop.manager_till, REQUESTS, request, "approved")
    asked = {"supplier": str(supplier.pk)}
    assert clerk.post(f"{REQUESTS}{request['id']}/convert/", asked).status_code == 403
    assert buyer.post(f"{REQUESTS}{request['id']}/convert/", asked).status_code == 201
    assert shop.till.get(REQUESTS).status_code == 403


def test_an_order_takes_over_what_the_head_of_its_request_says(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop, "Tea")
    division = make_division(shop, supplier)
    head = {
        "supplier": str(supplier.pk),
        "division": str(division.pk),
        "expected_delivery_date": "2999-01-31",
        "supplier_reference": "Q-77",
        "notes": "Ring at the back",
    }
    (order,) = convert(shop, approved(shop, line(tea, "4", "1.00"), **head)).json()["orders"]
    assert {name: order[name] for name in head} == head


def test_heads_that_differ_give_the_earliest_day_and_all_notes(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop, "Tea")
    division = make_division(shop, supplier)
    ids = [
        approved(shop, line(tea, "4", "1.00"), supplier=str(supplier.pk), **head)["id"]
        for head in (
            {"division": str(division.pk), "supplier_reference": "A", "notes": "One"},
            {"supplier_reference": "B", "notes": "Two", "expected_delivery_date": "2999-02-02"},
            {"supplier_reference": "B", "notes": "Two", "expected_delivery_date": "2999-02-01"},
            {"expected_delivery_date": "2001-01-01"},
        )
    ]
    (order,) = shop.manager_till.post(f"{REQUESTS}convert/", {"requests": ids}).json()["orders"]
    told = (order["division"], order["supplier_reference"], order["notes"], order["expected_delivery_date"])
    assert told == (None, "", "One\nTwo", "2999-02-01")


def test_another_suppliers_order_takes_over_no_division_and_no_reference(shop: Shop) -> None:
    asked, taken, tea = make_supplier(shop), make_supplier(shop), make_product(shop, "Tea")
    head = {"division": str(make_division(shop, asked).pk), "supplier_reference": "Q-77"}
    request = approved(shop, line(tea, "4", "1.00"), supplier=str(asked.pk), **head)
    (order,) = convert(shop, request, {"supplier": str(taken.pk)}).json()["orders"]
    assert (order["division"], order["supplier_reference"]) == (None, "")


def test_a_day_that_no_business_writes_is_refused(shop: Shop) -> None:
    tea = make_product(shop, "Tea")
    body = {"location": str(shop.storefront.pk), "lines": [line(tea, "1", "1.00")]}
    for day in ("0001-01-01", "1989-12-31", "9999-12-31"):
        answer = shop.manager_till.post(REQUESTS, {**body, "document_date": day})
        (error,) = answer.json()["data"]["errors"]
        assert (error["field"], error["code"]) == ("document_date", "out_of_range")
