"""Customers as a till keeps them: enough to find, to price and to warn, and no more than a lost device may tell.

Of a phone number the last four digits; tax numbers of companies, which are public, and none of persons; no e-mail address, no
street, no notes. Who needs more asks the server.
"""

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import Prefetch, QuerySet

from optimapos.core.ids import UUID
from optimapos.partners.models import Customer, CustomerSite
from optimapos.partners.rules.contacts import last_digits
from optimapos.partners.types import PartnerType

_COLUMNS = (
    "business_id",
    "code",
    "name",
    "name_folded",
    "city",
    "type",
    "customer_type",
    "category",
    "price_group_id",
    "discount_percent",
    "is_tax_exempt",
    "sales_blocked",
    "credit_blocked",
    "credit_limit",
    "credit_terms_days",
    "phone",
    "vat_number",
)
_OF_SITE = ("business_id", "customer_id", "name", "city", "special_discount", "is_primary")


def customers_page(business_id: UUID, after: str, limit: int) -> list[tuple[str, dict[str, Any]]]:
    """Customers by code, with it; by two queries, and one for the key of each version that sealed them."""
    rows = _rows(business_id).filter(code__gt=after).order_by("code")
    return [(row.code, _document(row)) for row in rows[:limit]]


def customers_named(business_id: UUID, ids: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    """Those of the customers that are in use."""
    return {row.pk: _document(row) for row in _rows(business_id).filter(pk__in=ids)}


def _rows(business_id: UUID) -> QuerySet[Customer]:
    sites = CustomerSite.objects.for_business(business_id).filter(is_active=True).order_by("pk").only(*_OF_SITE)
    rows = Customer.objects.for_business(business_id).filter(is_active=True, merged_into=None)
    return rows.only(*_COLUMNS).prefetch_related(Prefetch("sites", sites))


def _document(row: Customer) -> dict[str, Any]:
    return {
        "id": row.pk,
        "code": row.code,
        "name": row.name,
        "search": row.name_folded,
        "phone_end": last_digits(row.phone),
        "tax_number": row.vat_number if row.type == PartnerType.COMPANY else "",
        "city": row.city,
        "type": row.type,
        "customer_type": row.customer_type,
        "category": row.category,
        "price_group": row.price_group_id,
        "discount_percent": row.discount_percent,
        "is_tax_exempt": row.is_tax_exempt,
        "sales_blocked": row.sales_blocked,
        "credit_blocked": row.credit_blocked,
        "credit_limit": row.credit_limit,
        "credit_terms_days": row.credit_terms_days,
        "sites": list(_sites(row)),
    }


def _sites(row: Customer) -> Iterator[dict[str, Any]]:
    for site in row.sites.all():
        yield {
            "id": site.pk,
            "name": site.name,
            "city": site.city,
            "special_discount": site.special_discount,
            "is_primary": site.is_primary,
        }
