"""Addresses of refunds."""

from rest_framework.routers import SimpleRouter

from optimapos.refunds.api import credit_notes, views

router = SimpleRouter(use_regex_path=False)
router.register("refunds", views.RefundViewSet, basename="refund")
router.register("sales", views.SaleRefundsViewSet, basename="sale-refunds")

urlpatterns = [*credit_notes.urlpatterns, *router.urls]
