"""Price lists, and the prices that those in force give a retail customer."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.core.tenancy import BusinessRef
from optimapos.pricing.models import PriceList, PriceListRow, PromotionStatus
from optimapos.pricing.types import RETAIL


def price_lists_of(actor: Actor) -> QuerySet[PriceList]:
    """The lists of the business, each with the count of its rows."""
    return PriceList.objects.for_business(actor.business_id).annotate(row_count=Count("rows"))


def price_list_rows_of(actor: Actor, list_id: UUID) -> QuerySet[PriceListRow]:
    """The rows of a list, with their products."""
    rows = PriceListRow.objects.for_business(actor.business_id).filter(price_list_id=list_id)
    return rows.select_related("product")


def listed_prices_at(business: BusinessRef, product_ids: Collection[UUID], at: datetime) -> QuerySet[PriceListRow]:
    """What lists in force at `at` ask of a retail customer for base units: at most one row for each product."""
    rows = PriceListRow.objects.for_business(business).filter(
        Q(price_list__valid_until=None) | Q(price_list__valid_until__gt=at),
        product_id__in=product_ids,
        packaging=None,
        price_list__status=PromotionStatus.APPROVED,
        price_list__valid_from__lte=at,
        price_list__sale_type__in=["", RETAIL],
    )
    ordered = rows.order_by("product_id", F("price_list__sale_type").desc(), F("price_list__valid_from").desc())
    return ordered.distinct("product_id").select_related("price_list")
