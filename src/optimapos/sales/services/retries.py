"""Trying a checkout again: where something moved, a connection broke, or the server picked it as a victim."""

import random
import time
from collections.abc import Callable
from typing import TypeVar

import psycopg
from django.db import DatabaseError, InterfaceError
from psycopg import errors as pg

from optimapos.core.operations import BACK_OFF_SECONDS, RETRIED, TRIES
from optimapos.core.outages import is_outage, unavailable
from optimapos.core.result import DomainError
from optimapos.sales.services.writing import SaleIdTaken, StartOver

T = TypeVar("T")
TRIES_WHEN_MOVED = 20
# Each time somebody else got ahead on the same customer, settings or key; each has then finished.


def until_settled(attempt: Callable[[], T]) -> T:
    """Try again where something moved, the connection broke before its answer, or the server picked us as a victim.

    Safe to repeat: the sale's id was minted before the first try, so a sale that was committed is found by it.
    """
    failures = moves = taken = 0
    while True:
        try:
            return attempt()
        except SaleIdTaken:
            taken += 1
            if taken > 1:  # not by a sale of this business, or reading anew had found it
                raise DomainError("SALE_ID_REUSED", "Another sale is stored under this id.") from None
        except StartOver:
            moves += 1
            if moves > TRIES_WHEN_MOVED:
                raise DomainError("BUSY", "Too much is changing at once. Try again in a moment.") from None
        except pg.LockNotAvailable as error:
            raise _not_had(error) from error
        except (psycopg.Error, DatabaseError, InterfaceError) as error:
            failures += 1
            if not isinstance(error, RETRIED) and not is_outage(error):
                raise
            if failures >= TRIES:
                raise (unavailable() if is_outage(error) else error) from error
            time.sleep(BACK_OFF_SECONDS * failures * (1 + random.random()))  # noqa: S311 - jitter, not a secret


def _not_had(error: pg.LockNotAvailable) -> DomainError:
    """A row's lock names the row in its context; without one it was the key's."""
    if error.diag.context:
        return DomainError("BUSY", "Somebody else is working on the same goods or customer. Try again in a moment.")
    return DomainError("IN_PROGRESS", "The first request with this key is still running. Ask again in a moment.")
