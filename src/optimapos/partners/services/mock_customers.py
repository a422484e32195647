"""Clearing away customers who never were. Source: pharmacy-customer-management.md "Mock Data Cleanup"."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import PROTECT

from optimapos.audit.models import AuditLog
from optimapos.core.ids import UUID
from optimapos.core.operations import operation
from optimapos.core.result import Result
from optimapos.core.tenancy import BusinessRef
from optimapos.partners.locks import lock_customer
from optimapos.partners.models import Customer, CustomerSite
from optimapos.partners.rules.mock_customers import reasons_of
from optimapos.partners.selectors.customers import country_of

NOBODY = "Removed customer"
_PERSONAL = ("contact_person", "phone", "email", "vat_number", "city", "address", "notes")
_OF_A_SITE = ("contact_person", "phone", "email", "city", "address")


@dataclass(frozen=True)
class Suspect:
    """A customer that looks like one who never was, why, and whether books name it, so that it can't be deleted."""

    id: UUID
    code: str
    name: str
    reasons: Sequence[str]
    is_booked: bool


class MockCustomerService:
    """Finds customers who never were, and clears them away."""

    @staticmethod
    @operation
    def find(*, business: BusinessRef) -> Result[list[Suspect]]:
        """Those that look like it, by code. Changes nothing."""
        country = country_of(business)
        rows = Customer.objects.for_business(business).order_by("code").iterator(chunk_size=1_000)
        looked_at = ((customer, reasons_of(customer.name, customer.phone, country)) for customer in rows)
        found = [
            Suspect(customer.pk, customer.code, customer.name, reasons, _is_booked(customer))
            for customer, reasons in looked_at
            if reasons
        ]
        return Result.success(found)

    @staticmethod
    @operation
    def clear_away(*, business: BusinessRef, customer_id: UUID) -> Result[bool]:
        """Delete a customer; one that books name is made nobody and taken out of use instead. Whether it was deleted.

        Refuses: CUSTOMER_NOT_FOUND.
        """
        customer = lock_customer(business, customer_id, even_merged=True)
        is_deleted = not _is_booked(customer)
        if is_deleted:
            customer.delete()
        else:
            _make_nobody(customer)
        AuditLog.log_event(
            "customer.deleted" if is_deleted else "customer.anonymised", business=business, customer_id=customer_id
        )
        return Result.success(is_deleted)


def _is_booked(customer: Customer) -> bool:
    """Whether a row that outlives the customer names it: a sale, a payment, an entry of the ledger."""
    kept = [relation for relation in Customer._meta.related_objects if relation.on_delete is PROTECT]
    return any(_rows_of(relation, customer).exists() for relation in kept)


def _rows_of(relation: Any, customer: Customer) -> Any:
    rows = relation.related_model.objects.for_business(customer.business_id)
    return rows.filter(**{relation.field.name: customer})


def _make_nobody(customer: Customer) -> None:
    for column in _PERSONAL:
        setattr(customer, column, "")
    customer.name, customer.is_active, customer.vat_registered = NOBODY, False, False
    customer.save()
    sites = CustomerSite.objects.for_business(customer.business_id).filter(customer=customer).order_by("pk")
    for number, site in enumerate(sites, start=1):
        for column in _OF_A_SITE:
            setattr(site, column, "")
        site.name, site.is_active, site.is_primary = f"Removed site {number}", False, False
        site.save()
