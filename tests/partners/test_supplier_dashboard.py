"""What is told of suppliers, and who is told amounts."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from optimapos.core.actors import Capability
from optimapos.core.ids import UUID, new_id
from optimapos.core.interfaces import SupplierFigures
from optimapos.organization.models import Role
from optimapos.partners.models import Supplier
from optimapos.partners.services import SupplierService
from optimapos.partners.types import DateRange, DayPlan
from tests.factories.organization import Shop, Till, make_till
from tests.factories.partners import make_division, make_supplier
from tests.partners.figures import KnownFigures, known
from tests.partners.test_suppliers import NOBODY, PATH

__all__ = ["known"]

AT = datetime(2026, 10, 4, 22, 0, tzinfo=UTC)
"""Monday, 5 October, in Sofia; still Sunday in Greenwich."""
TODAY = date(2026, 10, 5)
OWED = SupplierFigures(
    used_credit=Decimal(15000),
    unpaid_amount=Decimal(14000),
    unpaid_count=5,
    overdue_amount=Decimal("250.50"),
    total_orders_amount=Decimal(125000),
)


def told(till: Till, supplier: Supplier, what: str) -> Any:
    """The answer on that Monday."""
    with time_machine.travel(AT, tick=False):
        return till.get(f"{PATH}{supplier.pk}/{what}")


def validated(shop: Shop, supplier: Supplier, amount: str) -> Any:
    """The answer to whether an amount may be bought."""
    with time_machine.travel(AT, tick=False):
        return shop.manager_till.post(f"{PATH}{supplier.pk}/validate/", {"amount": amount})


def delivery(location: UUID, number: str) -> dict[str, Any]:
    """A delivery as purchases would tell of it."""
    return {
        "id": new_id(),
        "number": number,
        "date": TODAY,
        "location": location,
        "status": "POSTED",
        "order_numbers": ["PO-1"],
        "lines": 3,
        "amount": Decimal("99.50"),
    }


def viewer(shop: Shop) -> Till:
    """Somebody who sees suppliers and no amounts."""
    with shop.scope():
        Role.objects.for_business(shop.business).create(
            business=shop.business, code="viewer", name="Viewer", capabilities=[Capability.SUPPLIER_VIEW]
        )
    return make_till(shop.business, shop.storefront, shop.owner, code="T5", role="viewer")


def test_a_dashboard_has_all_of_a_supplier(shop: Shop, known: type[KnownFigures]) -> None:
    supplier = make_supplier(shop, credit_limit=Decimal(50000), days=[DayPlan("mon", expects_order=True)])
    make_division(shop, supplier, code="B", is_active=False)
    division = make_division(shop, supplier, code="A", name="Foods", payment_days=0, contact_person="Maria")
    known.figures[supplier.pk] = OWED
    known.deliveries[supplier.pk] = [delivery(shop.storefront.pk, "R-1")]
    found = told(shop.manager_till, supplier, "dashboard/").json()
    assert list(found) == ["basic_info", "divisions", "financial", "schedule", "deliveries", "statistics"]
    assert found["basic_info"]["can_deliver"] is True
    assert found["divisions"] == [
        {"id": str(division.pk), "name": "Foods", "code": "A", "contact_person": "Maria", "payment_days": 0}
    ]
    amounts = {name: Decimal(value) for name, value in found["financial"].items()}
    assert amounts == {
        "credit_limit": 50000,
        "used_credit": 15000,
        "available_credit": 35000,
        "payment_days": 30,
        "total_orders_amount": 125000,
        "unpaid_count": 5,
        "unpaid_amount": 14000,
        "overdue_amount": Decimal("250.5"),
    }
    assert found["schedule"] == {"order_days": [{"day": "mon", "deadline": None}], "delivery_days": []}
    assert (found["deliveries"][0]["number"], found["deliveries"][0]["amount"]) == ("R-1", "99.50")
    statistics = found["statistics"]
    assert (statistics["period"], statistics["since"], statistics["until"]) == ("month", "2026-09-06", "2026-10-05")
    assert (statistics["orders_count"], statistics["average_order_amount"], statistics["top_products"]) == (0, None, [])
    places = frozenset({shop.storefront.pk})
    assert known.asked == [
        {"on": TODAY},
        {"since": date(2026, 7, 8), "until": TODAY, "limit": 10, "location_ids": places},
        {"since": date(2026, 9, 6), "until": TODAY},
    ]


def test_parts_are_told_alone_and_as_asked(shop: Shop, known: type[KnownFigures]) -> None:
    supplier = make_supplier(shop, credit_limit=None)
    known.deliveries[supplier.pk] = [delivery(shop.storefront.pk, number) for number in ("R-2", "R-1")]
    financial = told(shop.manager_till, supplier, "financial/").json()
    assert (financial["credit_limit"], financial["available_credit"], financial["unpaid_count"]) == (None, None, 0)
    found = told(shop.manager_till, supplier, "deliveries/?since=2026-01-01&until=2026-02-01&limit=1").json()
    assert [row["number"] for row in found] == ["R-2"]
    assert known.asked[-1]["since"] == date(2026, 1, 1)
    statistics = told(shop.manager_till, supplier, "statistics/?period=week").json()
    assert (statistics["period"], statistics["since"]) == ("week", "2026-09-29")


@pytest.mark.parametrize(
    "query",
    [
        "deliveries/?since=2026-02-01&until=2026-01-01",
        "deliveries/?limit=0",
        "deliveries/?limit=201",
        "deliveries/?since=then",
        "statistics/?period=century",
    ],
)
def test_a_query_that_makes_no_sense_is_refused(shop: Shop, known: type[KnownFigures], query: str) -> None:
    refused = told(shop.manager_till, make_supplier(shop), query)
    assert (refused.status_code, refused.json()["code"]) == (400, "VALIDATION_FAILED")
    assert known.asked == []


def test_those_who_see_no_costs_are_told_no_amounts(shop: Shop, known: type[KnownFigures]) -> None:
    supplier, till = make_supplier(shop), viewer(shop)
    known.deliveries[supplier.pk] = [delivery(shop.storefront.pk, "R-1")]
    found = told(till, supplier, "dashboard/").json()
    assert list(found) == ["basic_info", "divisions", "schedule", "deliveries"]
    assert "amount" not in found["deliveries"][0]
    assert "amount" not in told(till, supplier, "deliveries/").json()[0]
    for what in ("financial/", "statistics/"):
        refused = told(till, supplier, what)
        assert (refused.status_code, refused.json()["data"]) == (403, {"capability": "cost.view"})
    assert till.post(f"{PATH}{supplier.pk}/validate/", {"amount": "1"}).status_code == 403


def test_those_who_pay_suppliers_are_told_amounts(shop: Shop) -> None:
    with shop.scope():
        Role.objects.for_business(shop.business).create(
            business=shop.business,
            code="payer",
            name="Payer",
            capabilities=[Capability.SUPPLIER_VIEW, Capability.SUPPLIER_PAY],
        )
    till = make_till(shop.business, shop.storefront, shop.owner, code="T6", role="payer")
    assert told(till, make_supplier(shop), "financial/").status_code == 200


def test_an_amount_within_the_credit_may_be_bought(shop: Shop, known: type[KnownFigures]) -> None:
    supplier = make_supplier(shop, credit_limit=Decimal(50000))
    known.figures[supplier.pk] = OWED
    answer = validated(shop, supplier, "35000.00")
    assert answer.status_code == 200, answer.json()
    assert {name: Decimal(value) for name, value in answer.json().items()} == {
        "available_credit": 35000,
        "requested_amount": 35000,
    }
    free = validated(shop, make_supplier(shop), "999999999").json()
    assert free["available_credit"] is None


def test_an_amount_beyond_the_credit_is_refused_with_what_would_do(shop: Shop, known: type[KnownFigures]) -> None:
    supplier = make_supplier(shop, credit_limit=Decimal(50000))
    known.figures[supplier.pk] = OWED
    refused = validated(shop, supplier, "40000.00")
    assert (refused.status_code, refused.json()["code"]) == (422, "CREDIT_LIMIT_EXCEEDED")
    assert {name: Decimal(value) for name, value in refused.json()["data"].items()} == {
        "available_credit": 35000,
        "requested_amount": 40000,
    }
    assert refused.json()["suggestions"][1] == "Suggested amount: 32000.00"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"is_active": False}, "SUPPLIER_INACTIVE"),
        ({"delivery_blocked": True}, "DELIVERY_BLOCKED"),
        ({"credit_limit": Decimal(0)}, "CREDIT_LIMIT_EXCEEDED"),
    ],
)
def test_nothing_is_bought_from_a_supplier_that_is_blocked_or_gives_no_credit(
    shop: Shop, change: dict[str, Any], code: str
) -> None:
    refused = validated(shop, make_supplier(shop, **change), "1")
    assert (refused.status_code, refused.json()["code"]) == (422, code)


@pytest.mark.parametrize(
    "what", ["dashboard/", "financial/", "deliveries/", "statistics/", "schedule/", "divisions/", "can-order-today/"]
)
def test_nothing_is_told_of_a_supplier_that_is_not_there(shop: Shop, what: str) -> None:
    refused = shop.manager_till.get(f"{PATH}{NOBODY}/{what}")
    assert (refused.status_code, refused.json()["code"]) == (404, "SUPPLIER_NOT_FOUND")


def test_a_dashboard_of_a_supplier_that_is_not_there_is_a_refusal(shop: Shop) -> None:
    result = SupplierService.get_dashboard_data(business=shop.business, supplier_id=new_id(), on=TODAY)
    assert (result.ok, result.code) == (False, "SUPPLIER_NOT_FOUND")


def test_the_service_looks_back_as_it_is_asked(shop: Shop, known: type[KnownFigures]) -> None:
    supplier = make_supplier(shop)
    days = DateRange(date(2026, 1, 1), date(2026, 1, 31))
    assert SupplierService.get_delivery_data(supplier=supplier, date_range=days).data == []
    assert known.asked == [{"since": days.since, "until": days.until, "limit": 10, "location_ids": None}]
    assert SupplierService.get_divisions_data(supplier=supplier).data == []


def test_a_dashboard_takes_as_many_queries_for_many_parts_as_for_none(
    shop: Shop, known: type[KnownFigures], queries: Any
) -> None:
    supplier = make_supplier(shop)
    counts = []
    for wanted in (0, 20):
        for _ in range(wanted):
            make_division(shop, supplier)
        with queries() as asked:
            assert told(shop.manager_till, supplier, "dashboard/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
