"""Which items to list."""

from django_filters import rest_framework as filters

from optimapos.inventory.models import InventoryItem


class StockProductFilter(filters.FilterSet):
    """By place and by product; a warehouse is a `location` too."""

    location = filters.UUIDFilter(field_name="location_id")
    storefront = filters.UUIDFilter(field_name="location_id")
    product = filters.UUIDFilter(field_name="product_id")

    class Meta:
        model = InventoryItem
        fields: list[str] = []
