"""PurchaseDocumentService: the thin wrapper as the source draws it, and the data that each kind takes."""

from decimal import Decimal
from typing import Any

import pytest

from optimapos.core.result import DomainError
from optimapos.purchases.services import PurchaseDocumentService
from optimapos.purchases.types import NewLine, NewReceiptLine, NewRequestLine, ReturnedLine
from tests.factories.catalog import make_product
from tests.factories.organization import Shop, make_till
from tests.factories.partners import make_supplier
from tests.purchases.desks import make_warehouse, on_hand


def held(shop: Shop, kind: str, **data: Any) -> PurchaseDocumentService:
    """A new document at the storefront in the owner's hands."""
    service = PurchaseDocumentService(user=shop.owner)
    service.create_document(kind, data, shop.storefront).unwrap()
    return service


def status_of(service: PurchaseDocumentService) -> str:
    """Where the document is."""
    return str(service.document.status.code)


def test_a_request_is_submitted_rejected_cancelled_and_deleted(shop: Shop) -> None:
    lines = [NewRequestLine(product_id=make_product(shop).pk, quantity=Decimal(2))]
    rejected, cancelled, deleted = (held(shop, "request", lines=lines) for _ in range(3))
    rejected.submit("Please").unwrap()
    assert [way.to_status.code for way in rejected.available_transitions()] == [
        "draft",
        "approved",
        "rejected",
        "cancelled",
    ]
    rejected.reject("Too dear").unwrap()
    cancelled.cancel().unwrap()
    assert (status_of(rejected), status_of(cancelled)) == ("rejected", "cancelled")
    assert [row.to_status for row in rejected.history()] == ["draft", "submitted", "rejected"]
    assert deleted.delete().ok
    assert cancelled.delete().code == "DOCUMENT_NOT_DELETABLE"


def test_an_order_is_sent_received_and_closed_and_its_goods_go_back(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop, stock=None)
    lines = [NewLine(product_id=tea.pk, quantity=Decimal(5), unit_price=Decimal(2))]
    order = held(shop, "order", supplier=supplier, lines=lines, notes="by phone")
    order.approve().unwrap()
    order.send().unwrap()
    with shop.scope():
        line = order.document.lines.get()
    receipt = PurchaseDocumentService(order.receive({line.pk: Decimal(3)}).unwrap(), shop.owner)
    receipt.complete().unwrap()
    with shop.scope():
        order.document.refresh_from_db()
        came = receipt.document.lines.get()
    order.close("The rest is not needed").unwrap()
    assert (status_of(order), order.document.notes, on_hand(shop, tea)) == ("closed", "by phone", 3)
    back = PurchaseDocumentService(
        receipt.return_goods([ReturnedLine(came.pk, Decimal(1), reason="Torn")]).unwrap(), shop.owner
    )
    back.complete().unwrap()
    assert on_hand(shop, tea) == 2
    back.reverse("Not taken").unwrap()
    receipt.reverse("Never came").unwrap()
    assert (status_of(receipt), on_hand(shop, tea)) == ("reversed", 0)


def test_deliveries_and_returns_are_created_from_data_too(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop, stock=None)
    arrived = [NewReceiptLine(product_id=tea.pk, quantity=Decimal(5), unit_price=Decimal(2))]
    receipt = held(shop, "delivery", supplier=supplier, lines=arrived)
    receipt.complete().unwrap()
    with shop.scope():
        line = receipt.document.lines.get()
    back = held(shop, "return", supplier=supplier, lines=[ReturnedLine(line.pk, Decimal(5))])
    back.complete().unwrap()
    assert on_hand(shop, tea) == 0


def test_an_order_that_is_deleted_opens_its_request(shop: Shop) -> None:
    lines = [NewRequestLine(product_id=make_product(shop).pk, quantity=Decimal(2), unit_price=Decimal(1))]
    request = held(shop, "request", lines=lines)
    request.approve().unwrap()
    (order,) = request.convert_to_order(supplier=make_supplier(shop)).unwrap()
    assert PurchaseDocumentService(order, shop.owner).delete().ok
    with shop.scope():
        request.document.refresh_from_db()
        assert status_of(request) == "approved"


@pytest.mark.parametrize("kind", ["order", "delivery", "return"])
def test_these_need_a_supplier(shop: Shop, kind: str) -> None:
    result = PurchaseDocumentService(user=shop.owner).create_document(kind, {}, shop.storefront)
    assert (result.code, result.data) == ("SUPPLIER_REQUIRED", {"field": "supplier"})


def test_what_the_user_may_not_is_refused_and_no_document_is_held(shop: Shop) -> None:
    clerk = make_till(shop.business, shop.storefront, shop.owner, code="T7", role="stock_clerk").actor
    service = PurchaseDocumentService(user=clerk)
    data = {"supplier": make_supplier(shop)}
    assert service.create_document("order", data, shop.storefront).code == "PERMISSION_DENIED"
    assert service.create_document("request", data, make_warehouse(shop)).code == "UNKNOWN_LOCATION"
    assert service.document is None
    with pytest.raises(KeyError):
        service.create_document("letter", data, shop.storefront)


def test_a_wrapper_needs_a_user() -> None:
    with pytest.raises(TypeError):
        PurchaseDocumentService().receive()


def test_refusals_are_values_that_can_be_raised(shop: Shop) -> None:
    request = held(shop, "request")
    with pytest.raises(DomainError) as refusal:
        request.approve().unwrap()
    assert refusal.value.code == "DOCUMENT_EMPTY"
