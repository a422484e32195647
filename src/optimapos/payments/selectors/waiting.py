"""What waits for the worker, of all businesses."""

from datetime import datetime
from uuid import UUID

from optimapos.core.statements import rows_of
from optimapos.core.tenancy import MAINTENANCE
from optimapos.payments import sql


def waiting_refunds(limit: int) -> list[tuple[UUID, UUID]]:
    """(business, payment) of those to be given back by a provider that none was asked for yet."""
    return [(business, payment) for business, payment in rows_of(sql.WAITING_REFUNDS, {"limit": limit}, MAINTENANCE)]


def waiting_events(since: datetime, limit: int) -> list[tuple[UUID, UUID]]:
    """(business, event) of those that were received, and of those since then whose payment was not there yet."""
    asked = {"since": since, "limit": limit}
    return [(business, event) for business, event in rows_of(sql.WAITING_EVENTS, asked, MAINTENANCE)]
