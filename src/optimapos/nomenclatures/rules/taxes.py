"""Which of several tax rates applies, pure."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar
from uuid import UUID


class Rate(Protocol):
    """A rate with where and since when."""

    location_id: UUID | None
    valid_from: date


R = TypeVar("R", bound=Rate)


def rate_in(rates: Iterable[R], location_id: UUID | None, on: date) -> R | None:
    """The rate of a day: the location's own before the general one, of each the latest begun."""
    begun = [rate for rate in rates if rate.valid_from <= on and rate.location_id in (location_id, None)]
    return max(begun, key=lambda rate: (rate.location_id is not None, rate.valid_from), default=None)
