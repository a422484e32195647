"""Phase 2 of sales-backend-guide.md, "Customer Management & Credit": its endpoints, its rule and its checklist; with them the
"Next Steps (Phase 2)" of sales-phase-1.md and the customers of pharmacy-customer-management.md and partners-app.md in sales.

Refunds and their credit notes are phase 3.
"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from optimapos.partners.models import CreditTransaction, Customer
from optimapos.partners.selectors import get_delivery_address
from optimapos.partners.services import CustomerCreditService
from optimapos.sales.models import Payment, Sale
from optimapos.sales.services.statistics import CustomerStatisticsService
from tests.factories.organization import Shop
from tests.factories.partners import make_site
from tests.partners.accounts import (
    CHECKOUT,
    CUSTOMERS,
    adjust,
    buy,
    make_customer,
    make_goods,
    open_balance,
    paid,
    told,
)
from tests.purchases.desks import refused
from tests.sales.test_customer_statistics import hand_on

D = Decimal


def row_of(shop: Shop, customer: Any) -> Customer:
    with shop.scope():
        return Customer.objects.for_business(shop.id).get(pk=customer["id"])


def on_credit(shop: Shop, customer: Any, goods: Any, quantity: str, **more: Any) -> Any:
    """The answer to a sale of which nothing is paid."""
    line = {"product": str(goods.pk), "quantity": quantity}
    return shop.manager_till.post(CHECKOUT, {"customer": customer["id"], "items": [line], "payments": [], **more})


def check_credit_limit(shop: Shop, customer: Any, sale_amount: str, force: bool = False) -> tuple[bool, str]:
    """Business Logic. The customer is read anew, and the day is told."""
    with shop.scope():
        row = Customer.objects.for_business(shop.id).get(pk=customer["id"])
        return CustomerCreditService.can_purchase(
            customer=row, amount=D(sale_amount), on=datetime.now(UTC).date(), force=force
        )


def test_models_the_credit_fields_of_a_customer(shop: Shop) -> None:
    row = row_of(shop, make_customer(shop, credit_limit="250.00"))
    assert (row.credit_limit, row.outstanding_balance, row.available_credit) == (250, 0, 250)
    assert (row.credit_terms_days, row.credit_blocked) == (30, False)


def test_models_payments_and_the_history_of_credit(shop: Shop) -> None:
    customer, goods = make_customer(shop), make_goods(shop)
    sale = buy(shop, customer, "50", goods)
    paid(shop, customer, "20")
    with shop.scope():
        entries = CreditTransaction.objects.for_business(shop.id).order_by("pk").values_list("kind", "amount")
        assert list(entries) == [("SALE", 50), ("PAYMENT", -20)]
        (payment,) = Payment.objects.for_business(shop.id).filter(sale=None)
    assert (payment.amount_paid, str(payment.customer_id), sale["customer"]) == (20, customer["id"], customer["id"])


def test_endpoints_7_and_8_a_customer_is_created_and_updated(shop: Shop) -> None:
    made = shop.manager_till.post(CUSTOMERS, {"name": "Northern Cafés", "customer_type": "WHOLESALE"})
    assert made.status_code == 201
    path = f"{CUSTOMERS}{made.json()['id']}/"
    assert shop.manager_till.patch(path, {"credit_limit": "900.00", "credit_terms_days": 14}).status_code == 200
    shown = shop.till.get(path).json()
    assert (D(shown["credit_limit"]), shown["credit_terms_days"], shown["customer_type"]) == (900, 14, "WHOLESALE")


def test_endpoints_9_10_and_11_credit_status_payment_and_purchases(shop: Shop) -> None:
    customer, goods = make_customer(shop, credit_limit="100.00"), make_goods(shop)
    sale = buy(shop, customer, "90", goods)
    status = told(shop, customer, "credit-status/?amount=20")
    assert (D(status["outstanding_balance"]), D(status["available_credit"])) == (90, 10)
    assert (status["can_purchase"], status["alert"]) == (False, "CREDIT_80_PERCENT")
    taken = paid(shop, customer, "90")
    assert [each["source_id"] for each in taken["settled"]] == [sale["id"]]
    (bought,) = told(shop, customer, "purchases/")["results"]
    assert (bought["id"], bought["status"]) == (sale["id"], "COMPLETED")


def test_rule_1_a_blocked_customer_gets_no_credit(shop: Shop) -> None:
    customer = make_customer(shop, credit_blocked=True)
    assert check_credit_limit(shop, customer, "1") == (False, "This customer may not buy on credit.")


def test_rule_2_no_more_than_the_available_credit(shop: Shop) -> None:
    customer = make_customer(shop, credit_limit="100.00")
    assert check_credit_limit(shop, customer, "100.00") == (True, "")
    may, why = check_credit_limit(shop, customer, "100.01")
    assert (may, "100.01 is more than the available credit of 100.0000" in why) == (False, True)


def test_rule_3_nothing_overdue_beyond_the_days_of_grace(shop: Shop) -> None:
    customer = make_customer(shop)
    open_balance(shop, customer, "40", due_date=(datetime.now(UTC).date() - timedelta(days=60)).isoformat())
    may, why = check_credit_limit(shop, customer, "1")
    assert (may, why.startswith("40.0000 has been overdue for ")) == (False, True)
    with shop.scope():
        row = Customer.objects.for_business(shop.id).get(pk=customer["id"])
        overdue = CustomerCreditService.get_overdue_balance(customer=row, on=datetime.now(UTC).date())
    assert overdue == 40


def test_rule_4_a_manager_overrides_with_a_reason(shop: Shop) -> None:
    customer, goods = make_customer(shop, credit_limit="100.00"), make_goods(shop)
    assert check_credit_limit(shop, customer, "500", force=True) == (True, "")
    override = {"manager_override": True}
    assert on_credit(shop, customer, goods, "500", **override).json()["code"] == "OVERRIDE_NEEDS_REASON"
    sold = on_credit(shop, customer, goods, "500", **override, override_reason="Agreed with the owner")
    assert sold.status_code == 201
    with shop.scope():
        sale = Sale.objects.for_business(shop.id).get(pk=sold.json()["id"])
    assert (sale.manager_override, sale.override_reason) == (True, "Agreed with the owner")


def test_checklist_can_create_customer_with_credit_limit(shop: Shop) -> None:
    assert D(make_customer(shop, credit_limit="750.50")["credit_limit"]) == D("750.50")


def test_checklist_credit_limit_enforced_on_sales(shop: Shop) -> None:
    customer, goods = make_customer(shop, credit_limit="100.00"), make_goods(shop)
    assert on_credit(shop, customer, goods, "60").status_code == 201
    status, code, data = refused(on_credit(shop, customer, goods, "41"))
    assert (status, code, D(data["available_credit"])) == (422, "CREDIT_LIMIT_EXCEEDED", 40)
    assert on_credit(shop, customer, goods, "40").status_code == 201


def test_checklist_outstanding_balance_updates_correctly(shop: Shop) -> None:
    customer, goods = make_customer(shop), make_goods(shop)
    buy(shop, customer, "60", goods, paid="15")
    assert row_of(shop, customer).outstanding_balance == 45
    paid(shop, customer, "50")
    assert row_of(shop, customer).outstanding_balance == -5
    buy(shop, customer, "20", goods)
    assert row_of(shop, customer).outstanding_balance == 15


def test_checklist_can_record_customer_payments(shop: Shop) -> None:
    customer, goods = make_customer(shop), make_goods(shop)
    first, second = buy(shop, customer, "30", goods), buy(shop, customer, "30", goods)
    paid(shop, customer, "40", (second, "30"))
    listed = told(shop, customer, "open-items/")
    assert [(each["source_id"], D(each["open_amount"])) for each in listed] == [(first["id"], 20)]


def test_checklist_money_in_advance_pays_the_next_sale(shop: Shop) -> None:
    customer, goods = make_customer(shop), make_goods(shop)
    paid(shop, customer, "50")
    sale = buy(shop, customer, "30", goods)
    hand_on()
    with shop.scope():
        row = Sale.objects.for_business(shop.id).get(pk=sale["id"])
    assert (row.status, row.amount_paid, row.amount_due) == ("COMPLETED", 30, 0)


@pytest.mark.parametrize(
    ("days", "bucket"), [(-10, "not_due"), (10, "days_1_30"), (45, "days_31_60"), (100, "days_over_90")]
)
def test_checklist_aging_report_calculates_correctly(shop: Shop, days: int, bucket: str) -> None:
    customer = make_customer(shop)
    due = date(2030, 6, 1) - timedelta(days=days)
    open_balance(shop, customer, "70", due_date=due.isoformat())
    found = told(shop, customer, "aging/?date=2030-06-01")
    assert {name: D(amount) for name, amount in found.items() if D(amount)} == {bucket: 70, "total": 70}


def test_checklist_credit_block_prevents_new_sales(shop: Shop) -> None:
    customer, goods = make_customer(shop, credit_blocked=True), make_goods(shop)
    assert on_credit(shop, customer, goods, "1").json()["code"] == "CREDIT_BLOCKED"
    assert buy(shop, customer, "1", goods, paid="1")["status"] == "COMPLETED"  # for cash


def test_sites_a_sale_goes_to_the_customers_site(shop: Shop) -> None:
    """partners-app.md, "Handle Sites Properly"."""
    customer, goods = make_customer(shop), make_goods(shop)
    row = row_of(shop, customer)
    with shop.scope():
        assert get_delivery_address(row) is None
    make_site(shop, row, name="Office", is_primary=True)
    depot = make_site(shop, row, name="Depot", is_delivery_address=True)
    with shop.scope():
        assert get_delivery_address(row_of(shop, customer)) == depot
    sale = buy(shop, customer, "5", goods, customer_site=str(depot.pk))
    assert sale["customer_site"] == str(depot.pk)
    stranger = make_site(shop, row_of(shop, make_customer(shop)), name="Theirs")
    assert refused(on_credit(shop, customer, goods, "5", customer_site=str(stranger.pk)))[1] == "SITE_NOT_FOUND"


def test_pharmacy_the_enhanced_customer(shop: Shop) -> None:
    """pharmacy-customer-management.md, "Enhanced Customer Model": properties and methods."""
    customer, goods = make_customer(shop, credit_limit="100.00", notes="Rings twice"), make_goods(shop)
    buy(shop, customer, "30", goods)
    buy(shop, customer, "12", goods, paid="12")
    hand_on()
    row = row_of(shop, customer)
    assert (row.balance, row.available_credit, row.notes, row.is_active) == (-30, 70, "Rings twice", True)
    assert row.created_at <= row.updated_at
    with shop.scope():
        assert CustomerCreditService.can_make_purchase(customer=row, amount=D(70), on=date(2026, 1, 1))
        assert not CustomerCreditService.can_make_purchase(customer=row, amount=D(71), on=date(2026, 1, 1))
        assert (row.stats.total_purchases, row.stats.sales_count) == (42, 2)
    in_all = told(shop, customer, "statistics/")["in_all"]
    assert (D(in_all["total_purchases"]), in_all["sales_count"]) == (42, 2)
    assert in_all["last_purchase_at"] is not None
    assert adjust(shop, customer, "ADD", "10.00").status_code == 201
    assert adjust(shop, customer, "DEDUCT", "4.00").status_code == 201
    assert row_of(shop, customer).outstanding_balance == 24
    assert CustomerStatisticsService.rebuild(business=shop.business).unwrap() == 1
