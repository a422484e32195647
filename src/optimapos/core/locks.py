"""Row locks of core: outbox messages, skipping what another relay holds, and rows that are sealed anew."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from optimapos.core.ids import UUID
from optimapos.core.models import OutboxMessage


def claim_message(failed: Collection[UUID]) -> OutboxMessage | None:
    """The oldest message that nobody else is handing on, but for those that `failed`, locked; of any business."""
    rows = OutboxMessage.objects.across_businesses(reason="the relay serves every business").exclude(pk__in=failed)
    return rows.select_for_update(skip_locked=True, no_key=True).order_by("id").first()


def lock_first(rows: "QuerySet[Any]", limit: int) -> list[Any]:
    """The first of `rows` by key, locked against changes."""
    return list(rows.select_for_update(no_key=True).order_by("pk")[:limit])
