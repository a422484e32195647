"""The signed-in side of a request, and where it came from."""

from dataclasses import dataclass
from ipaddress import ip_address
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest

from optimapos.core.actors import Actor, Origin

BUSINESS_HEADER = "X-Business"


class Nobody:
    """The user of a request that did not sign in."""

    is_authenticated = False
    is_active = False
    pk = None


@dataclass(frozen=True)
class Principal:
    """The signed-in side of a request."""

    actor: Actor
    is_authenticated = True
    is_active = True

    @property
    def pk(self) -> UUID:
        """The user's id: what throttles count by."""
        return self.actor.user_id


def origin_of(request: HttpRequest) -> Origin:
    """Address and browser of a request.

    Behind proxies the address is the entry that the outermost trusted proxy appended, never one that the client wrote.
    """
    address = request.META.get("REMOTE_ADDR", "")
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    trusted: int = settings.TRUSTED_PROXIES
    if trusted and len(forwarded) >= trusted:
        address = forwarded[-trusted]
    return Origin(ip_address=_address(address), user_agent=request.headers.get("User-Agent", "")[:400])


def _address(text: str) -> str:
    """The address, or nothing where a proxy sent something else."""
    try:
        return str(ip_address(text))
    except ValueError:
        return ""
