"""Pure rules of the stream: who hears what, and how it is written."""

import json
from collections.abc import Mapping
from typing import Any

from optimapos.live.types import Event, Ticket

Position = tuple[int, int]

RETRY_MS = 3000


def hears(ticket: Ticket, event: Event) -> bool:
    """Whether the holder of the ticket is told of the event."""
    if event.business != ticket.business or event.topic not in ticket.topics:
        return False
    return event.location is None or ticket.locations is None or event.location in ticket.locations


def event_of(name: str, fields: Mapping[str, str]) -> Event | None:
    """An entry of the stream as an event, or None for what is no hint."""
    position = position_of(name)
    try:
        told: Any = json.loads(fields["hint"])
        return Event(
            position or (0, 0),
            fields["business"],
            str(told["topic"]),
            told["location"],
            frame(str(told["topic"]), fields["hint"], name),
        )
    except (KeyError, TypeError, ValueError):
        return None


def frame(event: str, data: str, name: str = "") -> bytes:
    """One server-sent event. `data` is JSON in one line."""
    head = f"id: {name}\n" if name else ""
    return f"{head}event: {event}\ndata: {data}\n\n".encode()


def position_of(name: str | None) -> Position | None:
    """The place in the stream that an id names, or None for what is none."""
    millis, _, number = (name or "").partition("-")
    if not (millis.isascii() and millis.isdigit() and number.isascii() and number.isdigit()):
        return None
    return (int(millis), int(number)) if len(millis) < 20 and len(number) < 20 else None


def name_of(position: Position) -> str:
    """The id of a place in the stream."""
    return f"{position[0]}-{position[1]}"
