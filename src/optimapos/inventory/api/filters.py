"""Which items to list."""

from django_filters import rest_framework as filters

from optimapos.apikit.filters import IdsFilter
from optimapos.inventory.models import InventoryItem


class StockProductFilter(filters.FilterSet):
    """By place and by product or products; a warehouse is a `location` too."""

    location = filters.UUIDFilter(field_name="location_id")
    storefront = filters.UUIDFilter(field_name="location_id")
    product = filters.UUIDFilter(field_name="product_id")
    products = IdsFilter(field_name="product_id", lookup_expr="in")

    class Meta:
        model = InventoryItem
        fields: list[str] = []
