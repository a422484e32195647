"""The cache, which may be lost: when its server does not answer, everything is a miss and nothing fails.

What is in it are counters of rate limits and copies. Selling and signing in go on without it; PINs have their own lock in
the database.
"""

import logging
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


class ForgivingRedisCache(RedisCache):
    """Django's Redis cache, with an unreachable server taken for an empty one."""

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """The value, or `default` where there is none or no server."""
        try:
            return super().get(key, default, version)
        except RedisError as error:
            return _missed(error, default)

    def set(self, key: Any, value: Any, *args: Any, **options: Any) -> None:
        """Keep a value, if there is a server."""
        try:
            super().set(key, value, *args, **options)
        except RedisError as error:
            _missed(error, None)

    def add(self, key: Any, value: Any, *args: Any, **options: Any) -> bool:
        """Keep a value unless there is one; True without a server, as for an empty cache."""
        try:
            return super().add(key, value, *args, **options)
        except RedisError as error:
            return bool(_missed(error, True))

    def delete(self, key: Any, version: int | None = None) -> bool:
        """Drop a value."""
        try:
            return super().delete(key, version)
        except RedisError as error:
            return bool(_missed(error, False))


def _missed(error: RedisError, answer: Any) -> Any:
    logger.warning("the cache does not answer: %s", type(error).__name__)
    return answer
