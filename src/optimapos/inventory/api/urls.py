"""Addresses of stock."""

from rest_framework.routers import SimpleRouter

from optimapos.inventory.api.items import StockProductViewSet
from optimapos.inventory.api.storefronts import StoreFrontViewSet

router = SimpleRouter()
router.register("storefronts", StoreFrontViewSet, basename="storefront")
router.register("stock-products", StockProductViewSet, basename="stock-product")
urlpatterns = router.urls
