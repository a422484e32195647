"""Addresses of the organization."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from optimapos.organization.api import views
from optimapos.organization.api.me import MeView
from optimapos.organization.api.saved_views import SavedViewViewSet

router = SimpleRouter()
router.register("locations", views.LocationViewSet, basename="location")
router.register("terminals", views.TerminalViewSet, basename="terminal")
router.register("roles", views.RoleViewSet, basename="role")
router.register("members", views.MemberViewSet, basename="member")
router.register("saved-views", SavedViewViewSet, basename="saved-view")

urlpatterns = [
    path("business/", views.BusinessView.as_view(), name="business"),
    path("capabilities/", views.CapabilitiesView.as_view(), name="capabilities"),
    path("me/", MeView.as_view(), name="me"),
    path("terminals/enrol/", views.EnrolView.as_view(), name="terminal-enrol"),
    path("terminals/sign-in/", views.SignInView.as_view(), name="terminal-sign-in"),
    path("terminals/sign-out/", views.SignOutView.as_view(), name="terminal-sign-out"),
    *router.urls,
]
