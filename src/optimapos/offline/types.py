"""States, limits and flags of sales that were made offline, and `Device`, the terminal itself as who sends."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import models

MAX_ENVELOPES = 50
"""In one request; a till sends what it has in portions."""
MAX_FILE_ENVELOPES = 1_000
MAX_FILE_BYTES = 20_000_000
MAX_PAYLOAD = 1_000_000
"""Characters: a cart of 2,000 lines with what was charged for each is about 900 kB."""
MAX_SEQUENCE = 2**53 - 1
# What a JavaScript number holds exactly.
CLOCK_LIMIT = timedelta(minutes=10)
"""A clock that is off by more is told, and the sale flagged."""
MAX_CLOCK_OFFSET_MS = 100 * 366 * 86_400_000
GRANT_HOURS = 72
MAX_GRANT_HOURS = 336
# Two weeks: a data key that signed a grant is kept for a month after the next one.

CLOCK_OFF = "CLOCK_OFF"
GRANT_EXPIRED = "GRANT_EXPIRED"
GRANT_REVOKED = "GRANT_REVOKED"
TERMINAL_INACTIVE = "TERMINAL_INACTIVE"
CUSTOMER_MERGED = "CUSTOMER_MERGED"
BOOKED_ONLINE = "BOOKED_ONLINE"
"""The same sale came in online, and the till never heard the answer."""


class SaleState(models.TextChoices):
    """What became of an envelope that is kept."""

    ACCEPTED = "ACCEPTED", "Accepted"
    ACCEPTED_WITH_NOTE = "ACCEPTED_WITH_NOTE", "Accepted with a note"
    NEEDS_REVIEW = "NEEDS_REVIEW", "Needs review"
    SETTLED = "SETTLED", "Settled by hand"


class Outcome(models.TextChoices):
    """What became of an envelope that was sent: its state, or why it is not kept."""

    ACCEPTED = "ACCEPTED", "Accepted"
    ACCEPTED_WITH_NOTE = "ACCEPTED_WITH_NOTE", "Accepted with a note"
    NEEDS_REVIEW = "NEEDS_REVIEW", "Needs review"
    SETTLED = "SETTLED", "Settled by hand"
    REFUSED = "REFUSED", "Not kept: no till of this business made it"
    TRY_AGAIN = "TRY_AGAIN", "Not taken in yet"


BOOKED = frozenset({SaleState.ACCEPTED.value, SaleState.ACCEPTED_WITH_NOTE.value})


@dataclass(frozen=True)
class Device:
    """A terminal that is enrolled, whoever is signed in at it."""

    business_id: UUID
    terminal_id: UUID
    location_id: UUID


PASSING = frozenset({"BUSY", "IN_PROGRESS", "UNAVAILABLE"})
"""Refusals that pass by themselves: nothing is kept, the till sends it again."""
