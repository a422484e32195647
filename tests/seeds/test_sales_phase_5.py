"""Phase 5 of sales-backend-guide.md, "Reporting": its two endpoints, with the keys and the figures of its example.

The source's join of refunds counts a sale with two refunds twice, and its `payment_type` hides a split sale; here each
is summed by itself.
"""

from decimal import Decimal
from typing import Any

import pytest

from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop, make_shop
from tests.refunds.giving_back import processed, sold, tender


@pytest.fixture(scope="module")
def shop() -> Shop:
    """A day: 36.00 in cash of which 12.00 come back in two parts, 12.00 by card, 8.00 on credit."""
    shop = make_shop()
    tea, salt = (
        make_product(shop, name, price=price, stock="100") for name, price in (("Tea", "12.00"), ("Salt", "1.00"))
    )
    first = sold(shop.till, (tea, "2"), (salt, "12"))
    sold(shop.till, (tea, "1"), payments=[tender("CARD", "12.00")])
    buyer = make_customer(shop, credit_limit=Decimal(100))
    sold(shop.till, (salt, "8"), payments=[], customer=str(buyer.pk))
    for _ in range(2):
        processed(shop, first, None, "6")
    return shop


@pytest.fixture(scope="module")
def day(shop: Shop) -> Any:
    return shop.till.get("/api/reports/daily-sales/").json()


def test_daily_sales_report(shop: Shop, day: Any) -> None:
    summary = {
        name: day["summary"][name] for name in ("total_sales", "total_refunds", "net_sales", "transaction_count")
    }
    assert summary == {"total_sales": "56.00", "total_refunds": "12.00", "net_sales": "44.00", "transaction_count": 3}
    assert (day["summary"]["avg_transaction"], day["storefront"]) == ("18.67", "High Street")
    paid = [day["summary"][name] for name in ("cash_sales", "card_sales", "credit_sales")]
    assert paid == ["36.00", "12.00", "8.00"]


def test_top_products(day: Any) -> None:
    told = [(row["product__name"], row["units_sold"], row["revenue"]) for row in day["top_products"]]
    assert told == [("Tea", "3", "36.00"), ("Salt", "20", "20.00")]


def test_hourly_breakdown(day: Any) -> None:
    assert sum(row["transactions"] for row in day["by_hour"]) == 3
    assert sum(Decimal(row["sales"]) for row in day["by_hour"]) == 56


def test_a_day_without_sales_has_no_average(shop: Shop) -> None:
    summary = shop.till.get("/api/reports/daily-sales/?date=2020-01-01").json()["summary"]
    assert (summary["total_sales"], summary["transaction_count"], summary["avg_transaction"]) == ("0.00", 0, None)


def test_product_sales_report(shop: Shop, day: Any) -> None:
    period = f"date_from={day['date']}&date_to={day['date']}"
    rows = shop.manager_till.get(f"/api/reports/product-sales/?{period}").json()["products"]
    told = [
        (row["product__name"], row["revenue"], row["units_refunded"], row["refunds"], row["net_units"]) for row in rows
    ]
    assert told == [("Tea", "36.00", "0", "0.00", "3"), ("Salt", "20.00", "12", "12.00", "8")]
