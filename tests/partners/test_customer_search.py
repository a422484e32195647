"""Finding customers, filtering them, and the figures of all of them."""

from decimal import Decimal
from typing import Any

import pytest

from optimapos.nomenclatures.models import PriceGroup
from optimapos.organization.models import Business
from optimapos.partners.models import Customer
from optimapos.partners.rules.contacts import is_phone_like
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop, make_shop
from tests.sales.test_customer_statistics import buy, hand_on


def found(shop: Shop, query: str) -> list[str]:
    answer = shop.till.get(f"/api/customers/?{query}")
    assert answer.status_code == 200, answer.content
    return sorted(row["name"] for row in answer.json()["results"])


@pytest.fixture
def town(shop: Shop) -> Shop:
    """A shop in Bulgaria with some customers, and another shop that has the same."""
    other = make_shop()
    for each in (shop, other):
        with each.scope():
            Business.objects.filter(pk=each.id).update(country="BG")
        make_customer(each, code="A-1", name="Ivan Petrov", phone="0888 123 456", email="ivan@acme.example")
        make_customer(each, code="B-1", name="Maria Smith", phone="0888 654 456", vat_number="175074752")
        make_customer(each, code="C-1", name="ACME Trading", phone="+44 20 7946 3456")
    return shop


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("petrov", ["Ivan Petrov"]),
        ("Petrof", ["Ivan Petrov"]),
        ("smiht", ["Maria Smith"]),
        ("Tradng", ["ACME Trading"]),
        ("acm", ["ACME Trading"]),
        ("xqz", []),
        ("nobody at all", []),
        ("b-", ["Maria Smith"]),
        ("0888123456", ["Ivan Petrov"]),
        ("%2B359 888 123 456", ["Ivan Petrov"]),
        ("3456", ["ACME Trading", "Ivan Petrov"]),
        ("123456", ["Ivan Petrov"]),
        ("9993456", []),
        ("456", []),
        ("4456", ["Maria Smith"]),
        ("Ivan@ACME.example", ["Ivan Petrov"]),
        ("ivan@acme", []),
        ("175 074 752", ["Maria Smith"]),
        ("175074753", []),
        ("%25", []),
    ],
)
def test_a_customer_is_found_by_what_one_knows(town: Shop, text: str, expected: list[str]) -> None:
    assert found(town, f"search={text}") == expected


def test_what_may_be_a_phone_number() -> None:
    assert [is_phone_like(text) for text in ("+359 (888) 123-456", "3456", "A-1", "+-", "")] == [
        True,
        True,
        False,
        False,
        False,
    ]


def test_customers_are_filtered_by_kind_and_state(shop: Shop) -> None:
    with shop.scope():
        group = PriceGroup.objects.for_business(shop.business).create(business=shop.business, code="G", name="G")
    make_customer(shop, name="plain")
    make_customer(shop, name="company", type="COMPANY", price_group=group)
    make_customer(shop, name="blocked", credit_blocked=True, sales_blocked=True)
    make_customer(shop, name="owing")
    with shop.scope():
        Customer.objects.for_business(shop.business).filter(name="owing").update(outstanding_balance=-1)
    for query, expected in (
        ("type=COMPANY", ["company"]),
        (f"price_group={group.pk}", ["company"]),
        (f"price_group={shop.id}", []),
        ("credit_blocked=true", ["blocked"]),
        ("sales_blocked=false", ["company", "owing", "plain"]),
        ("has_balance=true", ["owing"]),
        ("has_balance=false", ["blocked", "company", "plain"]),
    ):
        assert found(shop, query) == expected, query


def test_a_search_takes_as_many_queries_for_sixty_customers_as_for_three(shop: Shop, queries: Any) -> None:
    make_customer(shop, phone="+359888100456")
    shop.till.get("/api/customers/")  # the keys are read once in a process
    counts = []
    for wanted in (3, 57):
        for number in range(wanted):
            make_customer(shop, phone=f"+3598881{number:02}456")
        with queries() as asked:
            shop.till.get("/api/customers/?search=00456&page_size=100")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def metrics(shop: Shop, query: str = "") -> dict[str, Any]:
    answer = shop.till.get(f"/api/customers/metrics/{query}")
    assert answer.status_code == 200, answer.content
    told: dict[str, Any] = answer.json()
    return told


def test_the_four_figures_of_all_customers(shop: Shop) -> None:
    nothing = metrics(shop)
    assert (nothing["total_customers"], nothing["active_customers"], nothing["average_purchase_value"]) == (0, 0, None)
    tea = make_product(shop, price="10.00")
    ann, bea = make_customer(shop), make_customer(shop)
    make_customer(make_shop())
    for customer, pieces in ((ann, 1), (ann, 2), (bea, 7)):
        buy(shop, tea, pieces, customer=customer.pk)
    hand_on()
    with shop.scope():
        rows = Customer.objects.for_business(shop.business)
        rows.filter(pk=ann.pk).update(outstanding_balance=Decimal("12.50"))
        rows.filter(pk=bea.pk).update(outstanding_balance=Decimal(-5))
    told = metrics(shop)
    assert (told["total_customers"], told["active_customers"], told["purchases_count"]) == (2, 2, 3)
    assert Decimal(told["total_outstanding_credit"]) == Decimal("12.50")
    assert (Decimal(told["purchases_amount"]), Decimal(told["average_purchase_value"])) == (100, Decimal("33.33"))
    assert metrics(shop, "?days=7")["active_customers"] == 2
    assert shop.till.get("/api/customers/metrics/?days=0").status_code == 400
