"""How products are narrowed down."""

from uuid import UUID

from django.db.models import QuerySet
from django_filters import rest_framework as filters

from optimapos.apikit.filters import IdsFilter
from optimapos.nomenclatures.selectors import group_ids_below
from optimapos.products.models import Product
from optimapos.products.selectors import matching
from optimapos.products.types import LifeCycle, ProductKind


class ProductFilter(filters.FilterSet):
    """By text (name, or beginning of SKU, PLU or barcode), by group with all below it, brand, stage and kind, or by id."""

    ids = IdsFilter(field_name="pk", lookup_expr="in")

    search = filters.CharFilter(method="_search", max_length=200)
    group = filters.UUIDFilter(method="_group")
    brand = filters.UUIDFilter(field_name="brand_id")
    life_cycle = filters.ChoiceFilter(choices=LifeCycle.choices)
    kind = filters.ChoiceFilter(choices=ProductKind.choices)

    class Meta:
        model = Product
        fields: list[str] = []

    def _search(self, rows: QuerySet[Product], name: str, value: str) -> QuerySet[Product]:
        return matching(rows, value)

    def _group(self, rows: QuerySet[Product], name: str, value: UUID) -> QuerySet[Product]:
        return rows.filter(group_id__in=group_ids_below(self.request.auth.business_id, value))
