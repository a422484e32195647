"""Addresses: the API of each app, its schema, the account API, the admin site, and a health check."""

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

from optimapos.config.admin import site
from optimapos.config.pages import PATHS_OF_PAGES, page
from optimapos.papers.api.logos import logo_file
from optimapos.products.api.picture_files import picture_file

admin.autodiscover()


def healthz(request: HttpRequest) -> HttpResponse:
    """That the server answers; it asks nothing of the engines."""
    return JsonResponse({"status": "ok"})


handler404 = "optimapos.config.errors.not_found"
handler500 = "optimapos.config.errors.server_error"

urlpatterns = [
    path("healthz", healthz),
    re_path(r"^media/pictures/(?P<address>[0-9a-f]{40})-(?P<size>small|large)\.webp$", picture_file),
    re_path(r"^media/logos/(?P<address>[0-9a-f]{40})\.png$", logo_file),
    path("admin/", site.urls),
    path("_allauth/", include("allauth.headless.urls")),
    path("accounts/", include("allauth.urls")),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs/", SpectacularSwaggerView.as_view(url_name="schema"), name="docs"),
    path("api/", include("optimapos.organization.api.urls")),
    path("api/", include("optimapos.papers.api.logos")),
    path("api/", include("optimapos.audit.api.urls")),
    path("api/", include("optimapos.sales.api.receipts")),
    path("api/", include("optimapos.sales.api.gift_card_papers")),
    path("api/", include("optimapos.payments.api.urls")),
    path("api/", include("optimapos.sales.api.urls")),
    path("api/", include("optimapos.refunds.api.urls")),
    path("api/", include("optimapos.shifts.api.urls")),
    path("api/", include("optimapos.nomenclatures.api.urls")),
    path("api/", include("optimapos.products.api.urls")),
    path("api/", include("optimapos.pricing.api.urls")),
    path("api/", include("optimapos.partners.api.urls")),
    path("api/", include("optimapos.inventory.api.urls")),
    path("api/", include("optimapos.purchases.api.urls")),
    path("api/", include("optimapos.wallet.api.urls")),
    path("api/", include("optimapos.imports.api.urls")),
    path("api/", include("optimapos.tills.api.urls")),
    path("api/", include("optimapos.offline.api.urls")),
    path("api/", include("optimapos.reports.api.urls")),
    path("api/", include("optimapos.live.api.urls")),
]

if "debug_toolbar" in settings.INSTALLED_APPS:
    from debug_toolbar.toolbar import debug_toolbar_urls

    urlpatterns += debug_toolbar_urls()

urlpatterns += [re_path(PATHS_OF_PAGES, page)]
