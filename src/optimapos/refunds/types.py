"""Kinds, statuses, methods and reasons of refunds. Source: sales-backend-guide.md phase 3."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import models

from optimapos.core.money import ZERO


class RefundKind(models.TextChoices):
    """RETURN is of some goods, VOID of a whole sale that was just made."""

    RETURN = "RETURN", "Return"
    VOID = "VOID", "Void"


class RefundStatus(models.TextChoices):
    """PENDING waits for a decision, APPROVED for its goods and money, PROCESSED is done."""

    PENDING = "PENDING", "Pending"
    APPROVED = "APPROVED", "Approved"
    REJECTED = "REJECTED", "Rejected"
    PROCESSED = "PROCESSED", "Processed"


class RefundMethod(models.TextChoices):
    """How money goes back, after what is owed for the sale was lowered."""

    CASH = "CASH", "Cash"
    CREDIT_NOTE = "CREDIT_NOTE", "Credit note"
    ORIGINAL_PAYMENT = "ORIGINAL_PAYMENT", "The way it was paid"
    EXCHANGE = "EXCHANGE", "Other goods"


class RefundReason(models.TextChoices):
    """Why goods come back."""

    DEFECTIVE = "DEFECTIVE", "Defective"
    DAMAGED = "DAMAGED", "Damaged"
    EXPIRED = "EXPIRED", "Expired"
    WRONG_ITEM = "WRONG_ITEM", "Wrong item"
    CHANGED_MIND = "CHANGED_MIND", "Changed mind"
    PRICE_ERROR = "PRICE_ERROR", "Wrong price"
    OTHER = "OTHER", "Other"


class Destination(models.TextChoices):
    """Where goods that come back go: onto their layers, to another location, or out as a loss; or they don't come back."""

    SHELF = "SHELF", "Back on the shelf"
    LOCATION = "LOCATION", "To another location"
    DAMAGED = "DAMAGED", "Written off as damaged"
    NONE = "NONE", "Not taken back"


@dataclass(frozen=True, slots=True)
class AskedItem:
    """So much of a line, in the unit that the line was sold in, and where it goes. `serials` names its pieces."""

    sale_item_id: UUID
    quantity: Decimal
    destination: str = Destination.SHELF
    location_id: UUID | None = None
    serials: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for. `note`: why, in words."""

    refund_method: str
    reason: str
    items: tuple[AskedItem, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class BroughtItem:
    """So much of a product that comes without a receipt, in packages where a `packaging_id` is named.

    `unit_price` is what one gives back, tax included; without it as much as may be.
    """

    product_id: UUID
    quantity: Decimal
    packaging_id: UUID | None = None
    unit_price: Decimal | None = None
    destination: str = Destination.SHELF
    serials: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Brought:
    """What somebody brings without a receipt. `brought_by`: who it is and how that was seen; `note`: why, in words."""

    refund_method: str
    reason: str
    note: str
    brought_by: str
    items: tuple[BroughtItem, ...]
    customer_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class BackTo:
    """So much goes back to a payment of the sale."""

    payment_id: UUID
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Exchanged:
    """What goods that come back are exchanged for: a sale that `part` of their worth pays for, and how the rest goes back.

    `item_ids` are the items that the sale takes, `account_ids` the wallet accounts that it is paid from: each kind is locked
    with what comes back, accounts before items.
    """

    sale_id: UUID
    part: Decimal
    rest_method: str
    item_ids: tuple[UUID, ...] = ()
    account_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Columns:
    """What a line's money columns are, or give back. Amounts in the sale's currency."""

    net: Decimal = ZERO
    tax: Decimal = ZERO

    @property
    def gross(self) -> Decimal:
        """Net and tax."""
        return self.net + self.tax
