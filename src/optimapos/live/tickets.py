"""Tickets: short-lived random words in Valkey, by which the live process knows who may hear what.

They are kept and not signed: a member of a thousand locations has a word of the same length, and nothing can be forged.
"""

import json
import secrets
from typing import Any

from optimapos.live.types import Ticket

LIFE_SECONDS = 60
"""So long a ticket opens a stream, again too where the connection broke at once."""
_KEY = "optimapos:live:ticket:"


def key_of(word: str) -> str:
    """Where a ticket is kept."""
    return f"{_KEY}{word}"


def new_word() -> str:
    """A word that nobody guesses."""
    return secrets.token_urlsafe(32)


def packed(ticket: Ticket) -> str:
    """A ticket as it is kept."""
    return json.dumps(
        {
            "business": ticket.business,
            "locations": None if ticket.locations is None else sorted(ticket.locations),
            "topics": sorted(ticket.topics),
            "origins": sorted(ticket.origins),
        }
    )


def unpacked(text: str) -> Ticket:
    """The ticket that was kept."""
    told: Any = json.loads(text)
    places = told["locations"]
    return Ticket(
        told["business"],
        None if places is None else frozenset(places),
        frozenset(told["topics"]),
        frozenset(told["origins"]),
    )
