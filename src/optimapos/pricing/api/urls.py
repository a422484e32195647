"""Addresses of prices."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from optimapos.pricing.api import coupons, price_lists, promotions, proposals, quotes, tiers
from optimapos.pricing.api.views import ProductPriceViewSet

router = SimpleRouter()
router.register("coupons", coupons.CouponViewSet, basename="coupon")
router.register("group-prices", tiers.GroupPriceViewSet, basename="group-price")
router.register("price-lists", price_lists.PriceListViewSet, basename="price-list")
router.register("price-proposals", proposals.PriceProposalViewSet, basename="price-proposal")
router.register("promotions", promotions.PromotionViewSet, basename="promotion")
router.register("step-prices", tiers.StepPriceViewSet, basename="step-price")
urlpatterns = [
    path(
        "products/<str:product>/prices/",
        ProductPriceViewSet.as_view({"get": "list", "post": "create"}),
        name="product-prices",
    ),
    path("pricing/quote/", quotes.QuoteView.as_view(), name="pricing-quote"),
    path("pricing/explain/", quotes.ExplainView.as_view(), name="pricing-explain"),
    path("pricing-settings/", proposals.PricingSettingsView.as_view(), name="pricing-settings"),
    *router.urls,
]
