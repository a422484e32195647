"""Customers found by a name that was written otherwise, and customers who are likely one."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connections

from optimapos.core.tenancy import OWNER
from optimapos.partners.models import Customer
from optimapos.partners.rules.names import folded, letters_of, name_key
from tests.factories.catalog import make_customer
from tests.factories.organization import Shop, make_shop
from tests.tables import worked_table

FOUND = worked_table("algorithms/customers.md", "Worked: finding by name")
SIMILAR = worked_table("algorithms/customers.md", "Worked: very similar names")


def found(shop: Shop, text: str) -> list[str]:
    answer = shop.till.get(f"/api/customers/?search={text}")
    assert answer.status_code == 200, answer.content
    return sorted(row["name"] for row in answer.json()["results"])


@pytest.mark.parametrize("row", FOUND, ids=lambda row: f"{row['asked']} in {row['name']}")
def test_a_name_is_found_as_worked(shop: Shop, row: dict[str, str]) -> None:
    make_customer(shop, name=row["name"])
    assert found(shop, row["asked"]) == ([row["name"]] if row["found"] == "yes" else [])


@pytest.mark.parametrize("row", SIMILAR, ids=lambda row: f"{row['one']} and {row['other']}")
def test_names_are_similar_as_worked(row: dict[str, str]) -> None:
    one, other = name_key(row["one"]), name_key(row["other"])
    assert (bool(one) and one == other) is (row["similar"] == "yes")


def test_what_is_stored_beside_a_name_follows_it(shop: Shop) -> None:
    customer = make_customer(shop, name="Café  Aurora")
    assert (customer.name_folded, customer.name_letters) == ("cafe aurora", " acef aaorru ")
    shop.manager_till.patch(f"/api/customers/{customer.pk}/", {"name": "Бар Ада"})
    with shop.scope():
        row = Customer.objects.for_business(shop.id).get(pk=customer.pk)
    assert (row.name_folded, row.name_letters, row.name_key) == ("bar ada", "", "ad br")
    assert found(shop, "aurora") == []


def test_signs_alone_fold_to_nothing() -> None:
    assert (folded("%-&"), letters_of("&"), name_key("&"), name_key("Ltd")) == ("", "", "", "")


def test_a_search_for_a_name_takes_as_many_queries_for_sixty_as_for_three(shop: Shop, queries: Any) -> None:
    counts = []
    for wanted in (3, 57):
        for _ in range(wanted):
            make_customer(shop, name="Café Aurora")
        with queries() as asked:
            assert found(shop, "auorra&page_size=100")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_names_from_before_are_folded_by_the_migration(shop: Shop) -> None:
    customer = make_customer(shop, name="Café Aurora")
    with shop.scope():
        Customer.objects.for_business(shop.id).update(name_folded="", name_letters="", name_key="")
    assert found(shop, "auorra") == []
    migration = import_module("optimapos.partners.migrations.0014_fold_names")
    with connections[OWNER].schema_editor() as editor:
        migration.fold(apps, editor)
    assert found(shop, "auorra") == ["Café Aurora"]
    with shop.scope():
        row = Customer.objects.for_business(shop.id).get(pk=customer.pk)
    assert (row.name_folded, row.name_key) == (customer.name_folded, customer.name_key)


def doubles(shop: Shop, query: str = "") -> Any:
    answer = shop.till.get(f"/api/customers/doubles/{query}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_customers_who_are_likely_one_are_listed_with_the_reasons(shop: Shop) -> None:
    first = make_customer(shop, name="Café Aurora", phone="+359888123456", vat_number="175074752")
    second = make_customer(shop, name="Cafe Arora", phone="+359 888 123 456")
    third = make_customer(shop, name="Aurora Ltd", vat_number="175 074 752")
    make_customer(shop, name="Ann")
    make_customer(shop, name="Ann")
    make_customer(shop, name="Somebody else", phone="+359888123457")
    make_customer(shop, name="Cafe Aurora", is_active=False)
    make_customer(make_shop(), name="Café Aurora", phone="+359888123456", vat_number="175074752")
    told = {row["id"]: [(each["id"], each["reasons"]) for each in row["doubles"]] for row in doubles(shop)["results"]}
    assert told == {
        str(second.pk): [(str(first.pk), ["PHONE", "NAME"])],
        str(third.pk): [(str(first.pk), ["TAX_NUMBER"])],
    }
    body = {"into": str(first.pk)}
    assert shop.manager_till.post(f"/api/customers/{second.pk}/merge/", body).status_code == 200
    assert [row["id"] for row in doubles(shop)["results"]] == [str(third.pk)]


def test_doubles_come_in_pages_by_as_many_queries_for_many_as_for_few(shop: Shop, queries: Any) -> None:
    counts = []
    for wanted in (3, 30):
        for _ in range(wanted):
            make_customer(shop, name="Café Aurora")
        with queries() as asked:
            doubles(shop, "?page_size=100")
        counts.append(len(asked))
    assert counts[0] == counts[1]
    seen, query = [], "?page_size=10"
    while query:
        page = doubles(shop, query)
        seen += [row["id"] for row in page["results"]]
        query = page["next"].partition("?")[1] + page["next"].partition("?")[2] if page["next"] else ""
    assert len(seen) == len(set(seen)) == 32
