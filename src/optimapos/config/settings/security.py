"""Sign-in, sessions, passwords, cookies."""

from optimapos.config.settings.environment import DEBUG, env
from optimapos.config.settings.live import LIVE_PORT, LIVE_URL

SECRET_KEY = env.str("OPTIMAPOS_SECRET_KEY", default="")
FIELD_KEY = env.str("OPTIMAPOS_FIELD_KEY", default="") or SECRET_KEY
OLD_FIELD_KEYS = env.list("OPTIMAPOS_OLD_FIELD_KEYS", default=[])
# The master key of sealed columns (docs/adr/0048): what was wrapped by an old one still opens until the keys are rotated.
_BEHIND_TLS = env.bool("OPTIMAPOS_TLS", default=False)

AUTH_USER_MODEL = "organization.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Sessions live in PostgreSQL, so that selling for cash goes on without Redis.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_SECURE = _BEHIND_TLS
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = _BEHIND_TLS
SECURE_HSTS_SECONDS = 31_536_000 if _BEHIND_TLS else 0
SECURE_SSL_REDIRECT = _BEHIND_TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _BEHIND_TLS else None
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
_LIVE = LIVE_URL.removesuffix("/") or (f"*:{LIVE_PORT}" if LIVE_PORT else "")
PAGE_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",  # the UI kit writes sizes into style attributes
        "img-src 'self' data: blob:",
        f"connect-src 'self' {_LIVE}".rstrip(),
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
"""What the browser's page may load and run: only what this server sends, and the live stream."""

ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "optimapos.organization.accounts.ClosedSignup"
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("OPTIMAPOS_TRUSTED_PROXIES", default=0)
HEADLESS_ONLY = True
HEADLESS_CLIENTS = ("app", "browser")

INTERNAL_IPS = ["127.0.0.1"] if DEBUG else []
SILENCED_SYSTEM_CHECKS: list[str] = []
