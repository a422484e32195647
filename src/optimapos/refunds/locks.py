"""Row locks of refunds, FOR NO KEY UPDATE: after the sale's, before items. Counters last."""

from uuid import UUID

from django.db import connections

from optimapos.core.tenancy import APP, BusinessRef, business_id_of
from optimapos.refunds.models import Refund


def lock_refund(business: BusinessRef, refund_id: UUID) -> Refund | None:
    """The refund, locked, or None where there is none."""
    rows = Refund.objects.for_business(business).filter(pk=refund_id)
    return rows.select_for_update(of=("self",), no_key=True).first()


def draw_number(business: BusinessRef, series: str) -> str:
    """The next number of a series of credit notes; gapless, as it is drawn in the transaction that uses it."""
    with connections[APP].cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO refund_counter AS k (business_id, series, last_number) VALUES (%s, %s, 1)
            ON CONFLICT (business_id, series) DO UPDATE SET last_number = k.last_number + 1
            RETURNING series || '-' || lpad(last_number::text, greatest(4, length(last_number::text)), '0')
            """,
            [business_id_of(business), series],
        )
        (number,) = cursor.fetchone() or ("",)
        return str(number)
