"""Row locks of shifts: sales, payments and refunds share a shift, closing takes it alone. First in the order of locks."""

from uuid import UUID

from django.db import connections

from optimapos.core.tenancy import APP, BusinessRef, business_id_of
from optimapos.shifts.models import Shift
from optimapos.shifts.types import ShiftStatus


def lock_shift(business: BusinessRef, shift_id: UUID) -> Shift | None:
    """The shift, locked against sales and other closings, or None where there is none."""
    rows = Shift.objects.for_business(business).filter(pk=shift_id)
    return rows.select_for_update(of=("self",), no_key=True).first()


def share_open_shift(business: BusinessRef, terminal_id: UUID | None) -> UUID | None:
    """The open shift of a till, which stays open until the operation ends; None where there is none."""
    if terminal_id is None:
        return None
    with connections[APP].cursor() as cursor:
        cursor.execute(
            "SELECT id FROM shift WHERE terminal_id = %s AND business_id = %s AND status = %s FOR SHARE",
            [terminal_id, business_id_of(business), ShiftStatus.OPEN],
        )
        found = cursor.fetchone()
        return found[0] if found else None
