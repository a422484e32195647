"""Mail: which server takes it, and who it is from."""

from optimapos.config.settings.environment import env

_URL = env.str("OPTIMAPOS_MAIL_URL", default="")
MAIL_IS_SET_UP = bool(_URL)
"""Without it nothing is mailed, and whoever asks is told so."""
if _URL:
    vars().update(env.email_url_config(_URL))
else:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
EMAIL_TIMEOUT = env.float("OPTIMAPOS_MAIL_TIMEOUT", default=20.0)
DEFAULT_FROM_EMAIL = env.str("OPTIMAPOS_MAIL_FROM", default="receipts@localhost")
