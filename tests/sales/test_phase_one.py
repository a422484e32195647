"""The eight tests that sales-phase-1.md asks for, and the checklist of sales-backend-guide.md phase 1."""

import os
import threading
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connections

from optimapos.audit.models import AuditLog
from optimapos.core.tenancy import MAINTENANCE
from optimapos.inventory.models import InventoryItem, StockReservation
from optimapos.inventory.services.reservations import release_expired
from optimapos.products.models import Product
from optimapos.sales.models import Sale
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop, Till


def open_cart(till: Till, **fields: Any) -> str:
    """The id of a new cart."""
    answer = till.post("/api/sales/", {"type": "RETAIL", **fields})
    assert answer.status_code == 201, answer.content
    return str(answer.json()["id"])


def add(till: Till, sale: str, product: Product, quantity: str = "1", **fields: Any) -> Any:
    """The answer to adding a line."""
    return till.post(f"/api/sales/{sale}/items/", {"product": str(product.pk), "quantity": quantity, **fields})


def pay(till: Till, sale: str, *tenders: tuple[str, str], **fields: Any) -> Any:
    """The answer to completing a cart with tenders (method, amount)."""
    payments = [{"payment_method": method, "amount_paid": amount} for method, amount in tenders]
    return till.post(f"/api/sales/{sale}/complete/", {"payments": payments, **fields})


def available(shop: Shop, product: Product) -> str:
    """What the seed's endpoint says is unreserved."""
    path = f"/api/storefronts/{shop.storefront.pk}/stock-products/{product.pk}/availability/"
    return str(shop.till.get(path).json()["unreserved"])


def in_stock(shop: Shop, product: Product) -> Decimal:
    """The item's quantity."""
    with shop.scope():
        return InventoryItem.objects.for_business(shop.id).get(product=product).current_qty


def expire(sale: str) -> None:
    """Let a cart's reservations have expired a minute ago."""
    past = datetime.now(UTC) - timedelta(minutes=1)
    rows = StockReservation.objects.across_businesses(reason="a test turns the clock")
    assert rows.filter(sale_id=sale).update(expires_at=past) == 1


def events(shop: Shop, sale: str) -> list[str]:
    """The kinds of events of a sale, in order."""
    with shop.scope():
        rows = AuditLog.objects.for_business(shop.id).filter(sale_id=sale).order_by("timestamp", "id")
        return list(rows.values_list("event_type", flat=True))


def test_adding_a_line_reserves_its_stock(shop: Shop) -> None:
    tea = make_product(shop, stock="10")
    sale = open_cart(shop.till)
    assert add(shop.till, sale, tea, "5").status_code == 201
    with shop.scope():
        held = StockReservation.objects.for_business(shop.id).get(sale_id=sale)
    assert (held.quantity, held.status, held.cart_session_id) == (Decimal(5), "ACTIVE", sale)
    assert timedelta(minutes=29) < held.expires_at - datetime.now(UTC) < timedelta(minutes=30)
    assert available(shop, tea) == "5"
    assert in_stock(shop, tea) == 10


def test_a_reservation_expires_at_once_and_the_sweeper_only_tidies_up(shop: Shop) -> None:
    tea = make_product(shop, stock="10")
    sale = open_cart(shop.till)
    add(shop.till, sale, tea, "10")
    assert available(shop, tea) == "0"
    expire(sale)
    assert available(shop, tea) == "10"
    release_expired(datetime.now(UTC))
    with shop.scope():
        held = StockReservation.objects.for_business(shop.id).get(sale_id=sale)
    assert (held.status, held.reason) == ("RELEASED", "EXPIRED")
    assert held.released_at is not None


def test_completing_a_cart_commits_stock_reservation_status_and_number(shop: Shop) -> None:
    tea = make_product(shop, price="12.00", stock="10")
    sale = open_cart(shop.till)
    add(shop.till, sale, tea, "2")
    done = pay(shop.till, sale, ("CASH", "24.00"))
    assert done.status_code == 200
    assert (done.json()["status"], done.json()["amount_due"]) == ("COMPLETED", "0.00")
    assert done.json()["completed_at"] is not None
    day = shop.storefront.local_day(datetime.now(UTC))
    assert done.json()["receipt_number"] == f"S1-T1-{day:%Y%m%d}-0001"
    assert in_stock(shop, tea) == 8
    with shop.scope():
        assert StockReservation.objects.for_business(shop.id).get(sale_id=sale).status == "COMMITTED"


def test_a_second_cart_can_not_have_what_the_first_holds(shop: Shop) -> None:
    tea = make_product(shop, stock="10")
    add(shop.till, open_cart(shop.till), tea, "7")
    refused = add(shop.manager_till, open_cart(shop.manager_till), tea, "4")
    assert refused.status_code == 409
    assert refused.json()["code"] == "INSUFFICIENT_STOCK"
    (short,) = refused.json()["data"]["items"]
    assert (short["product"], short["requested"], short["available"]) == (str(tea.pk), "4", "3")
    with shop.scope():
        assert StockReservation.objects.for_business(shop.id).count() == 1


