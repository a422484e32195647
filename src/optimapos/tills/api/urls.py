"""Addresses of tills."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from optimapos.tills.api import coupons, elsewhere, feed, layouts, people

router = SimpleRouter()
router.register("till/layouts", layouts.LayoutViewSet, basename="till-layout")

urlpatterns = [
    path("till/", feed.StartView.as_view(), name="till"),
    path("till/catalog/", feed.CatalogView.as_view(), name="till-catalog"),
    path("till/changes/", feed.ChangesView.as_view(), name="till-changes"),
    path("till/code-rules/", layouts.CodeRulesView.as_view(), name="till-code-rules"),
    path("till/coupons/<str:code>/", coupons.CouponView.as_view(), name="till-coupon"),
    path("till/people/", people.PeopleView.as_view(), name="till-people"),
    path("till/stock/<str:product>/", elsewhere.ElsewhereView.as_view(), name="till-stock"),
    *router.urls,
]
