"""Addresses of the wallet."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from optimapos.wallet.api import programs, views

router = SimpleRouter()
router.register("wallet/accounts", views.WalletAccountViewSet, basename="wallet-account")

urlpatterns = [
    path("wallet/gift-cards/", views.GiftCardsView.as_view(), name="gift-cards"),
    path("wallet/store-credits/", views.StoreCreditsView.as_view(), name="store-credits"),
    path("wallet/lookup/", views.LookupView.as_view(), name="wallet-lookup"),
    path("wallet/loyalty-program/", programs.LoyaltyProgramView.as_view(), name="loyalty-program"),
    path("wallet/liability/", programs.LiabilityView.as_view(), name="wallet-liability"),
    path("customers/<str:pk>/wallet/", programs.CustomerWalletView.as_view(), name="customer-wallet"),
    *router.urls,
]
