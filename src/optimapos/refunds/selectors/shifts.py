"""What was given back in a shift: its report's section of refunds. Wired as `IShiftBooks`."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, Sum

from optimapos.core.money import ZERO, currency_exponent
from optimapos.core.tenancy import BusinessRef
from optimapos.organization.selectors import currency_of
from optimapos.refunds.models import Refund
from optimapos.refunds.types import RefundKind, RefundStatus
from optimapos.sales.answers import money


class RefundsOfShift:
    """Refunds of a shift. None is ever told late."""

    @staticmethod
    def figures_of(
        *, business: BusinessRef, shift_id: UUID, sale_ids: Sequence[UUID] | None = None
    ) -> Mapping[str, Any]:
        """`refunds` and `voids`: how many, what they came to and the tax of it; in two queries."""
        if sale_ids is not None:
            return {}
        places = currency_exponent(currency_of(business))
        rows = Refund.objects.for_business(business).filter(shift_id=shift_id, status=RefundStatus.PROCESSED)
        told = rows.values("kind").annotate(count=Count("pk"), total=Sum("amount"), tax=Sum("tax_amount"))
        found = {row["kind"]: row for row in told}
        return {
            "refunds": _section(found.get(RefundKind.RETURN), places),
            "voids": _section(found.get(RefundKind.VOID), places),
        }


def _section(row: Mapping[str, Any] | None, places: int) -> dict[str, Any]:
    return {
        "count": row["count"] if row else 0,
        "total": money(row["total"] if row else ZERO, places),
        "tax": money(row["tax"] if row else ZERO, places),
    }
