"""Lots: what an entry still has left, and until when. What lapses first is spent first.

A lot counts up to and including its last day, the day being the one of the place that asks. One that is past it counts no
more, whether or not it was booked out. Source: docs/algorithms/wallet.md "Lots".
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from optimapos.core.ids import UUID
from optimapos.core.money import ZERO


@dataclass(frozen=True, slots=True)
class Lot:
    """What is left of an entry. `expires_on`: its last day, None for ever."""

    id: UUID
    remaining: Decimal
    expires_on: date | None = None

    def counts(self, day: date) -> bool:
        """Whether it may be spent on a day."""
        return not is_past(self.expires_on, day)


@dataclass(frozen=True, slots=True)
class Part:
    """So much of a lot."""

    lot_id: UUID
    amount: Decimal


def is_past(expires_on: date | None, day: date) -> bool:
    """Whether the last day is over."""
    return expires_on is not None and day > expires_on


def last_day(day: date, validity_days: int) -> date | None:
    """The last day of what is earned on a day; None where it is valid for ever."""
    return day + timedelta(days=validity_days) if validity_days else None


def in_order(lots: Iterable[Lot]) -> list[Lot]:
    """Lots in the order in which they are spent: the first to lapse first, of two the older one; what never lapses last."""
    return sorted(lots, key=lambda lot: (lot.expires_on or date.max, lot.id))


def spendable(lots: Iterable[Lot], day: date) -> Decimal:
    """What may be spent on a day."""
    return sum((lot.remaining for lot in lots if lot.counts(day)), ZERO)


def take(lots: Iterable[Lot], amount: Decimal, day: date) -> list[Part]:
    """What each lot gives of `amount`, in order. Less in all where they have less."""
    parts, left = [], amount
    for lot in in_order(lots):
        given = min(lot.remaining, left) if lot.counts(day) else ZERO
        if given > 0:
            parts.append(Part(lot.id, given))
            left -= given
    return parts


def take_back(lots: Sequence[Lot], own: UUID, amount: Decimal) -> list[Part]:
    """What lots give of points that are taken back: the lot of the entry itself first, then the others in order, lapsed ones
    too. Less in all where they have less: nothing goes below zero.
    """
    parts, left = [], amount
    for lot in sorted(in_order(lots), key=lambda lot: lot.id != own):
        if (given := min(lot.remaining, left)) > 0:
            parts.append(Part(lot.id, given))
            left -= given
    return parts


def give_back(taken: Sequence[Part], amount: Decimal) -> list[Part]:
    """What goes back to each lot of what was `taken`, in the order of taking: to the last one first."""
    parts, left = [], amount
    for part in reversed(taken):
        if (given := min(part.amount, left)) > 0:
            parts.append(Part(part.lot_id, given))
            left -= given
    return parts
