"""Addresses of partners."""

from rest_framework.routers import SimpleRouter

from optimapos.partners.api import suppliers, views

router = SimpleRouter()
router.register("customers", views.CustomerViewSet, basename="customer")
router.register("suppliers", suppliers.SupplierViewSet, basename="supplier")
urlpatterns = router.urls
