"""The suppliers' examples of partners-app.md, in this translation."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

from optimapos.core.interfaces import SupplierFigures
from optimapos.organization.models import Location
from optimapos.partners.models import Supplier, SupplierDivision
from optimapos.partners.selectors import (
    can_place_order_today,
    get_daily_operations,
    get_expected_deliveries,
    get_next_delivery_date,
    get_order_deadline_suppliers,
    get_today_delivery_suppliers,
    supplier_by_id,
)
from optimapos.partners.services import SupplierDivisionService, SupplierScheduleService, SupplierService
from optimapos.partners.types import DateRange, DayPlan, Period
from tests.factories.organization import Shop
from tests.partners.figures import KnownFigures, known

__all__ = ["known"]

MONDAY, WEDNESDAY = date(2026, 10, 5), date(2026, 10, 7)


@pytest.fixture
def supplier(shop: Shop) -> Supplier:
    """Usage Patterns, 2. Supplier Setup with Divisions."""
    # The example's VAT number fails Bulgaria's check digit; it may be kept of a supplier that is not registered for VAT.
    made = SupplierService.create_supplier(
        business=shop.business,
        actor=shop.owner,
        fields={
            "code": "DIST001",
            "name": "Premium Distributor Ltd",
            "vat_number": "BG987654321",
            "credit_limit": Decimal("50000.00"),
            "payment_days": 45,
            "is_active": True,
            "contact_person": "Ivan Petrov",
        },
    ).unwrap()
    SupplierDivisionService.create_division(
        business=shop.business,
        supplier_id=made.pk,
        actor=shop.owner,
        fields={
            "name": "Foods Division",
            "code": "FOODS",
            "payment_days": 30,  # Different terms
            "contact_person": "Maria Petrova",
            "phone": "+359888654321",
        },
    ).unwrap()
    SupplierScheduleService.set_week(
        business=shop.business,
        supplier_id=made.pk,
        actor=shop.owner,
        days=[
            DayPlan(day="mon", expects_order=True, order_deadline_time=time(14, 0)),
            DayPlan(day="wed", makes_delivery=True, delivery_time_from=time(8, 0), delivery_time_to=time(16, 0)),
        ],
    ).unwrap()
    with shop.scope():
        return supplier_by_id(shop.business, made.pk)


def division_of(shop: Shop, supplier: Supplier) -> SupplierDivision:
    """The example's one division."""
    with shop.scope():
        return supplier.divisions.select_related("supplier").get(code="FOODS")


def test_core_models_4_supplier(shop: Shop, supplier: Supplier) -> None:
    assert supplier.can_deliver()
    assert supplier.get_effective_payment_days() == 45
    supplier.delivery_blocked = True
    assert not supplier.can_deliver()


def test_core_models_1_automatic_data_cleaning(shop: Shop) -> None:
    partner = Supplier(name="  ACME  ", vat_number=" bg123 ", email=" Sales@ACME.example ")
    partner.clean()
    assert (partner.name, partner.vat_number, partner.email) == ("ACME", "BG123", "sales@acme.example")


def test_core_models_5_division_overrides_terms(shop: Shop, supplier: Supplier) -> None:
    division = division_of(shop, supplier)
    assert division.get_effective_payment_days() == 30
    division.payment_days = None
    assert division.get_effective_payment_days() == 45
    division.payment_days = 0  # the example's `or` would make 45 of it
    assert division.get_effective_payment_days() == 0


def test_business_logic_4_schedule_management(supplier: Supplier) -> None:
    assert [row.day for row in supplier.get_order_days()] == ["mon"]
    assert [row.day for row in supplier.get_delivery_days()] == ["wed"]


def test_services_2_supplier_service(shop: Shop, supplier: Supplier, known: type[KnownFigures]) -> None:
    known.figures[supplier.pk] = SupplierFigures(
        used_credit=Decimal("15000.00"), unpaid_count=5, total_orders_amount=Decimal("125000.00")
    )
    result = SupplierService.get_dashboard_data(business=shop.business, supplier_id=supplier.pk, on=MONDAY)
    assert result.ok
    dashboard = result.data
    # API Reference, Result Data Structures, "Supplier Dashboard"
    assert dashboard["basic_info"] == {
        "id": supplier.pk,
        "name": "Premium Distributor Ltd",
        "code": "DIST001",
        "contact_person": "Ivan Petrov",
        "is_active": True,
        "delivery_blocked": False,
        "can_deliver": True,
    }
    assert dashboard["divisions"] == [
        {
            "id": division_of(shop, supplier).pk,
            "name": "Foods Division",
            "code": "FOODS",
            "contact_person": "Maria Petrova",
            "payment_days": 30,
        }
    ]
    assert dashboard["financial"] == {
        "credit_limit": Decimal("50000.00"),
        "used_credit": Decimal("15000.00"),
        "available_credit": Decimal("35000.00"),
        "payment_days": 45,
        "total_orders_amount": Decimal("125000.00"),
        "unpaid_count": 5,
        "unpaid_amount": 0,
        "overdue_amount": 0,
    }
    assert dashboard["schedule"] == {
        "order_days": [{"day": "mon", "deadline": "14:00"}],
        "delivery_days": [{"day": "wed", "time_from": "08:00", "time_to": "16:00"}],
    }
    assert dashboard["deliveries"] == []
    assert dashboard["statistics"]["period"] == "month"


