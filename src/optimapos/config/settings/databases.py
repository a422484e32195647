"""PostgreSQL under three roles, and the cache.

`default` is the app: it owns nothing and is behind row-level security. `owner` runs migrations. `maintenance` crosses
businesses for sweepers and `verify`. Connections persist: opening one for each request costs more than the request.
"""

from typing import Any

from redis.backoff import NoBackoff
from redis.retry import Retry

from optimapos.config.settings.environment import env


def _database(variable: str, fallback: str) -> dict[str, Any]:
    settings: dict[str, Any] = env.db_url(variable, default=fallback)
    settings["CONN_MAX_AGE"] = None
    settings["CONN_HEALTH_CHECKS"] = True
    return settings


_APP_URL = env.str("DATABASE_URL", default="postgres://optimapos_app@localhost/optimapos")

DATABASES = {
    "default": _database("DATABASE_URL", _APP_URL),
    "owner": _database("DATABASE_OWNER_URL", _APP_URL),
    "maintenance": _database("DATABASE_MAINTENANCE_URL", _APP_URL),
}

REDIS_URL = env.str("REDIS_URL", default="redis://localhost:6379/0")

CACHES = {
    "default": {
        "BACKEND": "optimapos.core.cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "optimapos",
        "OPTIONS": {"socket_timeout": 0.3, "socket_connect_timeout": 0.3, "retry": Retry(NoBackoff(), 0)},
    }
}

PREPARED_STATEMENTS = env.bool("OPTIMAPOS_PREPARED_STATEMENTS", default=True)
"""Off for transaction poolers that don't keep prepared statements (PgBouncer before 1.21)."""
