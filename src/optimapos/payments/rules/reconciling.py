"""A provider's list of a period beside ours: each difference, named."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from optimapos.payments.types import Difference, IntentStatus, Listed, Said


@dataclass(frozen=True, slots=True)
class Ours:
    """An intent as it is compared."""

    id: UUID
    key: UUID
    reference: str
    minor: int
    currency: str
    status: str
    is_refund: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Found:
    """One difference: what the provider has and what we have, where they have it."""

    difference: Difference
    theirs: Listed | None
    ours: Ours | None


_AS_SAID = {
    IntentStatus.SUCCEEDED: {Said.SUCCEEDED},
    IntentStatus.FAILED: {Said.FAILED, Said.CANCELLED, Said.PENDING},
    IntentStatus.CANCELLED: {Said.CANCELLED, Said.FAILED, Said.PENDING},
    IntentStatus.EXPIRED: {Said.CANCELLED, Said.FAILED, Said.PENDING},
    IntentStatus.PENDING: {Said.PENDING},
    IntentStatus.CREATED: {Said.PENDING},
}
"""What a provider may say of an intent with this status without disagreeing: one we gave up may lie open there."""


def differences(theirs: Iterable[Listed], ours: Iterable[Ours]) -> list[Found]:
    """Every difference, in the order of the provider's list, then what it lacks. Matched by our key, else by reference."""
    rows = list(ours)
    by_key, by_reference = {row.key: row for row in rows}, {row.reference: row for row in rows if row.reference}
    found: list[Found] = []
    matched: set[UUID] = set()
    for listed in theirs:
        row = (by_key.get(listed.key) if listed.key else None) or by_reference.get(listed.reference)
        if row is None:
            found.append(Found(Difference.MISSING_HERE, listed, None))
            continue
        matched.add(row.id)
        if (row.minor, row.currency) != (listed.minor, listed.currency.upper()):
            found.append(Found(Difference.AMOUNT_DIFFERS, listed, row))
        elif listed.said not in _AS_SAID[IntentStatus(row.status)]:
            found.append(Found(Difference.STATUS_DIFFERS, listed, row))
    return found + [
        Found(Difference.MISSING_THERE, None, row)
        for row in rows
        if row.id not in matched and row.status == IntentStatus.SUCCEEDED
    ]
