"""Addresses of sales. The checkout's two stand first, so that they are found before a sale's id is looked for."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from optimapos.sales.api import accounts, approvals, checkout, gift_cards, payments, simulations, views

router = SimpleRouter(use_regex_path=False)
router.register("approvals", approvals.ApprovalViewSet, basename="approval")
router.register("customers", accounts.CustomerSalesViewSet, basename="customer-sales")
router.register("gift-card-sales", gift_cards.GiftCardSaleViewSet, basename="gift-card-sale")
router.register("payments", payments.PaymentViewSet, basename="payment")
router.register("sales", views.SaleViewSet, basename="sale")

urlpatterns = [
    path("sales/checkout/", checkout.checkout, name="sale-checkout"),
    path("sales/<uuid:pk>/complete/", checkout.complete, name="sale-complete"),
    path("promotions/<uuid:pk>/simulate/", simulations.PromotionSimulationView.as_view(), name="promotion-simulate"),
    path("price-lists/<uuid:pk>/simulate/", simulations.PriceListSimulationView.as_view(), name="price-list-simulate"),
    *router.urls,
]
