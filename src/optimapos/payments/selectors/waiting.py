"""What waits for the worker, of all businesses."""

from datetime import datetime
from uuid import UUID

from django.db import connections

from optimapos.core.tenancy import MAINTENANCE
from optimapos.payments import sql


def waiting_refunds(limit: int) -> list[tuple[UUID, UUID]]:
    """(business, payment) of those to be given back by a provider that none was asked for yet."""
    return _rows(sql.WAITING_REFUNDS, limit=limit)


def waiting_events(since: datetime, limit: int) -> list[tuple[UUID, UUID]]:
    """(business, event) of those that were received, and of those since then whose payment was not there yet."""
    return _rows(sql.WAITING_EVENTS, since=since, limit=limit)


def _rows(statement: str, **values: datetime | int) -> list[tuple[UUID, UUID]]:
    with connections[MAINTENANCE].cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
