"""Segments of customers by how recently, how often and for how much they bought."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from optimapos.core.ids import UUID
from optimapos.organization.models import Location
from optimapos.partners.models import CustomerStats
from optimapos.partners.types import Segment
from tests.factories.catalog import make_customer
from tests.factories.organization import Shop, make_shop
from tests.tables import worked_table

WORKED = worked_table("algorithms/customers.md", "Worked: segments")


def bought(shop: Shop, customer: Any, *, last: int = 0, sales: int = 1, amount: str = "10", at: Any = None) -> None:
    """So many sales, the last one so many days ago."""
    when = at or datetime.now(UTC) - timedelta(days=last)
    with shop.scope():
        CustomerStats.objects.for_business(shop.id).create(
            customer=customer,
            business_id=shop.id,
            total_purchases=Decimal(amount),
            sales_count=sales,
            first_purchase_at=when,
            last_purchase_at=when,
        )


def segments(shop: Shop) -> dict[str, tuple[int, Decimal, int]]:
    answer = shop.till.get("/api/customers/segments/")
    assert answer.status_code == 200, answer.content
    rows = answer.json()["segments"]
    assert [row["segment"] for row in rows] == Segment.values
    return {row["segment"]: (row["customers"], Decimal(row["revenue"]), row["sales_count"]) for row in rows}


def members(shop: Shop, segment: str) -> set[str]:
    answer = shop.till.get(f"/api/customers/?segment={segment}&page_size=100")
    assert answer.status_code == 200, answer.content
    return {row["name"] for row in answer.json()["results"]}


@pytest.fixture
def buyers(shop: Shop) -> Shop:
    """The ten of the table, a prospect, one out of use, and another business with the same."""
    for each in (shop, make_shop()):
        for row in WORKED:
            customer = make_customer(each, name=row["customer"])
            bought(each, customer, last=int(row["last"]), sales=int(row["sales"]), amount=row["bought"])
        make_customer(each, name="prospect")
        bought(each, make_customer(each, name="gone", is_active=False), sales=1000, amount="9999")
        make_customer(each, name="never", is_active=False)
    return shop


def test_buyers_are_segmented_as_worked(buyers: Shop) -> None:
    found = segments(buyers)
    for segment in Segment.values:
        mine = [row for row in WORKED if row["segment"] == segment]
        expected = {row["customer"] for row in mine} or ({"prospect"} if segment == "PROSPECT" else set())
        assert members(buyers, segment) == expected
        revenue, sales = sum(Decimal(row["bought"]) for row in mine), sum(int(row["sales"]) for row in mine)
        assert found[segment] == (len(expected), revenue, sales)


def test_segment_and_the_other_filters_hold_together(buyers: Shop) -> None:
    assert members(buyers, "LOYAL&search=E") == {"E"}
    assert members(buyers, "PROSPECT&search=never") == set()
    assert buyers.till.get("/api/customers/?segment=OTHER").status_code == 400


def test_a_business_without_customers_has_empty_segments(shop: Shop) -> None:
    assert set(segments(shop).values()) == {(0, Decimal(0), 0)}


def test_equals_stand_in_the_same_segment(shop: Shop) -> None:
    for name in "abcdefg":
        bought(shop, make_customer(shop, name=name), last=3, sales=4)
    assert members(shop, "CHAMPION") == set("abcdefg")


def test_the_day_of_a_purchase_is_that_of_the_asking_place(shop: Shop) -> None:
    with shop.scope():
        Location.objects.for_business(shop.id).filter(pk=UUID(str(shop.storefront.pk))).update(timezone="Asia/Tokyo")
    late, early = datetime(2026, 3, 1, 16, 0, tzinfo=UTC), datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
    for name, at in (("late", late), ("early", early)):
        bought(shop, make_customer(shop, name=name), sales=2, at=at)
    assert members(shop, "CHAMPION") == {"late", "early"}


def test_segments_take_as_many_queries_for_sixty_customers_as_for_three(shop: Shop, queries: Any) -> None:
    counts = []
    for wanted in (3, 57):
        for number in range(wanted):
            bought(shop, make_customer(shop), last=number)
        with queries() as asked:
            segments(shop)
            members(shop, "CHAMPION")
        counts.append(len(asked))
    assert counts[0] == counts[1]
