"""Rows as a checkout writes them: the same names as the tables' columns, so that PostgreSQL takes them as they are.

`receipt_number` is None until the database draws it, and a line's `cost_amount` 0 until its layers are taken.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID


@dataclass(slots=True)
class SaleRow:
    """A completed sale."""

    id: UUID
    business_id: UUID
    location_id: UUID
    terminal_id: UUID | None
    shift_id: UUID | None
    user_id: UUID
    customer_id: UUID | None
    customer_site_id: UUID | None
    type: str
    status: str
    payment_type: str
    origin: str
    prices_include_tax: bool
    currency: str
    series: str
    receipt_number: str | None
    business_date: date
    accounting_date: date
    subtotal: Decimal
    discount_percentage: Decimal
    discount_fixed: Decimal
    discount_amount: Decimal
    promotion_amount: Decimal
    coupons: list[str]
    tax_amount: Decimal
    rounding_amount: Decimal
    total_amount: Decimal
    amount_paid: Decimal
    amount_due: Decimal
    due_date: date | None
    flags: list[str]
    content_hash: str | None
    manager_override: bool
    override_reason: str
    override_by: UUID | None
    cart_session_id: str
    notes: str
    created_at: datetime
    updated_at: datetime
    occurred_at: datetime
    completed_at: datetime
    version: int = 1
    amount_refunded: Decimal = Decimal(0)
    promotions: list[dict[str, Any]] = field(default_factory=list)
    exchange_of_id: UUID | None = None
    is_held: bool = False
    hold_label: str = ""
    cancelled_at: datetime | None = None


@dataclass(slots=True)
class LineRow:
    """A line of it."""

    id: UUID
    line_no: int
    kind: str
    product_id: UUID
    item_id: UUID | None
    packaging_id: UUID | None
    factor_num: int
    factor_den: int
    quantity: Decimal
    base_qty: Decimal
    list_price: Decimal
    unit_price: Decimal
    price_source: str
    price_overridden_by: UUID | None
    discount_percentage: Decimal
    discount_fixed: Decimal
    line_discount: Decimal
    promotion_discount: Decimal
    order_discount_share: Decimal
    tax_code: str
    tax_rate: Decimal
    net: Decimal
    tax: Decimal
    gross: Decimal
    product_name: str
    product_sku: str
    warranty_until: date | None
    serials: list[str]
    waterfall: Any


@dataclass(slots=True)
class TaxRow:
    """Base and tax of one code."""

    id: UUID
    code: str
    rate: Decimal
    base: Decimal
    tax: Decimal


@dataclass(slots=True)
class PaymentRow:
    """A tender that was taken."""

    id: UUID
    payment_method: str
    status: str
    amount_paid: Decimal
    tendered: Decimal
    change: Decimal
    transaction_reference: str
    phone_number: str
    provider: str = ""
    intent_id: UUID | None = None
    wallet_entry_id: UUID | None = None


@dataclass(slots=True)
class WalletRow:
    """What is taken from a wallet account: the entry's id and kind, and `amount` above zero, in money or points."""

    id: UUID
    account_id: UUID
    kind: str
    amount: Decimal


@dataclass(slots=True)
class AuditRow:
    """An event of it."""

    id: UUID
    event_type: str
    event_data: dict[str, Any]
    payment_id: UUID | None = None
    description: str = ""


@dataclass(slots=True)
class CreditRow:
    """What the customer owes from now on."""

    id: UUID
    amount: Decimal
    due_date: date


@dataclass(slots=True)
class OutboxRow:
    """News of it."""

    id: UUID
    topic: str
    payload: dict[str, Any]


@dataclass(slots=True)
class CheckoutRows:
    """Everything that one checkout writes, in one document. `limited` promotions and `coupons` are used once each."""

    sale: SaleRow
    lines: list[LineRow]
    taxes: list[TaxRow]
    payments: list[PaymentRow]
    audit: list[AuditRow]
    outbox: list[OutboxRow]
    credit: CreditRow | None
    need: list[dict[str, Any]] = field(default_factory=list)
    serials: list[dict[str, Any]] = field(default_factory=list)
    limited: list[UUID] = field(default_factory=list)
    coupons: list[UUID] = field(default_factory=list)
    wallets: list[WalletRow] = field(default_factory=list)
    ip_address: str | None = None
    user_agent: str = ""
