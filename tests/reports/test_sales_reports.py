"""Endpoints 20 and 21: a day and the products of a period, straight from the ledgers."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from optimapos.sales.models import Sale
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop
from tests.refunds.giving_back import processed, sold, tender

DAILY = "/api/reports/daily-sales/"
PRODUCTS = "/api/reports/product-sales/"


def today(shop: Shop) -> date:
    with shop.scope():
        found = Sale.objects.for_business(shop.id).order_by("-created_at").first()
        assert found
        return found.business_date


def test_a_day_has_the_sources_keys_and_refunds_do_not_double_the_sales(shop: Shop) -> None:
    """The trap of the source: a join of refunds counts a sale with two refunds twice."""
    tea, salt = (
        make_product(shop, "Tea", price="12.00", stock="50"),
        make_product(shop, "Salt", price="1.00", stock="50"),
    )
    customer = make_customer(shop, credit_limit=Decimal(100))
    first = sold(shop.till, (tea, "3"), (salt, "4"))
    sold(shop.till, (tea, "1"), payments=[tender("CARD", "7.00"), tender("CASH", "5.00")])
    sold(shop.till, (salt, "8"), payments=[], customer=str(customer.pk))
    processed(shop, first, "1", None)
    processed(shop, first, "1", "2")
    report = shop.till.get(DAILY).json()
    assert report["summary"] == {
        "total_sales": "60.00",
        "total_refunds": "26.00",
        "net_sales": "34.00",
        "tax": "10.00",
        "transaction_count": 3,
        "refund_count": 2,
        "avg_transaction": "20.00",
        "cash_sales": "45.00",
        "card_sales": "7.00",
        "credit_sales": "8.00",
    }
    assert (report["date"], report["storefront"]) == (today(shop).isoformat(), "High Street")
    assert [(row["product__name"], row["units_sold"], row["revenue"]) for row in report["top_products"]] == [
        ("Tea", "4", "48.00"),
        ("Salt", "12", "12.00"),
    ]
    assert sum(row["transactions"] for row in report["by_hour"]) == 3
    assert sum(Decimal(row["sales"]) for row in report["by_hour"]) == 60
    assert {row["method"]: (row["count"], row["sales"], row["refunds"]) for row in report["tenders"]} == {
        "CASH": (2, "45.00", "26.00"),
        "CARD": (1, "7.00", "0.00"),
    }


def test_a_refund_counts_on_its_own_day(shop: Shop) -> None:
    tea = make_product(shop, "Tea", price="12.00", stock="50")
    sale = sold(shop.till, (tea, "2"))
    day = today(shop)
    with shop.scope():
        Sale.objects.for_business(shop.id).filter(pk=sale["id"]).update(business_date=day - timedelta(days=3))
    processed(shop, sale, "1")
    earlier = shop.till.get(f"{DAILY}?date={day - timedelta(days=3)}").json()["summary"]
    now = shop.till.get(f"{DAILY}?date={day}").json()["summary"]
    assert (earlier["total_sales"], earlier["total_refunds"]) == ("24.00", "0.00")
    assert (now["total_sales"], now["total_refunds"], now["net_sales"]) == ("0.00", "12.00", "-12.00")
    assert (now["transaction_count"], now["avg_transaction"]) == (0, None)


def test_products_of_a_period_tell_profit_to_who_may_see_costs(shop: Shop) -> None:
    tea = make_product(shop, "Tea", price="12.00", stock="50", cost="4.00")
    sale = sold(shop.till, (tea, "5"))
    processed(shop, sale, "2")
    day = today(shop)
    path = f"{PRODUCTS}?date_from={day}&date_to={day}"
    (row,) = shop.manager_till.get(path).json()["products"]
    assert (row["units_sold"], row["revenue"], row["units_refunded"], row["refunds"]) == ("5", "60.00", "2", "24.00")
    assert (row["net_units"], row["net_revenue"], row["cost"], row["profit"]) == ("3", "30.00", "12.00", "18.00")
    (row,) = shop.till.get(path).json()["products"]
    assert (row["cost"], row["profit"]) == (None, None)
    page = shop.till.get(f"{path}&limit=1&offset=1").json()
    assert page["products"] == []


def test_what_can_not_be_reported_is_refused(shop: Shop) -> None:
    assert shop.till.get(f"{PRODUCTS}?date_from=2026-02-01&date_to=2026-01-01").status_code == 400
    assert shop.till.get(f"{PRODUCTS}?date_from=2024-01-01&date_to=2026-01-01").status_code == 400
    assert shop.till.get(f"{DAILY}?date=2026-02-30").status_code == 400
    unknown = "01a204de-a69d-75d9-ab1f-d6884b53bf9e"
    answer = shop.till.get(f"{DAILY}?storefront={unknown}")
    assert (answer.status_code, answer.json()["code"]) == (404, "STOREFRONT_NOT_FOUND")


def test_reports_take_as_many_statements_for_twenty_sales_as_for_one(shop: Shop, queries: Any) -> None:
    tea = make_product(shop, "Tea", price="1.00", stock="100")
    counts = []
    for sales in (1, 20):
        for _ in range(sales):
            sold(shop.till, (tea, "1"))
        with queries() as captured:
            assert shop.till.get(DAILY).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
