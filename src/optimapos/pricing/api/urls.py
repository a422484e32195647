"""Addresses of prices."""

from django.urls import path

from optimapos.pricing.api.views import ProductPriceViewSet

urlpatterns = [
    path(
        "products/<str:product>/prices/",
        ProductPriceViewSet.as_view({"get": "list", "post": "create"}),
        name="product-prices",
    ),
]
