"""When a sale happened, by a clock that may be wrong."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from optimapos.core.result import DomainError
from optimapos.offline.types import CLOCK_LIMIT, CLOCK_OFF

FIRST_YEAR = 2000


@dataclass(frozen=True)
class Occurred:
    """The corrected time, and what is to be flagged."""

    at: datetime
    flags: tuple[str, ...] = ()


def occurred(device_time: datetime, offset_ms: int | None, now: datetime) -> Occurred:
    """The device's time plus the offset that it measured last, but not after `now`.

    Refuses: VALIDATION_FAILED for a time without a zone, or one that no till has.
    """
    if device_time.tzinfo is None:
        raise DomainError("VALIDATION_FAILED", "occurred_at needs a time zone, such as 2026-01-31T12:00:00Z.")
    offset = timedelta(milliseconds=offset_ms or 0)
    try:
        corrected = device_time.astimezone(now.tzinfo) + offset
    except OverflowError:
        raise DomainError("VALIDATION_FAILED", "occurred_at is no time that a till has.") from None
    if corrected.year < FIRST_YEAR:
        raise DomainError("VALIDATION_FAILED", f"occurred_at lies before the year {FIRST_YEAR}.")
    is_off = abs(offset) > CLOCK_LIMIT or corrected - now > CLOCK_LIMIT
    return Occurred(min(corrected, now), (CLOCK_OFF,) if is_off else ())
