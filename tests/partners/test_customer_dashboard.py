"""What is told of a customer, whether something may be sold, and what is planned for a day."""

from datetime import UTC, datetime, time
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
import time_machine

from optimapos.partners.models import Customer
from optimapos.partners.selectors import customer_by_id
from optimapos.partners.services import CustomerService
from optimapos.partners.types import CustomerDayPlan, DayPlan
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop, make_shop
from tests.factories.partners import make_site, make_supplier, set_customer_week
from tests.sales.test_customer_statistics import buy, hand_on

NOBODY = "01890000-0000-7000-8000-000000000000"
MONDAY_NOON = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)
"""Noon in Sofia."""


def owe(shop: Shop, customer: Customer, amount: str) -> None:
    with shop.scope():
        Customer.objects.for_business(shop.business).filter(pk=customer.pk).update(outstanding_balance=amount)


def told(shop: Shop, customer: Customer, part: str = "dashboard", query: str = "") -> Any:
    answer = shop.till.get(f"/api/customers/{customer.pk}/{part}/{query}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_a_dashboard_tells_credit_sites_week_and_purchases(shop: Shop) -> None:
    tea, milk = make_product(shop, name="Tea", price="10.00"), make_product(shop, name="Milk", price="2.00")
    customer = make_customer(shop, name="ACME", credit_limit=Decimal(100))
    site = make_site(shop, customer, name="Depot", city="Sofia", is_primary=True)
    make_site(shop, customer, name="Old", is_active=False)
    set_customer_week(
        shop,
        customer,
        CustomerDayPlan("tue", expects_order=True, expects_delivery=True),
        CustomerDayPlan("fri", expects_delivery=True, preferred_delivery_time_from=time(9)),
    )
    for pieces, product in ((1, tea), (4, milk)):
        buy(shop, product, pieces, customer=customer.pk)
    hand_on()
    owe(shop, customer, "30.25")
    found = told(shop, customer)
    assert (found["basic_info"]["name"], found["basic_info"]["can_buy_on_credit"]) == ("ACME", True)
    money = {name: Decimal(figure) for name, figure in found["financial"].items()}
    assert money == {
        "credit_limit": Decimal(100),
        "used_credit": Decimal("30.25"),
        "available_credit": Decimal("69.75"),
        "payment_delay_days": 30,
        "total_orders_amount": Decimal(18),
        "unpaid_amount": Decimal("30.25"),
    }
    assert [row["id"] for row in found["sites"]] == [str(site.pk)]
    assert found["schedule"] == {
        "order_days": ["tue"],
        "delivery_days": ["tue", "fri"],
        "delivery_preferences": [{"day": "fri", "time_from": "09:00", "time_to": None}],
    }
    bought = found["statistics"]
    assert (bought["period"], bought["sales_count"], bought["items_count"]) == ("month", 2, 2)
    assert [Decimal(bought[name]) for name in ("sales_amount", "average_sale_amount")] == [18, 9]
    assert [(row["name"], Decimal(row["amount"])) for row in bought["top_products"]] == [("Tea", 10), ("Milk", 8)]
    assert bought["last_purchase_date"] == bought["until"]
    assert (Decimal(bought["in_all"]["total_purchases"]), bought["in_all"]["sales_count"]) == (18, 2)
    assert told(shop, customer, "financial") == found["financial"]
    assert told(shop, customer, "statistics") == bought
    assert told(shop, customer, "statistics", "?period=week")["period"] == "week"


def test_a_customer_who_bought_nothing_has_no_average_and_who_paid_ahead_uses_no_credit(shop: Shop) -> None:
    customer = make_customer(shop, credit_limit=Decimal(100))
    owe(shop, customer, "-20")
    found = told(shop, customer)
    assert (found["statistics"]["average_sale_amount"], found["statistics"]["last_purchase_date"]) == (None, None)
    in_all = found["statistics"]["in_all"]
    assert [Decimal(in_all.pop(name)) for name in ("total_purchases", "total_refunded")] == [0, 0]
    assert in_all == {
        "sales_count": 0,
        "first_purchase_at": None,
        "last_purchase_at": None,
    }
    money = found["financial"]
    assert [Decimal(money[name]) for name in ("used_credit", "available_credit", "unpaid_amount")] == [0, 120, 0]


def test_a_dashboard_is_kept_until_what_it_shows_changes(shop: Shop, queries: Any) -> None:
    tea, customer = make_product(shop, price="10.00"), make_customer(shop)
    on = MONDAY_NOON.date()

    def asked() -> tuple[int, Any]:
        with queries() as statements:
            found = CustomerService.get_dashboard_data(business=shop.business, customer_id=customer.pk, on=on).unwrap()
        return len(statements), found

    fresh, before = asked()
    kept, again = asked()
    assert kept < fresh
    assert again == before
    seen = [before]
    buy(shop, tea, 1, customer=customer.pk)
    hand_on()
    seen.append(asked()[1])
    shop.manager_till.patch(f"/api/customers/{customer.pk}/", {"name": "Other"})
    seen.append(asked()[1])
    site = make_site(shop, customer)
    seen.append(asked()[1])
    shop.manager_till.delete(f"/api/customers/{customer.pk}/sites/{site.pk}/")
    seen.append(asked()[1])
    set_customer_week(shop, customer, CustomerDayPlan("mon", expects_order=True))
    seen.append(asked()[1])
    assert all(one != other for one, other in pairwise(seen))
    foreign = CustomerService.get_dashboard_data(business=make_shop().business, customer_id=customer.pk, on=on)
    assert foreign.code == "CUSTOMER_NOT_FOUND"


def test_a_dashboard_takes_as_many_queries_for_much_as_for_little(shop: Shop, queries: Any) -> None:
    counts = []
    for number in (1, 5):
        customer = make_customer(shop)
        for _ in range(number):
            make_site(shop, customer)
            buy(shop, make_product(shop, price="1.00"), 1, customer=customer.pk)
        with queries() as asked:
            told(shop, customer)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def validated(shop: Shop, customer: Any, **body: Any) -> tuple[int, Any]:
    answer = shop.till.post(f"/api/customers/{customer.pk}/validate/", body)
    return answer.status_code, answer.json()


def test_an_amount_is_held_against_the_available_credit(shop: Shop) -> None:
    customer = make_customer(shop, credit_limit=Decimal(100))
    owe(shop, customer, "40")
    status, found = validated(shop, customer, amount="60.00")
    assert (status, [Decimal(figure) for figure in found.values()]) == (200, [60, 60])
    status, found = validated(shop, customer, amount="60.01")
    assert (status, found["code"]) == (422, "CREDIT_LIMIT_EXCEEDED")
    assert {name: Decimal(figure) for name, figure in found["data"].items()} == {
        "available_credit": Decimal(60),
        "requested_amount": Decimal("60.01"),
    }
    assert [
        (words, Decimal(figure)) for words, _, figure in (line.partition(": ") for line in found["suggestions"])
    ] == [
        ("Maximum allowed amount", Decimal(60)),
        ("Suggested amount", Decimal("48.01")),
    ]
    status, found = validated(shop, customer, amount="500.00", on_credit=False)
    assert (status, found["available_credit"]) == (200, None)
    owe(shop, customer, "140")
    assert validated(shop, customer, amount="1.00")[1]["suggestions"] == [
        "Maximum allowed amount: 0",
        "Suggested amount: 0",
    ]


@pytest.mark.parametrize(
    ("change", "on_credit", "code"),
    [
        ({"sales_blocked": True}, False, "CUSTOMER_BLOCKED"),
        ({"is_active": False}, True, "CUSTOMER_BLOCKED"),
        ({"credit_blocked": True}, True, "CREDIT_BLOCKED"),
        ({"credit_limit": Decimal(0)}, True, "CREDIT_BLOCKED"),
        ({"credit_blocked": True}, False, None),
    ],
)
def test_blocks_come_before_amounts(shop: Shop, change: dict[str, Any], on_credit: bool, code: str | None) -> None:
    customer = make_customer(shop, **{"credit_limit": Decimal(100), **change})
    assert validated(shop, customer, amount="5.00", on_credit=on_credit)[1].get("code") == code


def test_nobody_has_no_dashboard(shop: Shop) -> None:
    foreign = make_customer(make_shop())
    for part in ("dashboard", "financial", "statistics", "schedule", "sites"):
        for wanted in (foreign.pk, NOBODY):
            answer = shop.till.get(f"/api/customers/{wanted}/{part}/")
            assert (answer.status_code, answer.json()["code"]) == (404, "CUSTOMER_NOT_FOUND"), part


@time_machine.travel(MONDAY_NOON, tick=False)
def test_a_days_operations_are_those_of_the_places_calendar(shop: Shop) -> None:
    buyer, taker = make_customer(shop, name="Buyer"), make_customer(shop, name="Taker")
    set_customer_week(shop, buyer, CustomerDayPlan("mon", expects_order=True, order_deadline_time=time(14)))
    set_customer_week(shop, taker, CustomerDayPlan("mon", expects_delivery=True, preferred_delivery_time_from=time(9)))
    for blocked in ({"sales_blocked": True}, {"is_active": False}):
        set_customer_week(shop, make_customer(shop, **blocked), CustomerDayPlan("mon", expects_order=True))
    make_supplier(shop, name="Supplier", days=[DayPlan("mon", expects_order=True, makes_delivery=True)])
    found = shop.manager_till.get("/api/daily-operations/").json()
    assert (found["date"], found["timezone"]) == ("2026-10-05", "Europe/Sofia")
    assert {name: [row["name"] for row in found[name]] for name in found["counts"]} == {
        "suppliers_expecting_orders": ["Supplier"],
        "suppliers_making_deliveries": ["Supplier"],
        "customers_placing_orders": ["Buyer"],
        "customers_expecting_deliveries": ["Taker"],
    }
    assert set(found["counts"].values()) == {1}
    assert found["customers_placing_orders"][0]["deadline"] == "14:00"
    assert found["customers_expecting_deliveries"][0]["time_from"] == "09:00"
    place = f"&location={shop.storefront.pk}"
    other = shop.manager_till.get(f"/api/daily-operations/?date=2026-10-06{place}").json()
    assert set(other["counts"].values()) == {0}
    with time_machine.travel(datetime(2026, 10, 5, 21, 0, tzinfo=UTC), tick=False):
        assert shop.manager_till.get("/api/daily-operations/").json()["date"] == "2026-10-06"
    assert shop.manager_till.get(f"/api/daily-operations/?location={NOBODY}").status_code == 404
    seen_by_a_cashier = shop.till.get("/api/daily-operations/").json()["counts"]
    assert seen_by_a_cashier["customers_placing_orders"] == 1


def test_parts_of_the_dashboard_are_the_parts_of_the_whole(shop: Shop) -> None:
    customer = make_customer(shop)
    make_site(shop, customer)
    on = MONDAY_NOON.date()
    whole = CustomerService.get_dashboard_data(business=shop.business, customer_id=customer.pk, on=on).unwrap()
    with shop.scope():
        row = customer_by_id(shop.business, customer.pk)
    assert CustomerService.get_financial_data(customer=row).unwrap() == whole["financial"]
    assert CustomerService.get_sites_data(customer=row).unwrap() == whole["sites"]
    assert CustomerService.get_schedule_data(customer=row).unwrap() == whole["schedule"]
    assert CustomerService.get_statistics_data(customer=row, on=on).unwrap() == whole["statistics"]
