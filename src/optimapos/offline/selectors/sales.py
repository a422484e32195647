"""Envelopes that were received, and what is missing among them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from django.db import connections
from django.db.models import Q, QuerySet

from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.core.tenancy import APP
from optimapos.offline.models import OfflineSale
from optimapos.offline.sql.queues import QUEUES
from optimapos.offline.types import SaleState

TO_REVIEW = Q(state=SaleState.NEEDS_REVIEW) | Q(state=SaleState.ACCEPTED_WITH_NOTE, note="")
"""What somebody is to look at: not booked, or booked with something to be noted that nobody has closed."""


def offline_sales_of(actor: Actor) -> QuerySet[OfflineSale]:
    """The envelopes of tills at places that the actor may see."""
    rows = OfflineSale.objects.for_business(actor.business_id)
    return rows if actor.location_ids is None else rows.filter(location_id__in=actor.location_ids)


@dataclass(frozen=True)
class Queue:
    """What has arrived of one key's queue. `missing` are ranges of numbers that have not, the first of them."""

    terminal: UUID
    code: str
    name: str
    location: UUID
    key: str
    key_number: int
    last_sequence: int
    received: int
    missing_count: int
    needs_review: int
    last_heard_of: datetime | None
    missing: list[dict[str, Any]]


def queues_of(actor: Actor) -> list[Queue]:
    """The queues of all keys of the tills that the actor may see, in one query."""
    places = None if actor.location_ids is None else [str(each) for each in actor.location_ids]
    with connections[APP].cursor() as cursor:
        cursor.execute(QUEUES, {"business": actor.business_id, "places": places})
        return [Queue(*[*row, orjson.loads(missing)]) for *row, missing in cursor.fetchall()]
