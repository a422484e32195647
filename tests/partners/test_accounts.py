"""Payments on account, opening balances, adjustments: what they settle, and what the sales say after them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from optimapos.audit.models import AuditLog
from optimapos.partners.services import CustomerCreditService
from optimapos.partners.types import Wish
from optimapos.sales.models import Customer
from optimapos.sales.services.accounts import CustomerPaymentService
from tests.factories.organization import Shop, make_shop
from tests.inventory.documents import member_at
from tests.partners.accounts import (
    CUSTOMERS,
    adjust,
    balance,
    buy,
    make_customer,
    make_goods,
    open_balance,
    paid,
    pay,
    sale_now,
    told,
)
from tests.purchases.desks import refused
from tests.tables import worked_table

D = Decimal
SOME_ID = "01890000-0000-7000-8000-000000000000"
ROWS = worked_table("algorithms/credit.md", "Worked: a payment")
DEBTS = {"A": ("100.00", "2030-01-10"), "B": ("50.00", "2030-01-05"), "C": ("30.00", "2030-02-01")}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["case"])
def test_a_payment_settles_as_worked(shop: Shop, row: dict[str, str]) -> None:
    customer, sources = make_customer(shop), {}
    for name, (amount, due) in DEBTS.items():
        made = open_balance(shop, customer, amount, due_date=due, reference=name).json()
        sources[name] = made["entry"]["id"]
    chosen = [part.split() for part in row["chosen"].split(", ") if part != "-"]
    with shop.scope():
        found = Customer.objects.for_business(shop.id).get(pk=customer["id"])
    answer = _paid_by_service(shop, found, row["pays"], [(sources[name], amount) for name, amount in chosen])
    assert D(answer.kept) == D(row["kept as credit"])
    left = {each["reference"]: D(each["open_amount"]) for each in told(shop, customer, "open-items/")}
    assert {name: left.get(name, D(0)) for name in DEBTS} == {name: D(row[f"{name} left"]) for name in DEBTS}
    assert balance(shop, customer) == 180 - D(row["pays"])


def _paid_by_service(shop: Shop, customer: Customer, amount: str, chosen: list[tuple[str, str]]) -> Any:
    return CustomerPaymentService.record_payment(
        business=shop.business,
        actor=shop.manager_till.actor,
        customer_id=customer.pk,
        location=shop.storefront,
        fields={"amount": D(amount), "payment_method": "CASH"},
        allocations=[Wish(UUID(source), D(part)) for source, part in chosen],
        at=datetime.now(UTC),
    ).unwrap()


def test_a_payment_pays_the_oldest_sale_and_the_sale_says_so(shop: Shop) -> None:
    customer, goods = make_customer(shop), make_goods(shop)
    first, second = buy(shop, customer, "60", goods), buy(shop, customer, "40", goods, paid="15")
    assert sale_now(shop, first) == ("PENDING", 0, 60)
    answer = paid(shop, customer, "70", tendered="100")
    assert answer["settled"] == [
        {"source_id": first["id"], "due_date": first["due_date"], "amount": "60.0000"},
        {"source_id": second["id"], "due_date": second["due_date"], "amount": "10.0000"},
    ]
    assert [D(answer["payment"][name]) for name in ("amount_paid", "tendered", "change")] == [70, 100, 30]
    assert [D(answer[name]) for name in ("kept_as_credit", "outstanding_balance", "available_credit")] == [0, 15, 985]
    assert sale_now(shop, first) == ("COMPLETED", 60, 0)
    assert sale_now(shop, second) == ("PARTIAL", 25, 15)
    assert balance(shop, customer) == 15


def test_a_chosen_sale_is_paid_before_an_older_one(shop: Shop) -> None:
    customer, goods = make_customer(shop), make_goods(shop)
    first, second = buy(shop, customer, "60", goods), buy(shop, customer, "40", goods)
    paid(shop, customer, "50", (second, "40"))
    assert sale_now(shop, second) == ("COMPLETED", 40, 0)
    assert sale_now(shop, first) == ("PARTIAL", 10, 50)


def test_more_than_is_owed_is_kept_as_credit_and_settles_what_comes(shop: Shop) -> None:
    customer, goods = make_customer(shop, credit_limit="0"), make_goods(shop)
    answer = paid(shop, customer, "80")
    assert (D(answer["kept_as_credit"]), D(answer["outstanding_balance"]), answer["settled"]) == (80, -80, [])
    sale = buy(shop, customer, "50", goods)
    assert balance(shop, customer) == -30
    applied = CustomerCreditService.apply_open_credits(
        business=shop.business, customer_id=customer["id"], user_id=shop.owner.user_id, at=shop.business.created_at
    ).unwrap()
    assert (applied, sale_now(shop, sale)) == (50, ("COMPLETED", 50, 0))
    assert balance(shop, customer) == -30
    over = pay(shop, customer, "1", (sale, "1"))
    assert refused(over) == (409, "DEBT_NOT_OPEN", {"source": sale["id"]})


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"amount": "0"}, 422, "AMOUNT_NOT_POSITIVE"),
        ({"amount": "1.005"}, 422, "AMOUNT_TOO_PRECISE"),
        ({"amount": "5", "payment_method": "LOYALTY"}, 400, "VALIDATION_FAILED"),
        ({"amount": "5", "tendered": "4"}, 422, "TENDERED_TOO_LITTLE"),
        ({"amount": "5", "tendered": "6", "payment_method": "CARD"}, 422, "METHOD_NOT_AVAILABLE"),
        ({"amount": "5", "tendered": "5.001"}, 422, "AMOUNT_TOO_PRECISE"),
        ({"amount": "5", "allocations": [{"sale": SOME_ID, "amount": "1"}]}, 404, "NOT_FOUND"),
    ],
)
def test_money_that_can_not_be_taken_is_refused(shop: Shop, body: dict[str, Any], status: int, code: str) -> None:
    customer, goods = make_customer(shop), make_goods(shop)
    buy(shop, customer, "60", goods)
    answer = pay(shop, customer, **body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert balance(shop, customer) == 60
    assert told(shop, customer, "payments/")["results"] == []


def test_no_more_of_a_sale_is_settled_than_is_open(shop: Shop) -> None:
    customer, goods = make_customer(shop), make_goods(shop)
    sale = buy(shop, customer, "60", goods)
    figures = {"source": sale["id"], "open": "60", "asked": "61"}
    assert refused(pay(shop, customer, "100", (sale, "61"))) == (409, "ALLOCATION_TOO_LARGE", figures)
    _, code, data = refused(pay(shop, customer, "10", (sale, "20")))
    assert (code, data["open"], data["asked"]) == ("ALLOCATION_TOO_LARGE", "10", "20")
    assert balance(shop, customer) == 60


def test_a_card_pays_exactly_and_keeps_its_reference(shop: Shop) -> None:
    customer = make_customer(shop)
    answer = paid(shop, customer, "5", payment_method="CARD", tendered="5", transaction_reference="TX-9")
    (row,) = told(shop, customer, "payments/")["results"]
    assert (row, row["transaction_reference"], row["sale"]) == (answer["payment"], "TX-9", None)
    (entry,) = told(shop, customer, "transactions/")["results"]
    assert (entry["kind"], entry["reference"], entry["source_id"], D(entry["amount"])) == (
        "PAYMENT",
        "TX-9",
        row["id"],
        -5,
    )


def test_an_office_login_says_where_the_money_is_taken(shop: Shop) -> None:
    customer, owner = make_customer(shop), member_at(shop, role="owner")
    path, body = f"{CUSTOMERS}{customer['id']}/payments/", {"amount": "5", "payment_method": "TRANSFER"}
    assert owner.post(path, body).json()["code"] == "UNKNOWN_LOCATION"
    assert owner.post(path, {**body, "location": str(shop.storefront.pk)}).status_code == 201


def test_credit_is_added_and_deducted_with_a_reason(shop: Shop) -> None:
    customer = make_customer(shop, credit_terms_days=10)
    deducted = adjust(shop, customer, "DEDUCT", "30.00", reason="Broken crate").json()
    today = date.fromisoformat(deducted["entry"]["business_date"])
    assert deducted["entry"]["due_date"] == (today + timedelta(days=10)).isoformat()
    assert (deducted["entry"]["kind"], D(deducted["entry"]["amount"]), balance(shop, customer)) == (
        "ADJUSTMENT",
        30,
        30,
    )
    added = adjust(shop, customer, "ADD", "50.00").json()
    assert (D(added["kept_as_credit"]), added["entry"]["due_date"], balance(shop, customer)) == (20, None, -20)
    owed_again = adjust(shop, customer, "DEDUCT", "5.00").json()
    assert (D(owed_again["kept_as_credit"]), balance(shop, customer)) == (0, -15)
    assert [D(each["open_amount"]) for each in told(shop, customer, "open-items/")] == [-15]
    with shop.scope():
        event = (
            AuditLog.objects.for_business(shop.id).filter(event_type="credit.adjusted").order_by("timestamp").first()
        )
        assert event
        assert event.event_data == {"entry": deducted["entry"]["id"], "kind": "ADJUSTMENT", "amount": "30.00"}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"amount": "0"}, "AMOUNT_NOT_POSITIVE"),
        ({"amount": "1.001"}, "AMOUNT_TOO_PRECISE"),
        ({"amount": "-5"}, "VALIDATION_FAILED"),
        ({"amount": "5", "reason": " "}, "VALIDATION_FAILED"),
        ({"amount": "5", "due_date": "2000-01-01"}, "DUE_BEFORE_START"),
        ({"amount": "5", "type": "GIVE"}, "VALIDATION_FAILED"),
    ],
)
def test_an_adjustment_that_can_not_be_is_refused(shop: Shop, body: dict[str, Any], code: str) -> None:
    customer = make_customer(shop)
    answer = adjust(shop, customer, **{"way": "DEDUCT", **body} if "type" not in body else {"way": "ADD", **body})
    assert answer.json()["code"] == code
    assert balance(shop, customer) == 0


def test_opening_balances_come_as_debts_and_as_credit(shop: Shop) -> None:
    customer = make_customer(shop)
    debt = open_balance(shop, customer, "70", due_date="2020-05-05", reference="OLD-1").json()
    assert (debt["entry"]["business_date"], debt["entry"]["due_date"]) == ("2020-05-05", "2020-05-05")
    credit = open_balance(shop, customer, "20", is_credit=True).json()
    assert (D(credit["kept_as_credit"]), D(credit["outstanding_balance"]), balance(shop, customer)) == (0, 50, 50)


def test_an_opening_balance_without_a_due_date_is_due_by_the_terms(shop: Shop) -> None:
    entry = open_balance(shop, make_customer(shop, payment_delay_days=14), "70").json()["entry"]
    assert date.fromisoformat(entry["due_date"]) - date.fromisoformat(entry["business_date"]) == timedelta(days=14)


def test_who_may_not_adjust_is_refused(shop: Shop) -> None:
    customer = make_customer(shop)
    body = {"type": "ADD", "amount": "1", "reason": "x", "location": str(shop.storefront.pk)}
    for path in ("adjust-credit/", "opening-balance/"):
        assert shop.till.post(f"{CUSTOMERS}{customer['id']}/{path}", body).status_code == 403


def test_a_customer_that_never_was_is_not_found(shop: Shop) -> None:
    other = make_customer(make_shop())
    for unknown in (SOME_ID, other["id"]):
        for path in (
            "credit-status/",
            "aging/",
            "statement/",
            "open-items/",
            "transactions/",
            "purchases/",
            "payments/",
        ):
            assert shop.till.get(f"{CUSTOMERS}{unknown}/{path}").status_code == 404
        assert pay(shop, {"id": unknown}, "5").status_code == 404


def test_a_cached_balance_is_derived_again(shop: Shop) -> None:
    customer = make_customer(shop)
    open_balance(shop, customer, "70")
    with shop.scope():
        Customer.objects.for_business(shop.id).filter(pk=customer["id"]).update(outstanding_balance=D(1))
    CustomerCreditService.update_balance(business=shop.business, customer_id=customer["id"]).unwrap()
    assert balance(shop, customer) == 70


def test_purchases_are_what_was_completed_newest_first(shop: Shop) -> None:
    customer, goods = make_customer(shop), make_goods(shop)
    sales = [buy(shop, customer, str(number), goods) for number in (1, 2)]
    shop.manager_till.post("/api/sales/", {"customer": customer["id"]})
    found = told(shop, customer, "purchases/")["results"]
    assert [each["id"] for each in found] == [sales[1]["id"], sales[0]["id"]]
