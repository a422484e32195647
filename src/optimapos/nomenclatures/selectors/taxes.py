"""Which tax rate applies, where and when."""

from collections.abc import Collection
from datetime import date

from django.db.models import F, Q

from optimapos.core.ids import UUID
from optimapos.core.tenancy import BusinessRef
from optimapos.nomenclatures.models import TaxRate


def tax_rate_on(*, business: BusinessRef, category_id: UUID, location_id: UUID | None, on: date) -> TaxRate | None:
    """The rate of a category on a business day: the location's own before the general one, of each the latest begun."""
    rows = TaxRate.objects.for_business(business).filter(
        Q(location_id=location_id) | Q(location=None), category_id=category_id, valid_from__lte=on
    )
    return rows.order_by(F("location_id").asc(nulls_last=True), "-valid_from").first()


def rates_of_categories(business: BusinessRef, category_ids: Collection[UUID]) -> list[TaxRate]:
    """All rates of some categories, of all places and dates."""
    return list(TaxRate.objects.for_business(business).filter(category_id__in=category_ids))
