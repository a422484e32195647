"""Suppliers and parts of customers for tests, made through the services."""

from collections.abc import Sequence
from typing import Any

from optimapos.partners.models import Customer, CustomerSite, Supplier, SupplierDivision
from optimapos.partners.services import (
    CustomerScheduleService,
    CustomerSiteService,
    SupplierDivisionService,
    SupplierScheduleService,
    SupplierService,
)
from optimapos.partners.types import CustomerDayPlan, DayPlan
from tests.factories.organization import Shop, unique


def make_supplier(shop: Shop, days: Sequence[DayPlan] = (), **fields: Any) -> Supplier:
    """A supplier with these days in its week."""
    columns: Any = {"name": unique("Supplier"), **fields}
    made = SupplierService.create_supplier(business=shop.business, actor=shop.owner, fields=columns).unwrap()
    if days:
        SupplierScheduleService.set_week(
            business=shop.business, supplier_id=made.pk, actor=shop.owner, days=days
        ).unwrap()
    return made


def make_division(shop: Shop, supplier: Supplier, **fields: Any) -> SupplierDivision:
    """A division of a supplier."""
    columns: Any = {"code": unique("D"), "name": unique("Division"), **fields}
    return SupplierDivisionService.create_division(
        business=shop.business, supplier_id=supplier.pk, actor=shop.owner, fields=columns
    ).unwrap()


def make_site(shop: Shop, customer: Customer, **fields: Any) -> CustomerSite:
    """A site of a customer."""
    columns: Any = {"name": unique("Site"), **fields}
    return CustomerSiteService.create_site(
        business=shop.business, customer_id=customer.pk, actor=shop.owner, fields=columns
    ).unwrap()


def set_customer_week(shop: Shop, customer: Customer, *days: CustomerDayPlan) -> None:
    """These days are the whole week of a customer."""
    CustomerScheduleService.set_week(
        business=shop.business, customer_id=customer.pk, actor=shop.owner, days=days
    ).unwrap()