def test_credit_stops_at_the_limit(shop: Shop) -> None:
    tea = make_product(shop, price="12.00", stock="100")
    customer = make_customer(shop, credit_limit=Decimal("100.00"))
    body = {"customer": str(customer.pk), "items": [{"product": str(tea.pk), "quantity": "5"}], "payments": []}
    first = shop.till.post("/api/sales/checkout/", body)
    assert first.status_code == 201, first.content
    assert (first.json()["status"], first.json()["payment_type"]) == ("PENDING", "CREDIT")
    refused = shop.till.post("/api/sales/checkout/", body)
    assert refused.status_code == 422
    assert refused.json()["code"] == "CREDIT_LIMIT_EXCEEDED"
    assert Decimal(refused.json()["data"]["available_credit"]) == 40
    with shop.scope():
        customer.refresh_from_db()
        entry = customer.credit_transactions.get()
    assert (customer.outstanding_balance, entry.amount) == (Decimal(60), Decimal(60))
    assert in_stock(shop, tea) == 95


def test_a_manager_overrides_the_limit_with_a_reason_and_a_cashier_may_not(shop: Shop) -> None:
    tea = make_product(shop, price="12.00", stock="100")
    customer = make_customer(shop, credit_limit=Decimal("10.00"))
    body = {
        "customer": str(customer.pk),
        "items": [{"product": str(tea.pk), "quantity": "5"}],
        "payments": [],
        "manager_override": True,
        "override_reason": "Valued customer",
    }
    assert shop.till.post("/api/sales/checkout/", body).json()["code"] == "OVERRIDE_NOT_ALLOWED"
    unexplained = shop.manager_till.post("/api/sales/checkout/", {**body, "override_reason": " "})
    assert unexplained.json()["code"] == "OVERRIDE_NEEDS_REASON"
    sold = shop.manager_till.post("/api/sales/checkout/", body)
    assert sold.status_code == 201, sold.content
    assert sold.json()["manager_override"] is True
    assert sold.json()["override_reason"] == "Valued customer"
    assert sold.json()["override_by"] == str(shop.manager_till.actor.user_id)
    assert sold.json()["flags"] == ["OVERRIDE:OVER_CREDIT_LIMIT"]


def test_the_audit_log_can_not_be_changed_or_deleted(shop: Shop) -> None:
    sale = open_cart(shop.till)
    with shop.scope():
        row = AuditLog.objects.for_business(shop.id).get(sale_id=sale)
    with pytest.raises(ValidationError):
        row.save()
    with pytest.raises(ValidationError):
        row.delete()
    with pytest.raises(DatabaseError, match="permission denied"), shop.scope():
        AuditLog.objects.for_business(shop.id).filter(pk=row.pk).update(event_type="sale.cancelled")
    with connections[MAINTENANCE].cursor() as cursor:
        for statement in (
            "DELETE FROM audit_log WHERE id = %s",
            "UPDATE audit_log SET event_data = '{}' WHERE id = %s",
        ):
            with pytest.raises(DatabaseError, match="permission denied"):
                cursor.execute(statement, [row.pk])
    with (
        psycopg.connect(
            os.environ["OPTIMAPOS_TEST_ADMIN"], dbname=connections["default"].settings_dict["NAME"]
        ) as admin,
        pytest.raises(psycopg.Error, match="LEDGER_IMMUTABLE"),
    ):
        admin.execute("DELETE FROM audit_log WHERE id = %s", [row.pk])


def test_carts_added_to_at_once_never_hold_more_than_there_is(shop: Shop) -> None:
    tea = make_product(shop, stock="5")
    carts = [open_cart(shop.till) for _ in range(12)]
    answers: list[int] = []

    def buy(sale: str) -> None:
        try:
            answers.append(add(shop.till, sale, tea).status_code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=buy, args=[sale]) for sale in carts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [201] * 5 + [409] * 7
    assert available(shop, tea) == "0"


def test_an_empty_cart_is_a_draft_without_a_number(shop: Shop) -> None:
    sale = shop.till.get(f"/api/sales/{open_cart(shop.till)}/").json()
    assert (sale["status"], sale["receipt_number"], sale["total_amount"]) == ("DRAFT", None, "0.00")


