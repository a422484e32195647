"""The technical side of a checkout's request."""

from dataclasses import dataclass
from datetime import datetime

from optimapos.core.actors import Origin
from optimapos.sales.selectors.checkout import Caller


@dataclass(frozen=True, slots=True)
class Call:
    """Who calls, the idempotency key, and the request's fingerprint."""

    caller: Caller
    key: str | None
    fingerprint: bytes
    body: bytes
    origin: Origin
    now: datetime
