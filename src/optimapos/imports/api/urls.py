"""Addresses of imports and exports."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from optimapos.imports.api.exports import ExportViewSet
from optimapos.imports.api.views import ImportViewSet

router = SimpleRouter()
router.register("imports", ImportViewSet, basename="import")
urlpatterns = [
    path("exports/<str:kind>/", ExportViewSet.as_view({"get": "retrieve"}), name="export"),
    path("exports/<str:kind>/template/", ExportViewSet.as_view({"get": "template"}), name="export-template"),
    *router.urls,
]
