"""Whether an error says that the database is away: not a bug and not a refusal, but nothing to be had for the moment."""

import psycopg
from django.db import DatabaseError, InterfaceError

from optimapos.core.result import DomainError

_SHUTDOWN = frozenset({"57P01", "57P02", "57P03", "53300"})
# Terminated, crashed, starting up, no connection left.


def is_outage(error: BaseException) -> bool:
    """Whether the connection could not be had, or broke."""
    cause = error.__cause__ if isinstance(error, (DatabaseError, InterfaceError)) else error
    if isinstance(cause, psycopg.InterfaceError) or isinstance(error, InterfaceError):
        return True
    if not isinstance(cause, psycopg.OperationalError):
        return False
    return cause.sqlstate is None or cause.sqlstate.startswith("08") or cause.sqlstate in _SHUTDOWN


def unavailable() -> DomainError:
    """What is answered then. What was asked may be asked again under the same key."""
    return DomainError(
        "UNAVAILABLE", "The database does not answer. Try again in a moment, with the same key.", {"retry_after": 1}
    )
