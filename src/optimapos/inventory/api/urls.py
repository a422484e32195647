"""Addresses of stock."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from optimapos.inventory.api.adjustments import StockAdjustmentViewSet
from optimapos.inventory.api.counts import StockCountViewSet
from optimapos.inventory.api.items import StockProductViewSet
from optimapos.inventory.api.serials import SerialViewSet
from optimapos.inventory.api.shelves import StockExpiryViewSet, StockMovementViewSet
from optimapos.inventory.api.storefronts import StoreFrontViewSet
from optimapos.inventory.api.time_travel import StockAsOfView, StockValueAsOfView
from optimapos.inventory.api.transfers import StockTransferViewSet

router = SimpleRouter()
router.register("storefronts", StoreFrontViewSet, basename="storefront")
router.register("stock-products", StockProductViewSet, basename="stock-product")
router.register("stock-expiry", StockExpiryViewSet, basename="stock-expiry")
router.register("stock-movements", StockMovementViewSet, basename="stock-movement")
router.register("stock-transfers", StockTransferViewSet, basename="stock-transfer")
router.register("stock-adjustments", StockAdjustmentViewSet, basename="stock-adjustment")
router.register("stock-counts", StockCountViewSet, basename="stock-count")
urlpatterns = [
    path("serials/", SerialViewSet.as_view({"get": "list"}), name="serial-list"),
    path("stock-as-of/", StockAsOfView.as_view(), name="stock-as-of"),
    path("stock-as-of/value/", StockValueAsOfView.as_view(), name="stock-value-as-of"),
    *router.urls,
]
