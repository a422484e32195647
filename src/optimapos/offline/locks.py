"""Row locks of offline sales: a terminal while a key of it is added, an envelope while it is reviewed."""

from optimapos.core.ids import UUID
from optimapos.core.tenancy import BusinessRef
from optimapos.offline.models import OfflineSale
from optimapos.organization.models import Terminal


def lock_terminal(business: BusinessRef, terminal_id: UUID) -> Terminal | None:
    """The terminal, locked: its keys are numbered one after the other."""
    rows = Terminal.objects.for_business(business).filter(pk=terminal_id)
    return rows.select_for_update(of=("self",), no_key=True).first()


def lock_offline_sale(business: BusinessRef, offline_sale_id: UUID) -> OfflineSale | None:
    """The envelope, locked, or None where there is none."""
    rows = OfflineSale.objects.for_business(business).filter(pk=offline_sale_id)
    return rows.select_for_update(of=("self",), no_key=True).first()
