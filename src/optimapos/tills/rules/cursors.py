"""Cursors of the change feed: what a till is given to say how far it is.

A cursor is opaque to tills. It carries where it is valid: another database, one that was set back to an earlier moment,
another storefront or another form of the feed make a till load everything anew, because nobody can tell what it missed.
"""

import hashlib
from uuid import UUID

from optimapos.core.result import DomainError
from optimapos.tills.types import FEED_VERSION, PAGED, Kind, Moment, Position

MAX_AGE = 1_500_000_000
"""Transactions; rows tell which one wrote them by 32 bits, which are unambiguous for less than 2^31 of them."""
_TAG = 12
_PARTS = {2, 5}


def tag_of(identity: str, storefront: UUID) -> str:
    """What cursors of one database and storefront begin with."""
    return hashlib.sha256(f"{FEED_VERSION} {identity} {storefront}".encode()).hexdigest()[:_TAG]


def written(position: Position, tag: str) -> str:
    """The cursor of a position."""
    if position.kind is None:
        return f"{tag}.{position.since}"
    return f"{tag}.{position.since}.{position.until}.{position.kind}.{position.after or UUID(int=0)}"


def read(text: str, tag: str, moment: Moment) -> Position:
    """The position of a cursor.

    Refuses: RELOAD_NEEDED.
    """
    try:
        position = _parsed(text.split("."), tag)
    except ValueError:
        position = None
    if position is None or not moment.next - MAX_AGE < position.since <= moment.next:
        raise DomainError("RELOAD_NEEDED", "This till has to load its catalog anew.")
    return position


def _parsed(parts: list[str], tag: str) -> Position | None:
    if len(parts) not in _PARTS or parts[0] != tag:
        return None
    since, *rest = parts[1:]
    if not rest:
        return Position(_number(since))
    until, kind, after = rest
    return Position(_number(since), _number(until), PAGED[PAGED.index(Kind(kind))], UUID(after))


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise ValueError(text)
    return int(text)
