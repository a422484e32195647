"""What other screens are told of an event: its topic and the ids that it names."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from optimapos.audit.types import TOPICS

_PEOPLE = frozenset({"requested_by", "approver", "user_id", "membership_id"})
ID_LENGTH = 36


def topic_of(event_type: str) -> str | None:
    """The topic, or None for what no screen waits for."""
    return TOPICS.get(event_type) or TOPICS.get(event_type.partition(".")[0])


def ids_in(event_data: Mapping[str, Any]) -> list[UUID]:
    """The ids of records that an event's data names, people apart."""
    return list(dict.fromkeys(_ids(event_data)))


def _ids(told: Any) -> Iterator[UUID]:
    if isinstance(told, Mapping):
        for name, value in told.items():
            yield from _ids(str(name))
            if name not in _PEOPLE:
                yield from _ids(value)
    elif isinstance(told, (list, tuple)):
        for each in told:
            yield from _ids(each)
    elif isinstance(told, UUID):
        yield told
    elif isinstance(told, str) and len(told) == ID_LENGTH:
        try:
            yield UUID(told)
        except ValueError:
            return
