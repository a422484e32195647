"""Codes are tried slowly: so many lookups a minute for each session, whichever address they come from."""

import hashlib
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

SIGNED_IN_BY = ("Authorization", "X-Session-Token")


class CodeThrottle(SimpleRateThrottle):
    """Counts by who is signed in."""

    scope = "wallet-codes"

    def get_cache_key(self, request: Any, view: Any) -> str:
        """The session, hashed: what it signs in by is in no key of the cache."""
        plain: HttpRequest = request._request if isinstance(request, Request) else request
        named = [plain.headers.get(name, "") for name in SIGNED_IN_BY]
        session = "\n".join([*named, plain.COOKIES.get(settings.SESSION_COOKIE_NAME, "")])
        ident = hashlib.sha256(session.encode()).hexdigest()
        return self.cache_format % {"scope": self.scope, "ident": ident}


def slow_down(request: HttpRequest) -> None:
    """Count one more look at a code in a plain view.

    Raises: Throttled.
    """
    throttle = CodeThrottle()
    if not throttle.allow_request(request, None):  # type: ignore[arg-type]  # asks the key alone
        raise Throttled(wait=throttle.wait())
