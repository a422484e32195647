"""The dashboard: periods against the ones before, and who sees what."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from optimapos.core.ids import new_id
from optimapos.organization.services import LocationService
from optimapos.purchases.services.alerts import StockAlertService
from optimapos.reports.rules import compared, figures
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop, make_till
from tests.organization.accounts import browser_of, make_role, member_of, owner_of
from tests.tables import worked_table

NOON = datetime(2026, 3, 11, 10, 0, tzinfo=UTC)
"""A Wednesday, noon in Sofia."""


@pytest.fixture
def tea(shop: Shop) -> Any:
    """Tea at 12.00 with 20 % of tax in it, bought at 4.00."""
    return make_product(shop, name="Tea", sku="TEA", price="12.00", cost="4.00", stock="1000")


def sell(shop: Shop, product: Any, at: datetime, quantity: str = "1", **more: Any) -> None:
    """A sale that was made elsewhere at `at`, at 12.00 each."""
    due = "0" if "customer" in more else f"{Decimal(quantity) * 12:.2f}"
    body = {
        "storefront": str(more.pop("place", shop.storefront.pk)),
        "origin": "OFFLINE",
        "occurred_at": at.isoformat(),
        "items": [{"product": str(product.pk), "quantity": quantity, "unit_price": "12.00"}],
        "payments": [] if due == "0" else [{"payment_method": more.pop("method", "CASH"), "amount_paid": due}],
        **more,
    }
    answer = owner_of(shop).post("/api/sales/checkout/", body)
    assert answer.status_code == 201, answer.content


def shown(shop: Shop, at: datetime | None = NOON, browser: Any = None, location: Any = "") -> Any:
    query = [f"at={at:%Y-%m-%dT%H:%M:%SZ}"] if at else []
    query += [f"location={location}"] if location else []
    answer = (browser or owner_of(shop)).get(f"/api/dashboard/?{'&'.join(query)}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def counts(told: Any) -> dict[str, tuple[int, int]]:
    return {
        name: (told[name]["current"]["sales_count"], told[name]["before"]["sales_count"])
        for name in ("today", "week", "month")
    }


@pytest.mark.parametrize("row", worked_table("algorithms/reports.md", "Worked examples"))
def test_figures_are_made_and_compared_as_the_page_says(row: dict[str, str]) -> None:
    made = figures("EUR", 1, Decimal(row["gross"]), Decimal(row["net"]), Decimal(row["cost"]))
    told = compared(made, figures("EUR", 1, Decimal(row["before"]), Decimal(0), None))
    assert made.profit == Decimal(row["profit"])
    assert made.margin_percent == (None if row["margin %"] == "-" else Decimal(row["margin %"]))
    assert told.change_percent == (None if row["change %"] == "-" else Decimal(row["change %"]))
    assert (told.before.profit, told.before.margin_percent) == (None, None)


def test_a_day_is_held_against_the_same_weekday_up_to_the_same_hour(shop: Shop, tea: Any) -> None:
    sell(shop, tea, NOON - timedelta(hours=1), "3")
    sell(shop, tea, NOON - timedelta(hours=3))
    sell(shop, tea, NOON + timedelta(hours=1))
    sell(shop, tea, NOON - timedelta(days=7, hours=1), "2")
    sell(shop, tea, NOON - timedelta(days=7) + timedelta(hours=1))
    today = shown(shop)["today"]
    assert today["current"] == {
        "sales_count": 2,
        "gross": "48.00",
        "net": "40.00",
        "profit": "24.00",
        "margin_percent": "60.0",
        "average": "24.00",
    }
    assert (today["before"]["sales_count"], today["before"]["gross"], today["change_percent"]) == (1, "24.00", "100.0")


def test_weeks_begin_on_monday_and_months_on_the_first(shop: Shop, tea: Any) -> None:
    for days in (2, 3, 9, 10, 11, 28, 38, 39):
        sell(shop, tea, NOON - timedelta(days=days))
    # 9 March was a Monday: 2 days before. 2 March: 9. 1 March: 10. 11 February: 28. 1 February: 38.
    assert counts(shown(shop)) == {"today": (0, 0), "week": (1, 1), "month": (4, 2)}


def test_a_month_that_is_longer_is_held_against_the_last_day_of_the_shorter(shop: Shop, tea: Any) -> None:
    end = datetime(2026, 3, 31, 10, 0, tzinfo=UTC)
    sell(shop, tea, datetime(2026, 2, 28, 9, 0, tzinfo=UTC))
    sell(shop, tea, datetime(2026, 2, 28, 12, 0, tzinfo=UTC))
    assert counts(shown(shop, end))["month"] == (0, 1)


def test_a_day_goes_by_the_clock_of_its_place(shop: Shop, tea: Any) -> None:
    tokyo = LocationService.create_location(
        business=shop.business, code="JP", name="Tokyo", timezone="Asia/Tokyo", user_id=shop.owner.user_id
    ).unwrap()
    sell(shop, tea, NOON - timedelta(hours=11, minutes=30), place=tokyo.pk)  # 07:30 on the 11th in Tokyo
    sell(shop, tea, NOON - timedelta(hours=11, minutes=30))  # 00:30 on the 11th in Sofia
    sell(shop, tea, NOON - timedelta(hours=13))  # 23:00 on the 10th in Sofia
    told = shown(shop)
    assert told["today"]["current"]["sales_count"] == 2
    assert [(each["hour"], each["sales_count"]) for each in told["hours"] if each["sales_count"]] == [(0, 1), (7, 1)]
    assert shown(shop, location=tokyo.pk)["today"]["current"]["sales_count"] == 1


def test_hours_are_told_without_gaps_beside_the_whole_day_of_last_week(shop: Shop, tea: Any) -> None:
    sell(shop, tea, NOON - timedelta(hours=2))
    sell(shop, tea, NOON - timedelta(days=7) + timedelta(hours=1))
    hours = shown(shop)["hours"]
    assert [each["hour"] for each in hours] == [10, 11, 12, 13]
    assert hours[0] == {"hour": 10, "sales_count": 1, "gross": "12.00", "before_count": 0, "before_gross": "0.00"}
    assert hours[3] == {"hour": 13, "sales_count": 0, "gross": "0.00", "before_count": 1, "before_gross": "12.00"}


def test_products_and_tenders_are_told_by_what_they_brought(shop: Shop, tea: Any) -> None:
    pie = make_product(shop, name="Pie", sku="PIE", price="12.00", cost="6.00", stock="100")
    sell(shop, tea, NOON - timedelta(days=6), "5")
    sell(shop, pie, NOON - timedelta(hours=1), "2", method="CARD")
    sell(shop, tea, NOON - timedelta(hours=1))
    sell(shop, pie, NOON - timedelta(days=7), "9")
    told = shown(shop)
    assert [(each["sku"], each["quantity"], each["gross"], each["profit"]) for each in told["top_products"]] == [
        ("TEA", "6", "72.00", "36.00"),
        ("PIE", "2", "24.00", "8.00"),
    ]
    assert told["tenders"] == [
        {"payment_method": "CARD", "count": 1, "amount": "24.00"},
        {"payment_method": "CASH", "count": 1, "amount": "12.00"},
    ]


def test_money_for_what_is_owed_is_a_tender_and_no_sale(shop: Shop, tea: Any) -> None:
    buyer = make_customer(shop, credit_limit=Decimal(100))
    body = {"items": [{"product": str(tea.pk), "quantity": "1"}], "customer": str(buyer.pk), "payments": []}
    assert shop.manager_till.post("/api/sales/checkout/", body).status_code == 201
    paid = {"amount": "5.00", "payment_method": "CASH"}
    assert shop.manager_till.post(f"/api/customers/{buyer.pk}/payments/", paid).status_code == 201
    told = shown(shop, None)
    assert (told["today"]["current"]["sales_count"], told["today"]["current"]["gross"]) == (1, "12.00")
    assert told["tenders"] == [{"payment_method": "CASH", "count": 1, "amount": "5.00"}]
    assert (told["owed"]["not_due"], told["owed"]["total"]) == ("7.00", "7.00")
    assert shown(shop, None, location=shop.storefront.pk)["tenders"][0]["amount"] == "5.00"


def test_what_runs_out_and_what_expires_is_told(shop: Shop) -> None:
    milk = make_product(shop, name="Milk", sku="MILK", stock=None)
    now = datetime.now(UTC)
    boss = owner_of(shop)
    line = {
        "product": str(milk.pk),
        "quantity": "3",
        "unit_cost": "1",
        "expires_on": f"{now + timedelta(days=5):%Y-%m-%d}",
    }
    opening = boss.post("/api/stock-products/opening-stock/", {"storefront": str(shop.storefront.pk), "lines": [line]})
    assert opening.status_code == 201, opening.content
    rule = {"location": str(shop.storefront.pk), "product": str(milk.pk), "reorder_point": "5", "target_qty": "9"}
    assert boss.post("/api/reorder-rules/", rule).status_code == 201
    StockAlertService.review(business=shop.business, location=shop.storefront, at=now).unwrap()
    told = shown(shop, None)
    low, soon = told["low_stock"], told["expiring"]
    assert (low["count"], low["rows"][0]["sku"], low["rows"][0]["quantity"], low["rows"][0]["reorder_point"]) == (
        1,
        "MILK",
        "3",
        "5",
    )
    assert (soon["count"], soon["rows"][0]["sku"], soon["rows"][0]["expires_on"]) == (1, "MILK", line["expires_on"])
    assert soon["rows"][0]["quantity"] == "3"


def test_costs_stock_and_debts_are_for_those_who_may_see_them(shop: Shop, tea: Any) -> None:
    sell(shop, tea, NOON - timedelta(hours=1))
    make_role(shop, "viewer", "sale.view")
    told = shown(shop, browser=browser_of(member_of(shop, "viewer").user_id))
    assert (told["today"]["current"]["profit"], told["today"]["current"]["margin_percent"]) == (None, None)
    assert told["top_products"][0]["profit"] is None
    assert (told["low_stock"], told["expiring"], told["owed"]) == (None, None, None)
    make_role(shop, "packer", "stock.view")
    assert browser_of(member_of(shop, "packer").user_id).get("/api/dashboard/").status_code == 403


def test_one_sees_the_figures_of_ones_own_places(shop: Shop, tea: Any) -> None:
    elsewhere = LocationService.create_location(
        business=shop.business, code="S2", name="Elsewhere", timezone="Europe/Sofia", user_id=shop.owner.user_id
    ).unwrap()
    sell(shop, tea, NOON - timedelta(hours=1), place=elsewhere.pk)
    here = make_till(shop.business, shop.storefront, shop.owner, code="T4", role="manager")
    assert counts(shown(shop, browser=here))["today"] == (0, 0)
    assert counts(shown(shop))["today"] == (1, 0)
    for place in (elsewhere.pk, new_id()):
        answer = here.get(f"/api/dashboard/?location={place}")
        assert (answer.status_code, answer.json()["code"]) == (404, "UNKNOWN_LOCATION")


def test_an_empty_shop_has_a_dashboard(shop: Shop) -> None:
    told = shown(shop, None)
    assert (told["hours"], told["top_products"], told["tenders"]) == ([], [], [])
    assert told["today"]["current"]["average"] is None
    assert told["today"]["change_percent"] is None
    assert told["low_stock"] == {"count": 0, "rows": []}
    assert told["as_of"] <= datetime.now(UTC).isoformat().replace("+00:00", "Z")


def test_a_dashboard_takes_the_same_number_of_queries_however_much_was_sold(
    shop: Shop, tea: Any, queries: Callable[[], CaptureQueriesContext]
) -> None:
    counted = []
    for _ in range(2):
        sell(shop, tea, NOON - timedelta(hours=1))
        with CaptureQueriesContext(connections["default"]) as sent:
            assert shop.manager_till.get("/api/dashboard/?at=2026-03-11T10:00:00Z").status_code == 200
        counted.append(len(sent))
    assert counted[0] == counted[1]
