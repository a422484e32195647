"""Suppliers for tests, made through the services."""

from collections.abc import Sequence
from typing import Any

from optimapos.partners.models import Supplier, SupplierDivision
from optimapos.partners.services import SupplierDivisionService, SupplierScheduleService, SupplierService
from optimapos.partners.types import DayPlan
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
