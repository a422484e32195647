"""Addresses of prices."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from optimapos.pricing.api import tiers
from optimapos.pricing.api.views import ProductPriceViewSet

router = SimpleRouter()
router.register("group-prices", tiers.GroupPriceViewSet, basename="group-price")
router.register("step-prices", tiers.StepPriceViewSet, basename="step-price")
urlpatterns = [
    path(
        "products/<str:product>/prices/",
        ProductPriceViewSet.as_view({"get": "list", "post": "create"}),
        name="product-prices",
    ),
    *router.urls,
]
