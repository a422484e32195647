"""Row locks of core: outbox messages alone, skipping what another relay holds."""

from collections.abc import Collection

from optimapos.core.ids import UUID
from optimapos.core.models import OutboxMessage


def claim_message(failed: Collection[UUID]) -> OutboxMessage | None:
    """The oldest message that nobody else is handing on, but for those that `failed`, locked; of any business."""
    rows = OutboxMessage.objects.across_businesses(reason="the relay serves every business").exclude(pk__in=failed)
    return rows.select_for_update(skip_locked=True, no_key=True).order_by("id").first()
