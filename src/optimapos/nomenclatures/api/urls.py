"""Addresses of reference data."""

from rest_framework.routers import SimpleRouter

from optimapos.nomenclatures.api import views
from optimapos.nomenclatures.api.workflows import DocumentTypeViewSet

router = SimpleRouter()
router.register("brands", views.BrandViewSet, basename="brand")
router.register("product-groups", views.ProductGroupViewSet, basename="product-group")
router.register("units", views.UnitViewSet, basename="unit")
router.register("price-groups", views.PriceGroupViewSet, basename="price-group")
router.register("tax-categories", views.TaxCategoryViewSet, basename="tax-category")
router.register("tax-rates", views.TaxRateViewSet, basename="tax-rate")
router.register("sequences", views.SequenceViewSet, basename="sequence")
router.register("document-types", DocumentTypeViewSet, basename="document-type")
urlpatterns = router.urls
