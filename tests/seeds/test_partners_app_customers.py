"""The customers' examples of partners-app.md, in this translation."""

from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest

from optimapos.core.result import Result
from optimapos.nomenclatures.models import PriceGroup
from optimapos.partners.models import Customer, CustomerSite
from optimapos.partners.selectors import customer_by_id, get_daily_operations, get_delivery_address
from optimapos.partners.services import CustomerScheduleService, CustomerService, CustomerSiteService
from optimapos.partners.types import CustomerDayPlan, Period
from tests.factories.organization import Shop

TUESDAY, FRIDAY = date(2026, 10, 6), date(2026, 10, 9)


@pytest.fixture
def customer(shop: Shop) -> Customer:
    """Usage Patterns, 1. Customer Setup with Sites."""
    with shop.scope():
        wholesale_group = PriceGroup.objects.for_business(shop.business).create(
            business=shop.business, code="WHOLESALE", name="Wholesale", discount_percentage=Decimal(10)
        )
    # The example's VAT number fails Bulgaria's check digit; it may be kept of a customer that is not registered for VAT.
    made = CustomerService.create_customer(
        business=shop.business,
        actor=shop.owner,
        fields={
            "code": "ACME001",
            "name": "ACME Corporation",
            "type": Customer.COMPANY,
            "vat_number": "BG123456789",
            "credit_limit": Decimal("10000.00"),
            "credit_terms_days": 30,
            "price_group": wholesale_group,
            "category": Customer.VIP,
        },
    ).unwrap()
    CustomerSiteService.create_site(
        business=shop.business,
        customer_id=made.pk,
        actor=shop.owner,
        fields={
            "name": "Headquarters",
            "city": "Sofia",
            "address": "Business Park, Building A",
            "contact_person": "John Smith",
            "phone": "+359888123456",
            "is_primary": True,
            "is_delivery_address": True,
            "is_billing_address": True,
        },
    ).unwrap()
    CustomerScheduleService.set_week(
        business=shop.business,
        customer_id=made.pk,
        actor=shop.owner,
        days=[
            CustomerDayPlan(day="tue", expects_order=True, expects_delivery=False),
            CustomerDayPlan(
                day="fri",
                expects_delivery=True,
                preferred_delivery_time_from=time(9, 0),
                preferred_delivery_time_to=time(17, 0),
            ),
        ],
    ).unwrap()
    with shop.scope():
        return customer_by_id(shop.business, made.pk)


def test_core_models_1_automatic_data_cleaning() -> None:
    partner = Customer(name="  ACME  ", vat_number=" bg123 ", email=" Sales@ACME.example ")
    partner.clean()
    assert (partner.name, partner.vat_number, partner.email) == ("ACME", "BG123", "sales@acme.example")


def test_core_models_2_customer(customer: Customer) -> None:
    assert (customer.can_buy(), customer.can_buy_on_credit()) == (True, True)
    assert customer.payment_delay_days == customer.credit_terms_days == 30
    customer.credit_blocked = True
    assert (customer.can_buy(), customer.can_buy_on_credit()) == (True, False)
    customer.sales_blocked = True
    assert not customer.can_buy()


def test_core_models_3_only_one_primary_site(shop: Shop, customer: Customer) -> None:
    second = CustomerSiteService.create_site(
        business=shop.business, customer_id=customer.pk, actor=shop.owner, fields={"name": "Depot", "is_primary": True}
    )
    assert (second.ok, second.code) == (False, "PRIMARY_SITE_EXISTS")


def calculate_customer_price(base_price: Decimal, customer: Customer) -> Decimal:
    """Business Logic, 3. Pricing Integration."""
    discount = customer.get_effective_discount()
    return base_price * (1 - discount / 100)


def test_business_logic_3_pricing_integration(customer: Customer) -> None:
    assert calculate_customer_price(Decimal(20), customer) == 18
    customer.price_group, customer.discount_percent = None, Decimal(5)
    assert calculate_customer_price(Decimal(20), customer) == 19


def test_business_logic_4_schedule_management(customer: Customer) -> None:
    assert [row.day for row in customer.get_delivery_days()] == ["fri"]
    assert [row.day for row in customer.get_order_days()] == ["tue"]


def test_performance_1_efficient_queries(shop: Shop, customer: Customer) -> None:
    with shop.scope():
        customers = Customer.objects.for_business(shop.business)
        assert list(customers.active().companies()) == [customer]
        assert list(customers.select_related("price_group").prefetch_related("sites", "day_schedules")) == [customer]


def test_best_practices_3_manager_methods(shop: Shop, customer: Customer) -> None:
    with shop.scope():
        customers = Customer.objects.for_business(shop.business)
        assert list(customers.active()) == [customer]
        assert list(customers.filter(category=Customer.CATEGORY_VIP)) == [customer]
        assert list(customers.with_credit()) == [customer]


