"""Pieces with serial numbers that are brought without a receipt: each was sold here, and is given back once."""

from typing import Any

import pytest

from optimapos.inventory.models import InventoryBatch
from optimapos.products.models import Product
from optimapos.refunds.models import Refund
from tests.concurrency.books import assert_books_balance
from tests.factories.catalog import make_product
from tests.factories.organization import Shop, make_shop
from tests.refunds.giving_back import approved, processed, tender
from tests.refunds.test_without_receipt import brought, given


@pytest.fixture(scope="module")
def shop() -> Shop:
    return make_shop()


def phones(shop: Shop, *serials: str) -> Product:
    """Pieces in stock."""
    phone = make_product(shop, "Phone", price="100.00", stock=None, tracks_serials=True)
    line = {"product": phone.pk, "quantity": str(len(serials)), "unit_cost": "60", "serials": serials}
    stock = {"storefront": shop.storefront.pk, "lines": [line]}
    assert shop.manager_till.post("/api/stock-products/opening-stock/", stock).status_code == 201
    return phone


def sold_piece(shop: Shop, phone: Product, serial: str) -> dict[str, Any]:
    """A sale of one of them."""
    items = [{"product": phone.pk, "quantity": "1", "serials": [serial]}]
    answer = shop.till.post("/api/sales/checkout/", {"items": items, "payments": [tender("CASH", "100.00")]})
    assert answer.status_code == 201, answer.content
    sale: dict[str, Any] = answer.json()
    return sale


def test_pieces_with_serial_numbers_were_here_before_and_come_back_once(shop: Shop) -> None:
    phone = phones(shop, "A", "B")
    sold_piece(shop, phone, "A")
    for serials, code in ((["Z"], "SERIAL_NOT_SOLD"), (["B"], "SERIAL_IN_STOCK"), ([], "SERIALS_MISMATCH")):
        assert brought(shop.manager_till, phone, line={"serials": serials}).json()["code"] == code
    second = brought(shop.manager_till, phone, line={"serials": ["A"]}).json()["id"]
    given(shop, phone, line={"serials": ["A"]})
    assert shop.manager_till.post(f"/api/refunds/{second}/approve/").status_code == 200
    refused = shop.till.post(f"/api/refunds/{second}/process/", {})
    assert (refused.status_code, refused.json()["code"]) == (409, "SERIAL_IN_STOCK")
    with shop.scope():
        layers = InventoryBatch.objects.for_business(shop.id).filter(item__product=phone, is_open=True)
        assert sorted(layer.serial_number for layer in layers) == ["A", "B"]
        assert Refund.objects.for_business(shop.id).get(pk=second).status == "APPROVED"


def test_a_damaged_piece_is_given_back_once_with_or_without_its_receipt(shop: Shop) -> None:
    phone = phones(shop, "A")
    sale = sold_piece(shop, phone, "A")
    asked_before = brought(shop.manager_till, phone, line={"serials": ["A"]}).json()["id"]
    given(shop, phone, line={"serials": ["A"], "destination": "DAMAGED"})
    again = brought(shop.manager_till, phone, line={"serials": ["A"]})
    assert (again.status_code, again.json()["code"], again.json()["data"]) == (
        409,
        "SERIAL_RETURNED",
        {"serials": ["A"]},
    )
    assert shop.manager_till.post(f"/api/refunds/{asked_before}/approve/").status_code == 200
    late = shop.till.post(f"/api/refunds/{asked_before}/process/", {})
    assert (late.status_code, late.json()["code"]) == (409, "SERIAL_RETURNED")
    refund = approved(shop, sale, "1", each={"serials": ["A"], "destination": "DAMAGED"})
    refused = shop.till.post(f"/api/refunds/{refund['id']}/process/", {})
    assert (refused.status_code, refused.json()["code"]) == (409, "SERIAL_RETURNED")
    assert_books_balance(shop.id)


def test_a_piece_that_was_paid_back_with_its_receipt_is_not_paid_back_without(shop: Shop) -> None:
    phone = phones(shop, "A", "B")
    processed(shop, sold_piece(shop, phone, "A"), "1", each={"serials": ["A"], "restock": False})
    processed(shop, sold_piece(shop, phone, "B"), "1", each={"serials": ["B"], "destination": "DAMAGED"})
    for serial in "AB":
        assert brought(shop.manager_till, phone, line={"serials": [serial]}).json()["code"] == "SERIAL_RETURNED"
    assert_books_balance(shop.id)


def test_a_piece_that_was_sold_again_may_come_back_again(shop: Shop) -> None:
    phone = phones(shop, "A")
    for _ in range(2):
        sold_piece(shop, phone, "A")
        given(shop, phone, line={"serials": ["A"]})
    assert processed(shop, sold_piece(shop, phone, "A"), "1", each={"serials": ["A"]})["amount"] == "100.00"
    assert_books_balance(shop.id)
