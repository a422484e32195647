"""Installed apps, middleware and templates."""

from importlib.util import find_spec

from optimapos.config.settings.environment import DEBUG

SHOW_TOOLBAR = DEBUG and find_spec("debug_toolbar") is not None

INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.headless",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "optimapos.core",
    "optimapos.organization",
    "optimapos.audit",
    "optimapos.apikit",
    "optimapos.papers",
    "optimapos.nomenclatures",
    "optimapos.products",
    "optimapos.partners",
    "optimapos.inventory",
    "optimapos.pricing",
    "optimapos.wallet",
    "optimapos.purchases",
    "optimapos.shifts",
    "optimapos.sales",
    "optimapos.payments",
    "optimapos.refunds",
    "optimapos.imports",
    "optimapos.tills",
    "optimapos.offline",
    "optimapos.reports",
    "optimapos.live",
    "optimapos.verify",
    "optimapos.replay",
    "optimapos.demo",
    *(["debug_toolbar"] if SHOW_TOOLBAR else []),
]

MIDDLEWARE = [
    *(["debug_toolbar.middleware.DebugToolbarMiddleware"] if SHOW_TOOLBAR else []),
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "optimapos.apikit.slashes.SlashMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "optimapos.config.urls"
WSGI_APPLICATION = "optimapos.config.wsgi.application"
