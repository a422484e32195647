"""The technical side of a checkout's request."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from optimapos.core.actors import Origin
from optimapos.sales.connection import Step
from optimapos.sales.rows import CheckoutRows
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


@dataclass(frozen=True, slots=True)
class Awaited:
    """What a floor above has to say where a sale waited for its provider: `first` locks and checks what the sale waited for,
    before the sale is locked (it refuses with NOT_AWAITED); `also` is written with the sale, by the rows that it gets.
    `shift_id`: the shift that the sale began to wait in. It counts there: on its supplement, where it was closed meanwhile.
    """

    first: Sequence[Step]
    also: Callable[[CheckoutRows], Sequence[Step]]
    shift_id: UUID | None = None