def test_api_reference_the_parts_of_the_dashboard(shop: Shop, supplier: Supplier, known: type[KnownFigures]) -> None:
    whole = SupplierService.get_dashboard_data(business=shop.business, supplier_id=supplier.pk, on=MONDAY).data
    days = DateRange(date(2026, 9, 1), MONDAY)
    assert SupplierService.get_divisions_data(supplier=supplier).data == whole["divisions"]
    assert SupplierService.get_financial_data(supplier=supplier, on=MONDAY).data == whole["financial"]
    assert SupplierService.get_delivery_data(supplier=supplier, date_range=days, limit=5).data == []
    statistics = SupplierService.get_statistics_data(supplier=supplier, period=Period.MONTH, on=MONDAY)
    assert statistics.data == whole["statistics"]


def process_purchase_order(supplier: Supplier, order: dict[str, Any], division: SupplierDivision | None = None) -> Any:
    """Usage Patterns, 4. Supplier Validation in Purchases."""
    validation = SupplierService.validate_supplier_operation(supplier=supplier, amount=order["total"], on=MONDAY)
    if not validation.ok:
        return validation
    return order | {"payment_days": supplier.get_effective_payment_days(division)}


def test_usage_patterns_4_supplier_validation_in_purchases(
    shop: Shop, supplier: Supplier, known: type[KnownFigures]
) -> None:
    order = {"total": Decimal("5000.00")}
    assert process_purchase_order(supplier, order)["payment_days"] == 45
    assert process_purchase_order(supplier, order, division_of(shop, supplier))["payment_days"] == 30
    known.figures[supplier.pk] = SupplierFigures(used_credit=Decimal("46000.00"))
    refused = process_purchase_order(supplier, order)
    # Error Handling, "Error Response Pattern"
    assert (refused.ok, refused.code) == (False, "CREDIT_LIMIT_EXCEEDED")
    assert Decimal(refused.data["available_credit"]) == Decimal(4000)
    assert Decimal(refused.data["requested_amount"]) == Decimal(5000)
    assert [line.partition(": ")[0] for line in refused.suggestions] == ["Maximum allowed amount", "Suggested amount"]
    assert [Decimal(line.partition(": ")[2]) for line in refused.suggestions] == [4000, 4000]


def test_error_handling_common_error_codes(shop: Shop, supplier: Supplier) -> None:
    def code(**change: bool) -> str:
        SupplierService.update_supplier(
            business=shop.business, supplier_id=supplier.pk, actor=shop.owner, fields=dict(change)
        ).unwrap()
        with shop.scope():
            changed = supplier_by_id(shop.business, supplier.pk)
        return SupplierService.validate_supplier_operation(supplier=changed, amount=Decimal(1), on=MONDAY).code

    assert code(delivery_blocked=True) == "DELIVERY_BLOCKED"
    assert code(is_active=False) == "SUPPLIER_INACTIVE"
    nobody = SupplierService.get_dashboard_data(business=shop.business, supplier_id=shop.id, on=MONDAY)
    assert nobody.code == "SUPPLIER_NOT_FOUND"


def sofia(location: Location, day: date, hour: int, minute: int = 0) -> datetime:
    """A moment by its time in Sofia, three hours ahead in October."""
    assert location.timezone == "Europe/Sofia"
    return datetime(day.year, day.month, day.day, hour - 3, minute, tzinfo=UTC)


def test_best_practices_5_schedule_aware_operations(shop: Shop, supplier: Supplier) -> None:
    here = shop.storefront
    assert can_place_order_today(supplier, at=sofia(here, MONDAY, 14), location=here)
    assert not can_place_order_today(supplier, at=sofia(here, MONDAY, 14, 1), location=here)
    assert not can_place_order_today(supplier, at=sofia(here, WEDNESDAY, 10), location=here)
    assert get_next_delivery_date(supplier, after=MONDAY) == WEDNESDAY
    assert get_next_delivery_date(supplier, after=WEDNESDAY) == WEDNESDAY


def test_business_logic_2_and_integration_with_inventory(shop: Shop, supplier: Supplier) -> None:
    with shop.scope():
        at = sofia(shop.storefront, WEDNESDAY, 9)
        assert list(get_today_delivery_suppliers(shop.business, at=at, location=shop.storefront)) == [supplier]
        assert list(get_expected_deliveries(shop.business, WEDNESDAY)) == [supplier]
        assert list(get_expected_deliveries(shop.business, MONDAY)) == []
        assert list(get_order_deadline_suppliers(shop.business, MONDAY)) == [supplier]


def test_usage_patterns_5_schedule_based_operations(shop: Shop, supplier: Supplier) -> None:
    with shop.scope():
        operations = get_daily_operations(shop.business, MONDAY)
        assert {name: list(rows) for name, rows in operations.items()} == {
            "suppliers_expecting_orders": [supplier],
            "suppliers_making_deliveries": [],
            "customers_placing_orders": [],
            "customers_expecting_deliveries": [],
        }
