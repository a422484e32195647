"""Which items to list."""

from uuid import UUID

from django.db.models import QuerySet
from django_filters import rest_framework as filters

from optimapos.apikit.filters import IdsFilter
from optimapos.inventory.models import InventoryItem
from optimapos.nomenclatures.selectors import group_ids_below
from optimapos.products.models import Product
from optimapos.products.selectors import matching


class StockProductFilter(filters.FilterSet):
    """By place and by product or products; a warehouse is a `location` too."""

    location = filters.UUIDFilter(field_name="location_id")
    storefront = filters.UUIDFilter(field_name="location_id")
    product = filters.UUIDFilter(field_name="product_id")
    search = filters.CharFilter(method="_search", max_length=200, help_text="As for products.")
    group = filters.UUIDFilter(method="_group", help_text="With all below it.")
    brand = filters.UUIDFilter(field_name="product__brand_id")
    in_stock = filters.BooleanFilter(method="_in_stock")
    products = IdsFilter(field_name="product_id", lookup_expr="in")

    class Meta:
        model = InventoryItem
        fields: list[str] = []

    def _search(self, rows: QuerySet[InventoryItem], name: str, value: str) -> QuerySet[InventoryItem]:
        found = matching(Product.objects.for_business(self.request.auth.business_id), value)
        return rows.filter(product_id__in=found.order_by().values("pk"))

    def _group(self, rows: QuerySet[InventoryItem], name: str, value: UUID) -> QuerySet[InventoryItem]:
        return rows.filter(product__group_id__in=group_ids_below(self.request.auth.business_id, value))

    def _in_stock(self, rows: QuerySet[InventoryItem], name: str, value: bool) -> QuerySet[InventoryItem]:
        return rows.filter(current_qty__gt=0) if value else rows.filter(current_qty__lte=0)
