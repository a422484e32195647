"""Where customers stand: limits, what is overdue, aging, statements, alerts; and what the checkout makes of it."""

import csv
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest

from optimapos.organization.services import BusinessService
from optimapos.partners.models import Customer
from optimapos.partners.services import CustomerCreditService
from tests.factories.organization import Shop
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

D = Decimal


def days_ago(shop: Shop, days: int) -> str:
    """A day so long before the shop's today."""
    return (shop.storefront.local_day(datetime.now(UTC)) - timedelta(days=days)).isoformat()


def grace(shop: Shop, days: int) -> None:
    """Set the business's days of grace."""
    BusinessService.update_settings(
        business=shop.business, user_id=shop.owner.user_id, changes={"credit_grace_days": days}
    ).unwrap()


def figures(found: Any) -> dict[str, Decimal]:
    """The buckets that are not empty."""
    return {name: D(amount) for name, amount in found.items() if name not in {"customer", "code", "name"} and D(amount)}


def test_the_status_tells_the_limit_what_is_used_and_what_is_overdue(shop: Shop) -> None:
    grace(shop, 5)
    customer, goods = make_customer(shop, credit_limit="100.00", credit_terms_days=14), make_goods(shop)
    open_balance(shop, customer, "30.00", due_date=days_ago(shop, 5))
    buy(shop, customer, "40", goods)
    status = told(shop, customer, "credit-status/?amount=30.00")
    assert [D(status[name]) for name in ("credit_limit", "outstanding_balance", "available_credit", "balance")] == [
        100,
        70,
        30,
        -70,
    ]
    assert (D(status["overdue_amount"]), status["overdue_days"], status["grace_days"]) == (0, 0, 5)
    assert (status["can_purchase"], status["message"], status["alert"]) == (True, "", "")
    assert figures(status["aging"]) == {"not_due": 40, "days_1_30": 30, "total": 70}
    beyond = told(shop, customer, "credit-status/?amount=30.01")
    assert (beyond["can_purchase"], beyond["message"]) == (False, "30.01 is more than the available credit of 30.0000.")
    later = told(shop, customer, f"credit-status/?date={days_ago(shop, -1)}")
    assert (D(later["overdue_amount"]), later["overdue_days"], D(later["amount"])) == (30, 6, 0)


def test_what_is_overdue_beyond_the_grace_refuses_credit_until_it_is_paid(shop: Shop) -> None:
    grace(shop, 2)
    customer, goods = make_customer(shop), make_goods(shop)
    open_balance(shop, customer, "30.00", due_date=days_ago(shop, 3))
    body = {"customer": customer["id"], "items": [{"product": str(goods.pk), "quantity": "5"}], "payments": []}
    answer = shop.till.post(CHECKOUT, body)
    assert (answer.status_code, answer.json()["code"]) == (422, "CREDIT_OVERDUE")
    assert answer.json()["data"] == {"overdue_amount": "30.0000", "days": 3, "grace_days": 2}
    asked = shop.till.post(f"{CUSTOMERS}{customer['id']}/validate/", {"amount": "5.00"})
    assert (asked.status_code, asked.json()["code"], asked.json()["data"]) == (
        422,
        "CREDIT_OVERDUE",
        answer.json()["data"],
    )
    paid(shop, customer, "30")
    assert shop.till.post(CHECKOUT, body).status_code == 201


def test_a_payment_for_a_chosen_sale_leaves_the_older_one_overdue(shop: Shop) -> None:
    grace(shop, 0)
    customer, goods = make_customer(shop), make_goods(shop)
    open_balance(shop, customer, "30.00", due_date=days_ago(shop, -1))
    sale = buy(shop, customer, "50", goods)
    open_balance(shop, customer, "20.00", due_date=days_ago(shop, 9))
    paid(shop, customer, "50", (sale, "50"))
    status = told(shop, customer, "credit-status/")
    assert (D(status["outstanding_balance"]), D(status["overdue_amount"]), status["overdue_days"]) == (50, 20, 9)


def test_open_credit_counts_against_what_is_overdue(shop: Shop) -> None:
    grace(shop, 0)
    customer, goods = make_customer(shop), make_goods(shop)
    paid(shop, customer, "80")
    buy(shop, customer, "50", goods)
    with shop.scope():
        row = Customer.objects.for_business(shop.id).get(pk=customer["id"])
        on = shop.storefront.local_day(datetime.now(UTC)) + timedelta(days=400)
        assert CustomerCreditService.get_overdue_balance(customer=row, on=on) == 0
        assert CustomerCreditService.can_make_purchase(customer=row, amount=D(1000), on=on)


def test_the_methods_of_the_sources_tell_whether_and_why_not(shop: Shop) -> None:
    customer = make_customer(shop, credit_limit="100.00")
    open_balance(shop, customer, "30.00", due_date=days_ago(shop, 300))
    with shop.scope():
        row = Customer.objects.for_business(shop.id).get(pk=customer["id"])
        today = shop.storefront.local_day(datetime.now(UTC))
        assert CustomerCreditService.get_overdue_balance(customer=row, on=today) == 30
        may, why = CustomerCreditService.can_purchase(customer=row, amount=D("5000.00"), on=today)
        assert (may, why) == (False, "5000.00 is more than the available credit of 70.0000.")
        assert CustomerCreditService.can_purchase(customer=row, amount=D("5000.00"), on=today, force=True) == (True, "")
        row.sales_blocked = True
        assert not CustomerCreditService.can_make_purchase(customer=row, amount=D(0), on=today)


