"""Corners: documents that there are not, workflows of one's own, remainders, and changes that touch no line."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from optimapos.core.actors import Capability
from optimapos.core.ids import UUID, new_id
from optimapos.core.result import DomainError
from optimapos.products.types import NewPackaging
from optimapos.purchases.models import PurchaseRequestLine
from optimapos.purchases.services import RequestConversionService
from optimapos.purchases.services.conversion import Taken, _groups
from optimapos.purchases.services.sheets import Sheet
from optimapos.purchases.types import NewLine
from tests.factories.catalog import make_product
from tests.factories.organization import Shop, make_till
from tests.factories.partners import make_supplier
from tests.purchases.desks import (
    ORDERS,
    RECEIPTS,
    REQUESTS,
    RETURNS,
    complete,
    created,
    line,
    make_order,
    make_receipt,
    make_request,
    make_sent_order,
    refused,
    step,
    stepped,
)


def add_way(shop: Shop, kind: str, start: str, end: str) -> None:
    """A transition more in the shop's workflow of a kind."""
    types = shop.manager_till.get("/api/document-types/").json()["results"]
    (found,) = [row["id"] for row in types if row["code"] == kind]
    body = {"from_status": start, "to_status": end, "capability": Capability.PURCHASE_ORDER.value}
    answer = shop.manager_till.post(f"/api/document-types/{found}/transitions/", body)
    assert answer.status_code == 201, answer.content


@pytest.mark.parametrize("path", [REQUESTS, ORDERS, RECEIPTS, RETURNS])
def test_documents_that_there_are_not_are_not_found(shop: Shop, path: str) -> None:
    gone = f"{path}{new_id()}/"
    answers = [shop.manager_till.get(gone), shop.manager_till.patch(gone, {}), shop.manager_till.delete(gone)]
    answers.append(shop.manager_till.post(f"{gone}transition/", {"status": "cancelled"}))
    assert [answer.status_code for answer in answers] == [404] * 4


def test_changes_of_the_head_alone_leave_the_lines(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop)
    for path, document in (
        (ORDERS, make_order(shop, supplier, line(tea, "3"))),
        (RECEIPTS, make_receipt(shop, supplier, line(tea, "3"))),
        (REQUESTS, make_request(shop, line(tea, "3"))),
    ):
        changed = shop.manager_till.patch(f"{path}{document['id']}/", {"notes": "call first"}).json()
        assert (changed["notes"], changed["lines"]) == ("call first", document["lines"])


def test_nothing_of_a_request_is_nothing_to_convert(shop: Shop) -> None:
    request = make_request(shop, line(make_product(shop), "3"), line(make_product(shop), "4"))
    stepped(shop.manager_till, REQUESTS, request, "approved")
    common: dict[str, Any] = {"business": shop.business, "actor": shop.owner, "at": datetime.now(UTC)}
    nothing = RequestConversionService.convert_requests(
        **common, request_ids=[UUID(request["id"])], supplier=make_supplier(shop), quantities={}
    )
    assert nothing.code == "NOTHING_TO_CONVERT"
    one = {UUID(request["lines"][1]["id"]): Decimal(4)}
    (order,) = RequestConversionService.convert_requests(
        **common, request_ids=[UUID(request["id"])], supplier=make_supplier(shop), quantities=one
    ).unwrap()
    with shop.scope():
        assert [row.base_qty for row in order.lines.all()] == [4]


def test_a_line_that_came_between_reading_and_locking_makes_the_conversion_wait(shop: Shop) -> None:
    request = make_request(shop, line(make_product(shop), "3"))
    with shop.scope():
        row = PurchaseRequestLine.objects.for_business(shop.id).select_related("request").get(request_id=request["id"])
    with pytest.raises(DomainError) as refusal:
        _groups([Taken(row, row.request, Decimal(3), Decimal(3))], {})
    assert refusal.value.code == "BUSY"


