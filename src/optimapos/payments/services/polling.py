"""What a worker does for payments: asks providers about those that are due, takes refunds up, works events off.

Each of them is looked for in a table, taken by one worker at a time, and done again where a worker died: all of it is
safe to repeat.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from optimapos.payments.locks import claim_due
from optimapos.payments.selectors import waiting_events, waiting_refunds
from optimapos.payments.services.advancing import advance
from optimapos.payments.services.events import ProviderEventService
from optimapos.payments.services.refunds import ProviderRefundService

logger = logging.getLogger(__name__)
BATCH = 200
LOOKED_FOR = timedelta(hours=1)
"""An event may come before its payment is committed; so long it is looked for by itself, later by people."""


def poll(at: datetime, limit: int = BATCH) -> int:
    """Take up refunds, work events off, and ask about what is due, of all businesses; how many were done."""
    refunds: list[Callable[[], object]] = [
        partial(_refund, business, payment, at) for business, payment in waiting_refunds(limit)
    ]
    events: list[Callable[[], object]] = [
        partial(ProviderEventService.take, business=business, event_id=event, at=at)
        for business, event in waiting_events(at - LOOKED_FOR, limit)
    ]
    done = sum(map(_done, [*refunds, *events]))
    due: list[Callable[[], object]] = [
        partial(advance, business=business, intent_id=intent, at=at) for business, intent in claim_due(at, limit)
    ]
    return done + sum(map(_done, due))


def _refund(business: UUID, payment: UUID, at: datetime) -> None:
    refund = ProviderRefundService.take_up(business=business, payment_id=payment, at=at).unwrap()
    if refund is not None and refund.is_open:
        advance(business=business, intent_id=refund.pk, at=at)


def _done(work: Callable[[], object]) -> bool:
    """One that fails holds up no other: it is found again at the next visit."""
    try:
        work()
    except Exception:
        logger.exception("a payment was left for the next visit")
        return False
    return True
