"""Cards, credit and points for tests, made through the services, and what they then hold."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from optimapos.core.ids import UUID
from optimapos.core.tenancy import tenant_scope
from optimapos.partners.models import Customer
from optimapos.verify.runner import verify
from optimapos.wallet.models import LoyaltyProgram, WalletAccount, WalletEntry, WalletLot
from optimapos.wallet.rules.points import EarningLine
from optimapos.wallet.services import LoyaltyService, PointsService, WalletService
from optimapos.wallet.services.opening import Issued
from optimapos.wallet.types import LoyaltyTerms, Posting
from tests.factories.organization import Shop

D = Decimal
NOON = datetime(2031, 3, 10, 10, tzinfo=UTC)
"""Noon in the shop."""


def make_card(shop: Shop, amount: str = "50", *, at: datetime | None = None, **fields: Any) -> Issued:
    """A gift card."""
    return WalletService.issue_gift_card(
        business=shop.business, actor=shop.owner, amount=D(amount), at=at or datetime.now(UTC), **fields
    ).unwrap()


def make_credit(
    shop: Shop, amount: str, customer: Customer | None = None, *, at: datetime | None = None, **fields: Any
) -> Issued:
    """Store credit of a customer, or of whoever has its code."""
    return WalletService.grant_store_credit(
        business=shop.business,
        actor=shop.owner,
        amount=D(amount),
        reason="Goods came back",
        at=at or datetime.now(UTC),
        customer=customer,
        **fields,
    ).unwrap()


def make_program(shop: Shop, *, at: datetime | None = None, **terms: Any) -> LoyaltyProgram:
    """A point for a unit of the currency, worth a hundredth of it."""
    given: dict[str, Any] = {"points_per_unit": D(1), "point_value": D("0.01"), **terms}
    return LoyaltyService.set_program(
        business=shop.business, actor=shop.owner, terms=LoyaltyTerms(**given), at=at or datetime.now(UTC)
    ).unwrap()


def make_points(
    shop: Shop, customer: Customer, points: int, source: UUID, *, at: datetime | None = None
) -> WalletEntry | None:
    """Points for a sale of so many units of the currency."""
    at = at or datetime.now(UTC)
    posting = Posting(business_date=shop.storefront.local_day(at), at=at, source_id=source)
    return PointsService.earn(
        business=shop.business,
        customer_id=customer.pk,
        lines=[EarningLine(D(points), D(points))],
        total=D(points),
        paid_by_points=D(0),
        posting=posting,
    ).unwrap()


def make_wallet(shop: Shop) -> Issued:
    """A card of which something was spent, by terms of points that are in force."""
    make_program(shop)
    card = make_card(shop)
    WalletService.redeem(
        business=shop.business, actor=shop.owner, code=card.code, amount=D(5), currency="EUR", at=datetime.now(UTC)
    ).unwrap()
    return card


def entries(shop: Shop, account: WalletAccount) -> list[tuple[str, Decimal, Decimal]]:
    """Kind, amount and balance after it, in order."""
    with shop.scope():
        rows = WalletEntry.objects.for_business(shop.id).filter(account=account).order_by("seq")
        return list(rows.values_list("kind", "amount", "balance_after"))


def lots(shop: Shop, account: WalletAccount) -> list[tuple[Decimal, date | None]]:
    """What is left of the open lots, and their last days, in order of opening."""
    with shop.scope():
        rows = WalletLot.objects.for_business(shop.id).filter(account=account, is_open=True).order_by("pk")
        return list(rows.values_list("remaining", "expires_on"))


def balance(shop: Shop, account: WalletAccount) -> Decimal:
    """What the account holds, which verification has to agree on."""
    wrong = [
        each.invariant.id for each in verify(str(shop.id)) if each.invariant.id.startswith("wallet.") and each.count
    ]
    assert wrong == []
    with tenant_scope(shop.id):
        found: Decimal = (
            WalletAccount.objects.for_business(shop.id).values_list("balance", flat=True).get(pk=account.pk)
        )
        return found