def test_best_practices_4_and_integration_with_sales_handle_sites_properly(shop: Shop, customer: Customer) -> None:
    headquarters = get_delivery_address(customer)
    assert headquarters
    assert (headquarters.name, customer.get_billing_address()) == ("Headquarters", headquarters)
    with shop.scope():
        CustomerSite.objects.for_business(shop.business).update(is_delivery_address=False, is_primary=False)
        assert get_delivery_address(customer_by_id(shop.business, customer.pk)) is None


def test_usage_patterns_5_schedule_based_operations(shop: Shop, customer: Customer) -> None:
    with shop.scope():
        tuesday, friday = (get_daily_operations(shop.business, day) for day in (TUESDAY, FRIDAY))
        assert {name: list(rows) for name, rows in tuesday.items()} == {
            "suppliers_expecting_orders": [],
            "suppliers_making_deliveries": [],
            "customers_placing_orders": [customer],
            "customers_expecting_deliveries": [],
        }
        assert [list(rows) for name, rows in friday.items() if name.startswith("customers")] == [[], [customer]]


def test_services_1_customer_service(shop: Shop, customer: Customer) -> None:
    with shop.scope():
        Customer.objects.for_business(shop.business).update(outstanding_balance=Decimal("2500.00"))
    result = CustomerService.get_dashboard_data(business=shop.business, customer_id=customer.pk, on=TUESDAY)
    assert result.ok
    dashboard = result.unwrap()
    # API Reference, Result Data Structures, "Customer Dashboard"
    assert dashboard["basic_info"] == {
        "id": customer.pk,
        "name": "ACME Corporation",
        "code": "ACME001",
        "type": "COMPANY",
        "category": "VIP",
        "is_active": True,
        "sales_blocked": False,
        "credit_blocked": False,
        "can_buy": True,
        "can_buy_on_credit": True,
    }
    assert dashboard["financial"] == {
        "credit_limit": Decimal("10000.00"),
        "used_credit": Decimal("2500.00"),
        "available_credit": Decimal("7500.00"),
        "payment_delay_days": 30,
        "total_orders_amount": Decimal(0),
        "unpaid_amount": Decimal("2500.00"),
    }
    assert dashboard["sites"] == [
        {
            "id": customer.get_sites()[0].pk,
            "name": "Headquarters",
            "city": "Sofia",
            "address": "Business Park, Building A",
            "is_primary": True,
            "is_delivery_address": True,
            "is_billing_address": True,
        }
    ]
    assert dashboard["schedule"] == {
        "order_days": ["tue"],
        "delivery_days": ["fri"],
        "delivery_preferences": [{"day": "fri", "time_from": "09:00", "time_to": "17:00"}],
    }
    assert dashboard["statistics"]["period"] == "month"


def test_api_reference_the_parts_of_the_dashboard(shop: Shop, customer: Customer) -> None:
    whole = CustomerService.get_dashboard_data(business=shop.business, customer_id=customer.pk, on=TUESDAY).unwrap()
    assert CustomerService.get_financial_data(customer=customer).data == whole["financial"]
    assert CustomerService.get_sites_data(customer=customer).data == whole["sites"]
    assert CustomerService.get_schedule_data(customer=customer).data == whole["schedule"]
    statistics = CustomerService.get_statistics_data(customer=customer, period=Period.MONTH, on=TUESDAY)
    assert statistics.data == whole["statistics"]


def process_sales_order(customer: Customer, order: dict[str, Any]) -> Result[Any]:
    """Usage Patterns, 3. Customer Validation in Sales."""
    validation = CustomerService.validate_customer_operation(
        customer=customer, amount=order["total"], on=TUESDAY, on_credit=order["payment_method"] == "CREDIT"
    )
    if not validation.ok:
        return validation
    return Result.success(order | {"discount_percent": customer.get_effective_discount()})


def test_usage_patterns_3_customer_validation_in_sales(customer: Customer) -> None:
    order = {"payment_method": "CREDIT", "total": Decimal(5000)}
    assert process_sales_order(customer, order).unwrap()["discount_percent"] == 10
    customer.outstanding_balance = Decimal(6000)
    refused = process_sales_order(customer, order)
    # Error Handling, "Error Response Pattern"
    assert (refused.ok, refused.code) == (False, "CREDIT_LIMIT_EXCEEDED")
    assert Decimal(refused.data["available_credit"]) == 4000
    assert Decimal(refused.data["requested_amount"]) == 5000
    assert [line.partition(": ")[0] for line in refused.suggestions] == ["Maximum allowed amount", "Suggested amount"]
    assert process_sales_order(customer, order | {"payment_method": "CASH"}).ok
    customer.credit_blocked = True
    assert process_sales_order(customer, order).code == "CREDIT_BLOCKED"
    customer.sales_blocked = True
    assert process_sales_order(customer, order).code == "CUSTOMER_BLOCKED"


def test_error_handling_an_unknown_customer(shop: Shop) -> None:
    nobody = CustomerService.get_dashboard_data(business=shop.business, customer_id=shop.id, on=TUESDAY)
    assert nobody.code == "CUSTOMER_NOT_FOUND"
