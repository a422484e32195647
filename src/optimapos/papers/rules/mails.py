"""When a mail is tried again, and which addresses are none."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from optimapos.core.result import DomainError

MAX_TRIES = 8
FIRST_WAIT = timedelta(minutes=1)
LEASE = timedelta(minutes=5)
"""So long no other worker takes a mail that one is sending: longer than the mail server's timeout."""
MAX_ADDRESS = 254


def check_address(address: str) -> str:
    """The address, trimmed.

    Refuses: BAD_EMAIL.
    """
    trimmed = address.strip()
    try:
        validate_email(trimmed)
    except ValidationError as error:
        raise DomainError("BAD_EMAIL", "This is no e-mail address.", {"to": trimmed[:MAX_ADDRESS]}) from error
    if len(trimmed) > MAX_ADDRESS:
        raise DomainError("BAD_EMAIL", "This is no e-mail address: it is too long.", {"to": trimmed[:MAX_ADDRESS]})
    return trimmed


def next_try(tries: int, at: datetime) -> datetime | None:
    """When a mail that failed `tries` times is tried again: after 1, 2, 4 minutes and so on; None to give it up.

    >>> from datetime import UTC
    >>> next_try(3, datetime(2026, 1, 1, tzinfo=UTC)), next_try(8, datetime(2026, 1, 1, tzinfo=UTC))
    (datetime.datetime(2026, 1, 1, 0, 4, tzinfo=datetime.timezone.utc), None)
    """
    return None if tries >= MAX_TRIES else at + FIRST_WAIT * 2 ** (tries - 1)
