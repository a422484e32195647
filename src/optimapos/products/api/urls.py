"""Addresses of the catalog."""

from rest_framework.routers import SimpleRouter

from optimapos.products.api.views import ProductViewSet

router = SimpleRouter()
router.register("products", ProductViewSet, basename="product")
urlpatterns = router.urls
