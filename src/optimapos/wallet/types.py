"""Kinds of wallet accounts and of their entries, and what is asked of them."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import models

from optimapos.core.ids import UUID

BALANCE_LIMIT = Decimal("1e12")
"""No account holds more than this, in money or points."""
GROUPS_LIMIT = 500
"""So many product groups may be without points."""


class WalletKind(models.TextChoices):
    """What an account is. LOYALTY counts whole points, the others money."""

    GIFT_CARD = "GIFT_CARD", "Gift card"
    STORE_CREDIT = "STORE_CREDIT", "Store credit"
    LOYALTY = "LOYALTY", "Loyalty points"


class WalletStatus(models.TextChoices):
    """Whether an account may be used. One that is past its last day counts as EXPIRED whether or not this says so."""

    ACTIVE = "ACTIVE", "Active"
    BLOCKED = "BLOCKED", "Blocked"
    EXPIRED = "EXPIRED", "Expired"


class EntryKind(models.TextChoices):
    """What an entry books. REFUND is a credit note that was granted, REVERSAL takes (a part of) another entry back."""

    ISSUE = "ISSUE", "Issued"
    RELOAD = "RELOAD", "Reloaded"
    REDEEM = "REDEEM", "Redeemed"
    REFUND = "REFUND", "Credit granted"
    EARN = "EARN", "Points earned"
    SPEND = "SPEND", "Points spent"
    EXPIRE = "EXPIRE", "Expired"
    ADJUST = "ADJUST", "Adjusted"
    REVERSAL = "REVERSAL", "Taken back"


class PointsBasis(models.TextChoices):
    """What of a sale earns points: with or without its tax."""

    GROSS = "GROSS", "With tax"
    NET = "NET", "Without tax"


class SourceType(models.TextChoices):
    """What an entry was booked for. TILL: money that was taken for it, by payments that name it."""

    NONE = "", "By hand"
    SALE = "SALE", "Sale"
    REFUND = "REFUND", "Refund"
    TILL = "TILL", "Sold"


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """Who books, where, when and for what. `business_date`: the day of that place."""

    business_date: date
    at: datetime
    user_id: UUID | None = None
    terminal_id: UUID | None = None
    source_type: SourceType = SourceType.NONE
    source_id: UUID | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoyaltyTerms:
    """How points are earned and spent. `points_per_unit` of the currency, `point_value` in money; at least `min_points` at
    once for at most `max_share` per cent of a sale; `validity_days` 0: for ever.
    """

    points_per_unit: Decimal
    point_value: Decimal
    basis: PointsBasis = PointsBasis.GROSS
    min_points: int = 0
    max_share: Decimal = Decimal(100)
    validity_days: int = 0
    is_active: bool = True
    excluded_groups: tuple[UUID, ...] = ()