def test_an_order_with_goods_is_not_cancelled_by_another_workflow_either(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop, stock=None)
    order = make_sent_order(shop, supplier, line(tea, "5"), line(tea, "5"))
    add_way(shop, "PURCHASE_ORDER", "partially_received", "cancelled")
    row = order["lines"][0]["id"]
    part = created(shop.manager_till, f"{ORDERS}{order['id']}/receive/", {"lines": [{"line": row, "quantity": "2"}]})
    complete(shop, RECEIPTS, part)
    wrong = (409, "ORDER_HAS_RECEIPTS", {"lines": [{"line": 1, "received": "2"}]})
    assert refused(step(shop.manager_till, ORDERS, order, "cancelled")) == wrong


def test_what_is_left_of_a_box_is_received_in_pieces(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop, stock=None, packagings=[NewPackaging("Box", 12)])
    with shop.scope():
        box = str(tea.packagings.get().pk)
    order = make_sent_order(shop, supplier, line(tea, "2", "24.00", packaging=box))
    row = order["lines"][0]["id"]
    complete(shop, RECEIPTS, make_receipt(shop, supplier, line(tea, "5", None, order_line=row)))
    (rest,) = created(shop.manager_till, f"{ORDERS}{order['id']}/receive/", {})["lines"]
    assert (rest["packaging"], rest["quantity"], rest["unit_price"]) == (None, "19", "2")


def test_an_agreed_price_does_not_count_in_another_currency(shop: Shop) -> None:
    supplier, tea = make_supplier(shop, currency="USD"), make_product(shop, stock=None)
    order = make_sent_order(shop, supplier, line(tea, "2", "5.00"), exchange_rate="0.9")
    answer = shop.manager_till.post(f"{ORDERS}{order['id']}/receive/", {"currency": "EUR"})
    assert refused(answer) == (422, "NO_PRICE", {"line": 1, "product": str(tea.pk)})


def test_a_quantity_that_packages_make_too_large_is_refused(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop, packagings=[NewPackaging("Lorry", 1_000_000)])
    with shop.scope():
        lorry = str(tea.packagings.get().pk)
    body = {"location": str(shop.storefront.pk), "supplier": str(supplier.pk)}
    answer = shop.manager_till.post(ORDERS, {**body, "lines": [line(tea, "1000", "1", packaging=lorry)]})
    assert refused(answer) == (422, "BAD_QUANTITY", {"line": 1, "quantity": "1000"})


def test_a_quantity_that_a_service_is_given_is_checked_too(shop: Shop) -> None:
    tea = make_product(shop)
    for quantity in (Decimal(0), Decimal(-1), Decimal("1e9")):
        with pytest.raises(DomainError) as refusal:
            Sheet("EUR", {tea.pk: tea}, {}).columns(1, NewLine(product_id=tea.pk, quantity=quantity), Decimal(1))
        assert refusal.value.code == "BAD_QUANTITY"


def test_a_cancelled_return_and_receipt_change_nothing_that_they_go_back_to(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop, stock=None)
    order = make_sent_order(shop, supplier, line(tea, "2"))
    pending = created(shop.manager_till, f"{ORDERS}{order['id']}/receive/", {})
    stepped(shop.manager_till, RECEIPTS, pending, "cancelled")
    assert shop.manager_till.get(f"{ORDERS}{order['id']}/").json()["lines"][0]["open_base_qty"] == "2"
    receipt = complete(shop, RECEIPTS, created(shop.manager_till, f"{ORDERS}{order['id']}/receive/", {}))
    back = created(shop.manager_till, f"{RECEIPTS}{receipt['id']}/return/", {})
    stepped(shop.manager_till, RETURNS, back, "cancelled")
    assert shop.manager_till.get(f"{RECEIPTS}{receipt['id']}/").json()["lines"][0]["returned_base_qty"] == "0"


def test_settings_are_changed_by_those_who_may(shop: Shop) -> None:
    owner = make_till(shop.business, shop.storefront, shop.owner, code="T8", role="owner")
    changed = owner.patch("/api/purchase-settings/", {"over_delivery_percent": "2.5"})
    assert changed.status_code == 200, changed.content
    assert changed.json()["over_delivery_percent"] == "2.5000"
    assert owner.get("/api/purchase-settings/").json() == changed.json()
