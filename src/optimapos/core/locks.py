"""Row locks of core: outbox messages alone, skipping what another relay holds."""

from optimapos.core.models import OutboxMessage


def claim_message() -> OutboxMessage | None:
    """The oldest message that nobody else is handing on, locked; of any business."""
    rows = OutboxMessage.objects.across_businesses(reason="the relay serves every business")
    return rows.select_for_update(skip_locked=True, no_key=True).order_by("id").first()