def test_every_step_of_a_cart_leaves_its_event(shop: Shop) -> None:
    tea = make_product(shop, price="12.00", stock="10")
    sale = open_cart(shop.till)
    line = add(shop.till, sale, tea).json()["id"]
    gone = add(shop.till, sale, tea).json()["id"]
    shop.till.patch(f"/api/sales/{sale}/items/{line}/", {"quantity": "2"})
    shop.till.delete(f"/api/sales/{sale}/items/{gone}/")
    pay(shop.till, sale, ("CARD", "10.00"), ("CASH", "20.00"))
    assert events(shop, sale) == [
        "sale.created",
        "stock.reserved",
        "sale_item.added",
        "stock.reserved",
        "sale_item.added",
        "stock.reserved",
        "sale_item.updated",
        "stock.released",
        "sale_item.removed",
        "payment.created",
        "payment.created",
        "stock.committed",
        "sale.completed",
    ]
    with shop.scope():
        last = AuditLog.objects.for_business(shop.id).select_related("detail").get(event_type="sale.completed")
    assert last.event_data["receipt_number"].startswith("S1-T1-")
    assert last.detail.ip_address == "127.0.0.1"


def test_removing_the_last_line_of_a_product_frees_its_stock(shop: Shop) -> None:
    tea = make_product(shop, stock="10")
    sale = open_cart(shop.till)
    line = add(shop.till, sale, tea, "4").json()["id"]
    assert available(shop, tea) == "6"
    assert shop.till.delete(f"/api/sales/{sale}/items/{line}/").status_code == 204
    assert available(shop, tea) == "10"
    assert shop.till.get(f"/api/sales/{sale}/").json()["total_amount"] == "0.00"


def test_a_cancelled_cart_frees_its_stock_and_sells_nothing_more(shop: Shop) -> None:
    tea = make_product(shop, stock="10")
    sale = open_cart(shop.till)
    add(shop.till, sale, tea, "4")
    assert (
        shop.till.post(f"/api/sales/{sale}/cancel/", {"reason": "Changed their mind"}).json()["status"] == "CANCELLED"
    )
    assert available(shop, tea) == "10"
    refused = pay(shop.till, sale, ("CASH", "40.00"))
    assert (refused.status_code, refused.json()["code"]) == (409, "SALE_NOT_DRAFT")
    assert add(shop.till, sale, tea).json()["code"] == "SALE_NOT_DRAFT"


def test_a_completed_sale_is_completed_once(shop: Shop) -> None:
    tea = make_product(shop, price="12.00", stock="10")
    sale = open_cart(shop.till)
    add(shop.till, sale, tea)
    assert pay(shop.till, sale, ("CASH", "12.00")).status_code == 200
    assert pay(shop.till, sale, ("CASH", "12.00")).json()["code"] == "SALE_NOT_DRAFT"
    assert in_stock(shop, tea) == 9


def test_an_expired_cart_completes_while_its_stock_is_there_and_not_after(shop: Shop) -> None:
    tea = make_product(shop, price="12.00", stock="1")
    sale = open_cart(shop.till)
    add(shop.till, sale, tea)
    expire(sale)
    assert add(shop.manager_till, open_cart(shop.manager_till), tea).status_code == 201
    refused = pay(shop.till, sale, ("CASH", "12.00"))
    assert (refused.status_code, refused.json()["code"]) == (409, "INSUFFICIENT_STOCK")
    assert refused.json()["data"]["items"][0]["available"] == "0"


def test_a_held_cart_is_recalled_at_another_till(shop: Shop) -> None:
    tea = make_product(shop, price="12.00", stock="10")
    sale = open_cart(shop.till)
    add(shop.till, sale, tea)
    held = shop.till.post(f"/api/sales/{sale}/hold/", {"label": "Blue coat"}).json()
    assert (held["is_held"], held["hold_label"]) == (True, "Blue coat")
    listed = shop.manager_till.get("/api/sales/?is_held=true").json()["results"]
    assert [row["id"] for row in listed] == [sale]
    recalled = shop.manager_till.post(f"/api/sales/{sale}/recall/").json()
    assert (recalled["is_held"], recalled["terminal"]) == (False, str(shop.manager_till.actor.terminal_id))
    assert pay(shop.manager_till, sale, ("CASH", "12.00")).json()["receipt_number"].startswith("S1-T2-")


def test_lists_have_a_constant_number_of_queries(shop: Shop, queries: Any) -> None:
    tea = make_product(shop, stock="100")
    for _ in range(3):
        add(shop.till, open_cart(shop.till), tea)
    with queries() as few:
        shop.till.get("/api/sales/")
    for _ in range(12):
        add(shop.till, open_cart(shop.till), tea)
    with queries() as many:
        assert len(shop.till.get("/api/sales/").json()["results"]) == 15
    assert len(few) == len(many)


def test_a_sale_is_seen_by_its_business_only(shop: Shop) -> None:
    sale = open_cart(shop.till)
    with shop.scope():
        assert Sale.objects.for_business(shop.id).filter(pk=sale).exists()


def test_a_cart_takes_no_more_lines_than_a_checkout(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("optimapos.sales.services.carts.MAX_LINES", 2)
    tea = make_product(shop)
    cart = open_cart(shop.till)
    answers = [add(shop.till, cart, tea) for _ in range(3)]
    assert [answer.status_code for answer in answers[:2]] == [201, 201]
    assert (answers[2].status_code, answers[2].json()["code"]) == (422, "CART_FULL")
