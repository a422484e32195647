"""Purchase documents: their kinds and status codes, and what a caller writes down of their lines.

Source: system-overview.md "Purchase Document Lifecycle", "Status-Configuration Flow".
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from django.db import models

from optimapos.inventory.types import BatchStatus


class Kind(StrEnum):
    """The kinds of purchase documents."""

    REQUEST = "PURCHASE_REQUEST"
    ORDER = "PURCHASE_ORDER"
    RECEIPT = "DELIVERY"
    RETURN = "SUPPLIER_RETURN"
    INVOICE = "SUPPLIER_INVOICE"
    LANDED_COST = "LANDED_COST"


class Status(StrEnum):
    """The codes of the statuses that purchase documents start with."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    CONVERTED = "converted"
    REJECTED = "rejected"
    SENT = "sent"
    PARTIALLY_RECEIVED = "partially_received"
    RECEIVED = "received"
    CLOSED = "closed"
    COMPLETED = "completed"
    POSTED = "posted"
    REVERSED = "reversed"
    CANCELLED = "cancelled"


class Receiving(StrEnum):
    """How much of an order has arrived."""

    NOTHING = "NOTHING"
    SOME = "SOME"
    ALL = "ALL"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLine:
    """A line as a caller writes it. `quantity` counts packages, or base units without a `packaging_id`.

    `unit_price` is for one package, in the document's currency; None: what the supplier's price list says. `line_id`
    names the line of the document that this one takes the place of.
    """

    product_id: UUID
    quantity: Decimal
    packaging_id: UUID | None = None
    unit_price: Decimal | None = None
    discount_percent: Decimal = Decimal(0)
    tax_rate: Decimal | None = None
    line_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRequestLine(NewLine):
    """A line of a request; `supplier_id` where it should come from somebody else than the request says."""

    supplier_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReceiptLine(NewLine):
    """A line of a delivery receipt. Without an `order_line_id` the goods came without an order."""

    order_line_id: UUID | None = None
    supplier_lot: str = ""
    batch_number: str = ""
    expires_on: date | None = None
    serials: tuple[str, ...] = field(default=())
    stock_status: str = BatchStatus.AVAILABLE


@dataclass(frozen=True, slots=True)
class ReturnedLine:
    """Goods that go back: `quantity` packages of a receipt's line, or base units of it where `in_base_units`."""

    receipt_line_id: UUID
    quantity: Decimal
    in_base_units: bool = False
    reason: str = ""
    serials: tuple[str, ...] = field(default=())
    line_id: UUID | None = None


class EntryKind(models.TextChoices):
    """What an entry of the payables ledger stands for. ADJUSTMENT: what exchange rates made of it."""

    INVOICE = "INVOICE", "Invoice"
    PAYMENT = "PAYMENT", "Payment"
    CREDIT_NOTE = "CREDIT_NOTE", "Credit note"
    OPENING = "OPENING", "Opening balance"
    ADJUSTMENT = "ADJUSTMENT", "Adjustment"
    REVERSAL = "REVERSAL", "Reversal"


class PaymentMethod(models.TextChoices):
    """How a supplier is paid."""

    BANK_TRANSFER = "BANK_TRANSFER", "Bank transfer"
    CASH = "CASH", "Cash"
    CARD = "CARD", "Card"
    CHEQUE = "CHEQUE", "Cheque"
    OTHER = "OTHER", "Other"


class Basis(models.TextChoices):
    """What landed costs are split by."""

    VALUE = "VALUE", "Value of the goods"
    WEIGHT = "WEIGHT", "Weight"
    QUANTITY = "QUANTITY", "Quantity in base units"


class ChargeKind(models.TextChoices):
    """What landed costs are for."""

    FREIGHT = "FREIGHT", "Freight"
    DUTY = "DUTY", "Customs duty"
    INSURANCE = "INSURANCE", "Insurance"
    HANDLING = "HANDLING", "Handling"
    OTHER = "OTHER", "Other"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewInvoiceLine:
    """A line of an invoice as a caller writes it: `quantity` packages of a receipt's line, or a charge with a description."""

    quantity: Decimal
    unit_price: Decimal
    receipt_line_id: UUID | None = None
    description: str = ""
    discount_percent: Decimal = Decimal(0)
    tax_rate: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCreditLine:
    """A line of a credit note: `quantity` packages of a return's line, at its price where none is given, or another
    amount with a description.
    """

    quantity: Decimal
    unit_price: Decimal | None = None
    return_line_id: UUID | None = None
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCharge:
    """A charge of a landed cost as a caller writes it."""

    kind: str
    amount: Decimal
    currency: str = ""
    exchange_rate: Decimal | None = None
    description: str = ""
    invoice_line_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """How much of an invoice is to be settled, in its currency; for a refund: of a payment or credit note."""

    invoice_id: UUID
    amount: Decimal
