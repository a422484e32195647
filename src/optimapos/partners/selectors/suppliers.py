"""Suppliers as a member sees them, and by id."""

from django.db.models import Q, QuerySet

from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.core.result import DomainError
from optimapos.core.tenancy import BusinessRef
from optimapos.partners.models import Supplier, SupplierDivision


def suppliers_of(actor: Actor) -> QuerySet[Supplier]:
    """All suppliers of the business, with their weeks."""
    return Supplier.objects.for_business(actor.business_id).prefetch_related("day_schedules")


def matching_suppliers(rows: QuerySet[Supplier], text: str) -> QuerySet[Supplier]:
    """Those whose code begins with `text` or whose name contains it."""
    return rows.filter(Q(code__istartswith=text) | Q(name__icontains=text))


def supplier_by_id(business: BusinessRef, supplier_id: UUID) -> Supplier:
    """One supplier with its week.

    Refuses: SUPPLIER_NOT_FOUND.
    """
    rows = Supplier.objects.for_business(business).prefetch_related("day_schedules")
    supplier = rows.filter(pk=supplier_id).first()
    if supplier is None:
        raise DomainError("SUPPLIER_NOT_FOUND", "There is no such supplier.", {"supplier": str(supplier_id)})
    return supplier


def divisions_of(supplier: Supplier) -> QuerySet[SupplierDivision]:
    """All divisions of a supplier, with the supplier, whose terms they may share."""
    rows = SupplierDivision.objects.for_business(supplier.business_id).filter(supplier=supplier)
    return rows.select_related("supplier")
