"""Which items to list."""

from django.db.models import QuerySet
from django_filters import rest_framework as filters

from optimapos.inventory.models import InventoryItem
from optimapos.products.models import Product
from optimapos.products.selectors import matching


class StockProductFilter(filters.FilterSet):
    """By place, by product or its name and codes, and by whether nothing is left; a warehouse is a `location` too."""

    location = filters.UUIDFilter(field_name="location_id")
    storefront = filters.UUIDFilter(field_name="location_id")
    product = filters.UUIDFilter(field_name="product_id")
    search = filters.CharFilter(method="_search", max_length=200)
    is_out = filters.BooleanFilter(method="_out")

    class Meta:
        model = InventoryItem
        fields: list[str] = []

    def _search(self, rows: QuerySet[InventoryItem], name: str, value: str) -> QuerySet[InventoryItem]:
        found = matching(Product.objects.for_business(self.request.auth.business_id), value)
        return rows.filter(product_id__in=found.order_by().values("pk"))

    def _out(self, rows: QuerySet[InventoryItem], name: str, value: bool) -> QuerySet[InventoryItem]:
        return rows.filter(current_qty__lte=0) if value else rows.filter(current_qty__gt=0)
