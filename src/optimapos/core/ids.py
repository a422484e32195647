"""Identifiers: UUID version 7, so that primary keys grow with time and index pages stay warm."""

from uuid import UUID

from uuid_utils.compat import uuid7

__all__ = ["UUID", "new_id"]


def new_id() -> UUID:
    """A new primary key, monotonic within this process."""
    return UUID(int=uuid7().int)
