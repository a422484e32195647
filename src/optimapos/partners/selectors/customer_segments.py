"""Segments of customers: how many each has, what they bought, and who is in one. Nothing is stored of them."""

from typing import Any

from django.db import connections
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.expressions import RawSQL

from optimapos.core.money import ZERO
from optimapos.core.tenancy import APP, BusinessRef, business_id_of
from optimapos.partners.models import Customer, CustomerStats
from optimapos.partners.sql import segments as sql
from optimapos.partners.types import Segment


def segment_figures(business: BusinessRef, timezone: str) -> list[dict[str, Any]]:
    """All segments in order, with the figures of customers in use; one query. Days are those of the clock `timezone`."""
    with connections[APP].cursor() as cursor:
        cursor.execute(sql.FIGURES, {"business": business_id_of(business), "timezone": timezone})
        found = {segment: figures for segment, *figures in cursor.fetchall()}
    names = ("customers", "revenue", "sales_count")
    return [{"segment": each.value, **dict(zip(names, found.get(each, (0, ZERO, 0)), strict=True))} for each in Segment]


def in_segment(rows: QuerySet[Customer], segment: str, business: BusinessRef, timezone: str) -> QuerySet[Customer]:
    """Those of `rows`, which are of `business`, who are in a segment."""
    if segment == Segment.PROSPECT:
        bought = CustomerStats.objects.for_business(business).filter(customer=OuterRef("pk"))
        return rows.filter(~Exists(bought), is_active=True)
    business_id = business_id_of(business)
    members = RawSQL(sql.MEMBERS, (timezone, business_id, business_id, segment))  # noqa: S611 - a constant of ours
    return rows.filter(pk__in=members)
