"""Addresses of the catalog."""

from rest_framework.routers import SimpleRouter

from optimapos.products.api.pictures import PictureViewSet
from optimapos.products.api.views import ProductViewSet

router = SimpleRouter()
router.register("products/(?P<product>[^/.]+)/pictures", PictureViewSet, basename="picture")
router.register("products", ProductViewSet, basename="product")
urlpatterns = router.urls
