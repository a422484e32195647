"""Points of a completed sale, booked when its news is handed on, and how many of them its goods still earn."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from optimapos.core.money import ZERO
from optimapos.core.operations import operation
from optimapos.core.result import Result
from optimapos.core.tenancy import BusinessRef, tenant_scope
from optimapos.partners.locks import lock_customer
from optimapos.sales.locks import lock_sale
from optimapos.sales.models import Payment, Sale, SaleItem
from optimapos.sales.types import LineKind, PaymentDirection, PaymentMethod
from optimapos.wallet.models import LoyaltyProgram, WalletEntry
from optimapos.wallet.rules.points import EarningLine, points_earned
from optimapos.wallet.selectors import program_at
from optimapos.wallet.selectors.programs import with_subgroups
from optimapos.wallet.services import PointsService
from optimapos.wallet.types import LoyaltyTerms, Posting, SourceType

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
    SalePointsService.earn(
        business=business_id, customer_id=UUID(payload["customer_id"]), sale_id=UUID(payload["sale_id"])
    ).unwrap()


class SalePointsService:
    """Books what sales earn their customers."""

    @staticmethod
    @operation
    def earn(*, business: BusinessRef, customer_id: UUID, sale_id: UUID) -> Result[WalletEntry | None]:
        """The points of a sale, but for those of goods that are back already. A refund that comes meanwhile waits for the
        sale, and finds them.

        Refuses: CUSTOMER_NOT_FOUND, AMOUNT_TOO_LARGE.
        """
        lock_customer(business, customer_id, even_merged=True)
        sale = lock_sale(business, sale_id)
        if sale is None:
            raise AssertionError("a completed sale is there")
        terms = _terms(sale)
        if terms is None:
            return Result.success(None)
        return PointsService.earn(
            business=business,
            customer_id=customer_id,
            lines=_lines(sale, terms),
            total=sale.total_amount,
            paid_by_points=_paid_by_points(sale),
            posting=Posting(
                business_date=sale.business_date,
                at=sale.occurred_at or sale.created_at,
                user_id=sale.user_id,
                terminal_id=sale.terminal_id,
                source_type=SourceType.SALE,
                source_id=sale.pk,
                reference=sale.receipt_number or "",
            ),
        )


def points_kept(sale: Sale) -> int:
    """The points that what was not given back of a sale earns."""
    terms = _terms(sale)
    if terms is None:
        return 0
    return points_earned(
        _lines(sale, terms), total=sale.total_amount, paid_by_points=_paid_by_points(sale), terms=terms
    )


def _terms(sale: Sale) -> LoyaltyTerms | None:
    program = program_at(sale.business_id, sale.occurred_at or sale.created_at)
    return program.terms if program else None


def _paid_by_points(sale: Sale) -> Any:
    rows = Payment.objects.for_business(sale.business_id).filter(sale=sale, direction=PaymentDirection.IN)
    by_points = rows.filter(payment_method=PaymentMethod.LOYALTY).values_list("amount_paid", flat=True)
    return sum(by_points, ZERO)


def _lines(sale: Sale, terms: LoyaltyTerms) -> list[EarningLine]:
    """The lines without what was given back of them."""
    excluded = with_subgroups(sale.business_id, set(terms.excluded_groups))
    rows = SaleItem.objects.for_business(sale.business_id).filter(sale=sale).select_related("product")
    return [
        EarningLine(
            row.net - row.refunded_net,
            row.gross - row.refunded_net - row.refunded_tax,
            earns=row.kind in _EARNING and row.product.group_id not in excluded,
        )
        for row in rows
    ]
