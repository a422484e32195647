"""Row locks of tills: FOR NO KEY UPDATE, evaluated on the spot."""

from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.core.tenancy import BusinessRef, business_id_of
from optimapos.organization.models import Business
from optimapos.tills.models import TillLayout


def lock_layout(actor: Actor, layout_id: UUID) -> TillLayout | None:
    """The layout, locked, or None where there is none: its tiles are put one arrangement after the other."""
    rows = TillLayout.objects.for_business(actor.business_id).filter(pk=layout_id)
    return rows.select_for_update(of=("self",), no_key=True).first()


def lock_code_rules(business: BusinessRef) -> None:
    """The business, locked: its rules are replaced one list after the other."""
    Business.objects.select_for_update(no_key=True).get(pk=business_id_of(business))
