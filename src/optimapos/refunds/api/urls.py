"""Addresses of refunds."""

from rest_framework.routers import SimpleRouter

from optimapos.refunds.api import views

router = SimpleRouter(use_regex_path=False)
router.register("refunds", views.RefundViewSet, basename="refund")
router.register("sales", views.SaleRefundsViewSet, basename="sale-refunds")

urlpatterns = router.urls
