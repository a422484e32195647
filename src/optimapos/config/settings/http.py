"""The HTTP surface: REST framework, OpenAPI, static files, hosts."""

from pathlib import Path
from typing import Any

from optimapos import __version__
from optimapos.config.settings.environment import VAR, env
from optimapos.config.settings.security import PAGE_POLICY

ALLOWED_HOSTS = env.list("OPTIMAPOS_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("OPTIMAPOS_TRUSTED_ORIGINS", default=[])
TRUSTED_PROXIES = env.int("OPTIMAPOS_TRUSTED_PROXIES", default=0)
"""How many proxies stand before the server: exactly so many entries of X-Forwarded-For are believed."""

STATIC_URL = "/static/"
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
# Served from where the apps keep them: nothing to collect, and a first start that does not compress 22 MB.
STORAGES = {
    "default": {
        "BACKEND": env.str("OPTIMAPOS_STORAGE", default="django.core.files.storage.FileSystemStorage"),
        "OPTIONS": env.json("OPTIMAPOS_STORAGE_OPTIONS", default={}),
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WEB_ROOT = Path(__file__).parents[1] / "web"
"""What the browser runs, built from `web/`; a release carries it."""
WHITENOISE_ROOT = WEB_ROOT if WEB_ROOT.is_dir() else None
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/assets/.+-[0-9A-Za-z_-]{8}\."


def WHITENOISE_ADD_HEADERS_FUNCTION(headers: Any, path: str, url: str) -> None:  # noqa: N802 - a setting
    """The document that the service worker keeps is held to the same policy as the one that the server answers."""
    if url.endswith(".html"):
        headers["Content-Security-Policy"] = PAGE_POLICY


MEDIA_ROOT = Path(env.str("OPTIMAPOS_MEDIA", default=str(VAR / "media"))).absolute()
"""Where pictures lie, unless OPTIMAPOS_STORAGE names a storage of another kind."""
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
# A cart of 2,000 lines is about 400 kB; nothing honest is larger.

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "optimapos.organization.api.authentication.TerminalAuthentication",
        "optimapos.organization.api.authentication.AccountTokenAuthentication",
        "optimapos.organization.api.authentication.BrowserAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["optimapos.apikit.permissions.HasCapability"],
    "DEFAULT_PARSER_CLASSES": ["optimapos.apikit.parsers.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["optimapos.apikit.renderers.OrjsonRenderer"],
    "DEFAULT_PAGINATION_CLASS": "optimapos.apikit.pagination.CursorPages",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "optimapos.apikit.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "optimapos.apikit.problems.exception_handler",
    "COERCE_DECIMAL_TO_STRING": True,
    "UNAUTHENTICATED_USER": "optimapos.apikit.requests.Nobody",
    "DEFAULT_THROTTLE_RATES": {"sign-in": "30/min", "till-people": "120/min", "wallet-codes": "30/min"},
    "NUM_PROXIES": TRUSTED_PROXIES,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}

SPECTACULAR_SETTINGS = {
    "TITLE": "OptimaPOS",
    "DESCRIPTION": "A multi-tenant point of sale: catalog, stock ledger, carts, checkout, receipts.",
    "VERSION": __version__,
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "DEFAULT_GENERATOR_CLASS": "optimapos.apikit.describing.Generator",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "optimapos.sales.api.openapi.add_checkout",
    ],
    "ENUM_NAME_OVERRIDES": {
        "Capability": "optimapos.core.actors.Capability",
        "LocationKind": "optimapos.organization.types.LocationKind",
        "ProductKind": "optimapos.products.types.ProductKind",
        "LifeCycle": "optimapos.products.types.LifeCycle",
        "PartnerType": "optimapos.partners.types.PartnerType",
        "Weekday": "optimapos.partners.types.Weekday",
        "CreditKind": "optimapos.partners.types.CreditKind",
        "SaleType": "optimapos.sales.types.SaleType",
        "SaleStatus": "optimapos.sales.types.SaleStatus",
        "SaleOrigin": "optimapos.sales.types.SaleOrigin",
        "PaymentMethod": "optimapos.sales.types.PaymentMethod",
        "PaymentMethodEnum": "optimapos.sales.types.TILL_TENDERS",
        "BesideMethod": "optimapos.sales.types.BESIDE_TENDERS",
        "PaymentStatus": "optimapos.sales.types.PaymentStatus",
        "IntentMethod": "optimapos.payments.types.IntentMethod",
        "IntentStatus": "optimapos.payments.types.IntentStatus",
        "IntentKind": "optimapos.payments.types.IntentKind",
        "PaymentProvider": "optimapos.payments.types.Provider",
        "PaymentMode": "optimapos.payments.types.Mode",
        "PaymentEventState": "optimapos.payments.types.EventState",
        "PaymentType": "optimapos.sales.types.PaymentType",
        "BatchKind": "optimapos.inventory.types.BatchKind",
        "BatchStatus": "optimapos.inventory.types.BatchStatus",
        "MovementKind": "optimapos.inventory.types.MovementKind",
        "StockReason": "optimapos.inventory.types.Reason",
        "CountScope": "optimapos.inventory.types.CountScope",
        "SupplierEntryKind": "optimapos.purchases.types.EntryKind",
        "SupplierPaymentMethod": "optimapos.purchases.types.PaymentMethod",
        "LandedCostBasis": "optimapos.purchases.types.Basis",
        "ChargeKind": "optimapos.purchases.types.ChargeKind",
        "PromotionKind": "optimapos.pricing.models.KindOfPromotion",
        "PromotionStatus": "optimapos.pricing.models.PromotionStatus",
        "WalletKind": "optimapos.wallet.types.WalletKind",
        "WalletStatus": "optimapos.wallet.types.WalletStatus",
        "WalletEntryKind": "optimapos.wallet.types.EntryKind",
        "WalletSourceType": "optimapos.wallet.types.SourceType",
        "PointsBasis": "optimapos.wallet.types.PointsBasis",
        "ImportKind": "optimapos.imports.types.ImportKind",
        "ImportStatus": "optimapos.imports.types.JobStatus",
        "FileFormat": "optimapos.imports.types.FileFormat",
        "RefundKind": "optimapos.refunds.types.RefundKind",
        "RefundStatus": "optimapos.refunds.types.RefundStatus",
        "RefundMethod": "optimapos.refunds.types.RefundMethod",
        "RefundReason": "optimapos.refunds.types.RefundReason",
        "RefundDestination": "optimapos.refunds.types.Destination",
        "ShiftStatus": "optimapos.shifts.types.ShiftStatus",
        "CashKind": "optimapos.shifts.types.CashKind",
        "CashReason": "optimapos.shifts.types.CashReason",
        "OfflineSaleState": "optimapos.offline.types.SaleState",
        "OfflineOutcome": "optimapos.offline.types.Outcome",
    },
}
