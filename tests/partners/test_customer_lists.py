"""The list of customers: what is told of each, how it is narrowed and sorted."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from optimapos.partners.models import CustomerStats
from tests.factories.organization import Shop
from tests.partners.accounts import adjust, make_customer, open_balance


def names(shop: Shop, query: str) -> list[str]:
    """The names that the list answers, in its order."""
    answer = shop.till.get(f"/api/customers/?{query}")
    assert answer.status_code == 200, answer.content
    return [row["name"] for row in answer.json()["results"]]


def bought(shop: Shop, customer: Any, days_ago: int, amount: str, count: int) -> None:
    """So much was bought in all, last so many days ago."""
    at = timezone.now() - timedelta(days=days_ago)
    with shop.scope():
        CustomerStats.objects.for_business(shop.business).create(
            customer_id=customer["id"],
            business_id=shop.id,
            total_purchases=Decimal(amount),
            sales_count=count,
            first_purchase_at=at,
            last_purchase_at=at,
        )


def test_the_list_tells_what_was_bought_in_all(shop: Shop) -> None:
    buyer, stranger = make_customer(shop, name="Buyer"), make_customer(shop, name="Stranger")
    bought(shop, buyer, 3, "41.50", 2)
    rows = {row["id"]: row for row in shop.till.get("/api/customers/").json()["results"]}
    found = rows[buyer["id"]]
    assert (found["sales_count"], Decimal(found["total_purchases"])) == (2, Decimal("41.50"))
    assert found["last_purchase_at"] is not None
    found = rows[stranger["id"]]
    assert (found["sales_count"], Decimal(found["total_purchases"]), found["last_purchase_at"]) == (0, Decimal(0), None)


def test_who_bought_lately_is_told_from_who_did_not(shop: Shop) -> None:
    for name, days_ago in (("Recent", 3), ("Former", 40)):
        bought(shop, make_customer(shop, name=name), days_ago, "5.00", 1)
    make_customer(shop, name="Never")
    assert names(shop, "active_days=30") == ["Recent"]
    assert sorted(names(shop, "active_days=60")) == ["Former", "Recent"]
    assert shop.till.get("/api/customers/?active_days=0").status_code == 400


def test_overdue_are_those_whose_debts_past_grace_are_more_than_their_open_credits(shop: Shop) -> None:
    today = timezone.now().date()
    late, due, both = (make_customer(shop, name=name) for name in ("Late", "Due", "Both"))
    open_balance(shop, late, "20.00", due_date=str(today - timedelta(days=30)))
    open_balance(shop, due, "20.00", due_date=str(today + timedelta(days=30)))
    open_balance(shop, both, "20.00", due_date=str(today - timedelta(days=30)))
    adjust(shop, both, "ADD", "50.00")
    assert names(shop, "overdue=true") == ["Late"]
    assert sorted(names(shop, "overdue=false")) == ["Both", "Due"]
    assert sorted(names(shop, "owing=true")) == ["Due", "Late"]
    assert names(shop, "owing=false") == ["Both"]


@pytest.mark.parametrize(
    ("ordering", "expected"),
    [("name", ["A", "B", "C"]), ("-name", ["C", "B", "A"]), ("-outstanding_balance", ["B", "C", "A"])],
)
def test_customers_sort_by_name_and_by_what_they_owe(shop: Shop, ordering: str, expected: list[str]) -> None:
    make_customer(shop, name="A")
    open_balance(shop, make_customer(shop, name="C"), "5.00")
    open_balance(shop, make_customer(shop, name="B"), "12.00")
    assert names(shop, f"ordering={ordering}") == expected
    assert names(shop, f"ordering={ordering}&page_size=2") == expected[:2]
