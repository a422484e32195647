"""The "Usage Examples" of sales-phase-1.md."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from optimapos.core.actors import Origin
from optimapos.inventory.models import StockProduct
from optimapos.inventory.services.reservations import release_expired
from optimapos.sales.models import AuditLog, Customer, Sale, SaleItem, StockReservation
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop


def test_creating_a_cart(shop: Shop) -> None:
    answer = shop.till.post("/api/sales/", {"storefront": str(shop.storefront.pk), "type": "RETAIL"})
    assert answer.status_code == 201, answer.content
    with shop.scope():
        sale = Sale.objects.for_business(shop.id).get(pk=answer.json()["id"])
    assert (sale.status, sale.type, sale.location_id) == ("DRAFT", "RETAIL", shop.storefront.pk)
    assert sale.user_id == shop.till.actor.user_id
    assert sale.receipt_number is None  # drawn at completion, so that a series has no gap


def test_adding_items_with_stock_reservation(shop: Shop) -> None:
    product = make_product(shop, price="10.00", tax="15", includes_tax=False, stock="10")
    sale = shop.till.post("/api/sales/", {"type": "RETAIL"}).json()["id"]
    with shop.scope():
        stock_product = StockProduct.objects.for_business(shop.id).get(product=product)
        assert stock_product.get_available_quantity() == 10
    body = {"product": str(product.pk), "stock_product": str(stock_product.pk), "quantity": "4"}
    answer = shop.till.post(f"/api/sales/{sale}/items/", body)
    assert answer.status_code == 201, answer.content
    with shop.scope():
        reservation = StockReservation.objects.for_business(shop.id).get(cart_session_id=sale)
        item = SaleItem.objects.for_business(shop.id).get(sale_id=sale)
        assert stock_product.get_available_quantity() == 6
    assert (reservation.item_id, reservation.quantity, reservation.status) == (stock_product.pk, Decimal(4), "ACTIVE")
    assert timedelta(minutes=29) < reservation.expires_at - datetime.now(UTC) <= timedelta(minutes=30)
    assert (item.product_id, item.item_id, item.quantity) == (product.pk, stock_product.pk, Decimal(4))
    refused = shop.till.post(f"/api/sales/{sale}/items/", {**body, "quantity": "7"})
    assert (refused.status_code, refused.json()["code"]) == (409, "INSUFFICIENT_STOCK")
    with shop.scope():
        assert StockReservation.objects.for_business(shop.id).get(cart_session_id=sale).quantity == 4


def test_completing_a_sale(shop: Shop) -> None:
    product = make_product(shop, price="12.00", stock="10")
    sale = shop.till.post("/api/sales/", {"type": "RETAIL"}).json()["id"]
    shop.till.post(f"/api/sales/{sale}/items/", {"product": str(product.pk), "quantity": "3"})
    pay = {"payments": [{"payment_method": "CASH", "amount_paid": "36.00"}]}
    answer = shop.till.post(f"/api/sales/{sale}/complete/", pay)
    assert answer.status_code == 200, answer.content
    done = answer.json()
    assert (done["status"], done["total_amount"], done["amount_due"]) == ("COMPLETED", "36.00", "0.00")
    assert done["completed_at"] is not None
    with shop.scope():
        assert StockReservation.objects.for_business(shop.id).get(sale_id=sale).status == "COMMITTED"
        stock_product = StockProduct.objects.for_business(shop.id).get(product=product)
        assert (stock_product.current_qty, stock_product.get_available_quantity()) == (Decimal(7), Decimal(7))
    again = shop.till.post(f"/api/sales/{sale}/complete/", pay)
    assert (again.status_code, again.json()["code"]) == (409, "SALE_NOT_DRAFT")


def test_checking_credit_eligibility(shop: Shop) -> None:
    product = make_product(shop, price="5000.00", stock="10")
    customer_id = make_customer(shop, credit_limit=Decimal("1000.00")).pk
    with shop.scope():
        customer = Customer.objects.for_business(shop.id).get(pk=customer_id)
    assert customer.can_buy_on_credit()
    assert customer.available_credit == Decimal("1000.00")
    body = {"customer": str(customer_id), "items": [{"product": str(product.pk), "quantity": "1"}], "payments": []}
    refused = shop.manager_till.post("/api/sales/checkout/", body)
    assert (refused.status_code, refused.json()["code"]) == (422, "CREDIT_LIMIT_EXCEEDED")
    reason = "Valued customer, approved by manager"
    sold = shop.manager_till.post("/api/sales/checkout/", {**body, "manager_override": True, "override_reason": reason})
    assert sold.status_code == 201, sold.content
    with shop.scope():
        sale = Sale.objects.for_business(shop.id).get(pk=sold.json()["id"])
        customer.refresh_from_db()
    assert (sale.manager_override, sale.override_reason) == (True, reason)
    assert sale.override_by == shop.manager_till.actor.user_id
    assert (customer.outstanding_balance, customer.available_credit) == (Decimal("5000.00"), Decimal("-4000.00"))


def test_audit_logging(shop: Shop) -> None:
    sale = shop.till.post("/api/sales/", {"type": "RETAIL"}).json()["id"]
    actor = replace(shop.till.actor, origin=Origin("192.0.2.7", "Till/1.0"))
    with shop.scope():
        row = AuditLog.log_event(
            "sale.created",
            business=shop.business,
            actor=actor,
            sale_id=sale,
            event_data={"total_amount": "0.00"},
            description="Sale created",
        )
    with shop.scope():
        kept = AuditLog.objects.for_business(shop.id).select_related("detail").get(pk=row.pk)
    assert (kept.event_type, str(kept.sale_id), kept.user_id) == ("sale.created", sale, actor.user_id)
    assert kept.event_data == {"total_amount": "0.00"}
    detail = kept.detail
    assert (detail.description, detail.ip_address, detail.user_agent) == ("Sale created", "192.0.2.7", "Till/1.0")


def test_cleaning_up_expired_reservations(shop: Shop) -> None:
    product = make_product(shop, stock="10")
    sale = shop.till.post("/api/sales/", {"type": "RETAIL"}).json()["id"]
    shop.till.post(f"/api/sales/{sale}/items/", {"product": str(product.pk), "quantity": "2"})
    past = datetime.now(UTC) - timedelta(minutes=1)
    with shop.scope():
        assert StockReservation.objects.for_business(shop.id).filter(sale_id=sale).update(expires_at=past) == 1
    assert release_expired(datetime.now(UTC)) >= 1  # of all businesses
    with shop.scope():
        assert StockReservation.objects.for_business(shop.id).get(sale_id=sale).status == "RELEASED"