def test_aging_is_told_by_customer_and_in_all_by_the_same_queries_for_any_number(shop: Shop, queries: Any) -> None:
    late = {0: "1", 1: "2", 30: "4", 31: "8", 60: "16", 61: "32", 90: "64", 91: "128"}
    ann, bea = make_customer(shop), make_customer(shop)
    for days, amount in late.items():
        open_balance(shop, ann, amount, due_date=days_ago(shop, days))
    open_balance(shop, bea, "5", is_credit=True)
    expected = {"not_due": 1, "days_1_30": 6, "days_31_60": 24, "days_61_90": 96, "days_over_90": 128}
    assert figures(told(shop, ann, "aging/")) == {**expected, "total": 255}
    assert figures(told(shop, bea, "aging/")) == {"credits": 5, "total": -5}
    assert figures(told(shop, make_customer(shop), "aging/")) == {}
    with queries() as few:
        found = shop.till.get("/api/customer-aging/").json()["results"]
    assert {row["customer"]: figures(row)["total"] for row in found} == {ann["id"]: 255, bea["id"]: -5}
    assert figures(shop.till.get("/api/customer-aging/total/").json()) == {**expected, "credits": 5, "total": 250}
    for _ in range(5):
        open_balance(shop, make_customer(shop), "1")
    with queries() as more:
        shop.till.get("/api/customer-aging/")
    assert len(few) == len(more)
    then = shop.till.get(f"/api/customer-aging/total/?date={days_ago(shop, 91)}").json()
    assert figures(then)["not_due"] == 260


def test_a_statement_tells_the_balance_after_each_entry(shop: Shop) -> None:
    grace(shop, 60)
    customer, goods = make_customer(shop), make_goods(shop)
    open_balance(shop, customer, "30.00", due_date=days_ago(shop, 40), reference="=OLD")
    sale = buy(shop, customer, "50", goods)
    paid(shop, customer, "60")
    whole = told(shop, customer, "statement/")
    assert [(line["kind"], D(line["amount"]), D(line["balance"])) for line in whole["lines"]] == [
        ("OPENING", 30, 30),
        ("SALE", 50, 80),
        ("PAYMENT", -60, 20),
    ]
    assert [line["reference"] for line in whole["lines"]][:2] == ["=OLD", sale["receipt_number"]]
    assert (D(whole["opening_balance"]), D(whole["closing_balance"]), figures(whole["aging"])) == (
        0,
        20,
        {"not_due": 20, "total": 20},
    )
    part = told(shop, customer, f"statement/?since={days_ago(shop, 39)}&until={days_ago(shop, 0)}")
    assert (D(part["opening_balance"]), len(part["lines"]), part["since"]) == (30, 2, days_ago(shop, 39))
    text = shop.till.get(f"{CUSTOMERS}{customer['id']}/statement.csv/")
    rows = list(csv.reader(StringIO(text.content.decode())))
    assert (rows[0][0], rows[1][1], rows[2][2], rows[-1][5], len(rows)) == (
        "date",
        "OPENING BALANCE",
        "'=OLD",
        "20.0000",
        6,
    )
    paper = shop.till.get(f"{CUSTOMERS}{customer['id']}/statement.pdf/?since={days_ago(shop, 39)}")
    assert (paper.status_code, paper["Content-Type"], paper.content[:5]) == (200, "application/pdf", b"%PDF-")


def test_customers_near_their_limit_are_listed(shop: Shop) -> None:
    near, over, fine = (make_customer(shop, credit_limit="100.00") for _ in range(3))
    make_customer(shop, credit_limit="0")
    for customer, amount in ((near, "80"), (over, "100"), (fine, "79.99")):
        adjust(shop, customer, "DEDUCT", amount)
    found = shop.till.get("/api/credit-alerts/").json()["results"]
    assert {(row["customer"], row["alert"], row["used_percent"]) for row in found} == {
        (near["id"], "CREDIT_80_PERCENT", "80.0"),
        (over["id"], "CREDIT_100_PERCENT", "100.0"),
    }
    assert told(shop, near, "credit-status/")["alert"] == "CREDIT_80_PERCENT"


@pytest.mark.parametrize("what", ["open-items/", "transactions/", "purchases/", "payments/"])
def test_an_account_is_listed_by_the_same_queries_for_any_number(shop: Shop, queries: Any, what: str) -> None:
    customer, goods = make_customer(shop), make_goods(shop)

    def live(times: int) -> None:
        for _ in range(times):
            buy(shop, customer, "3", goods, paid="1")
            paid(shop, customer, "1")

    live(1)
    with queries() as few:
        told(shop, customer, what)
    live(5)
    with queries() as more:
        told(shop, customer, what)
    assert len(few) == len(more)
