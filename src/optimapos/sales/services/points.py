"""Points of a completed sale, booked when its news is handed on."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from optimapos.core.money import ZERO
from optimapos.core.tenancy import tenant_scope
from optimapos.sales.models import Payment, Sale, SaleItem
from optimapos.sales.types import LineKind, PaymentDirection, PaymentMethod
from optimapos.wallet.models import LoyaltyProgram
from optimapos.wallet.rules.points import EarningLine
from optimapos.wallet.selectors import program_at
from optimapos.wallet.selectors.programs import with_subgroups
from optimapos.wallet.services import PointsService
from optimapos.wallet.types import Posting, SourceType

_EARNING = frozenset({LineKind.GOODS, LineKind.SERVICE})
# What was sold; a card or a deposit is money of the customer's still.


def earn_points(*, business_id: UUID, message_id: UUID, payload: Mapping[str, Any]) -> None:
    """A `Consumer` of `sale.completed`: the customer's points.

    An operation of its own, committed before the consumers after it run. A second time it finds them earned.

    Raises: DomainError where the account would hold too much, or somebody else has it for too long; the message then waits.
    """
    if payload["customer_id"] is None:
        return
    with tenant_scope(business_id):
        if not LoyaltyProgram.objects.for_business(business_id).exists():
            return
        sale = Sale.objects.for_business(business_id).get(pk=payload["sale_id"])
        at = sale.occurred_at or sale.created_at
        program = program_at(business_id, at)
        if program is None or not program.is_active:
            return
        lines = _lines(business_id, sale, with_subgroups(business_id, set(program.excluded_groups)))
        paid = Payment.objects.for_business(business_id).filter(sale=sale, direction=PaymentDirection.IN)
        by_points = paid.filter(payment_method=PaymentMethod.LOYALTY).values_list("amount_paid", flat=True)
        paid_by_points = sum(by_points, ZERO)
    PointsService.earn(
        business=business_id,
        customer_id=UUID(payload["customer_id"]),
        lines=lines,
        total=sale.total_amount,
        paid_by_points=paid_by_points,
        posting=Posting(
            business_date=sale.business_date,
            at=at,
            user_id=sale.user_id,
            terminal_id=sale.terminal_id,
            source_type=SourceType.SALE,
            source_id=sale.pk,
            reference=sale.receipt_number or "",
        ),
    ).unwrap()


def _lines(business_id: UUID, sale: Sale, excluded: set[UUID]) -> list[EarningLine]:
    rows = SaleItem.objects.for_business(business_id).filter(sale=sale)
    return [
        EarningLine(net, gross, earns=kind in _EARNING and group not in excluded)
        for net, gross, kind, group in rows.values_list("net", "gross", "kind", "product__group_id")
    ]
