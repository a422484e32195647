"""Addresses of shifts."""

from rest_framework.routers import SimpleRouter

from optimapos.shifts.api.views import ShiftViewSet

router = SimpleRouter(use_regex_path=False)
router.register("shifts", ShiftViewSet, basename="shift")

urlpatterns = router.urls
