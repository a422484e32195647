"""Facts: what a checkout has read, typed, and what it decides from."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from optimapos.core.money import ZERO
from optimapos.organization.types import StockPolicy
from optimapos.pricing.types import Buyer
from optimapos.sales.types import SaleOrigin


@dataclass(frozen=True, slots=True)
class Context:
    """Business, member, terminal, location, customer, and what is stored already: one row."""

    business_id: UUID
    user_id: UUID
    capabilities: list[str]
    max_discount: Decimal
    terminal_id: UUID | None
    terminal_code: str
    currency: str
    prices_include_tax: bool
    price_policy: str
    fallback_markup_percent: Decimal
    cash_rounding_step: Decimal
    credit_grace_days: int
    settings_version: int
    location_id: UUID | None
    location_code: str | None
    stock_policy: str | None
    timezone: str | None
    business_date: date | None
    customer_id: UUID | None
    customer_active: bool | None
    customer_merged_into: UUID | None
    customer_site_id: UUID | None
    customer_site_active: bool | None
    sales_blocked: bool | None
    credit_blocked: bool | None
    credit_limit: Decimal | None
    outstanding_balance: Decimal | None
    credit_terms_days: int | None
    is_tax_exempt: bool | None
    own_percent: Decimal | None
    group_percent: Decimal | None
    group_name: str | None
    price_group_id: UUID | None
    site_percent: Decimal | None
    overdue_amount: Decimal | None
    oldest_due: date | None
    fingerprint: bytes | None
    stored_status: int | None
    stored_body: str | None
    sale_id: UUID | None
    content_hash: bytes | None
    shift_id: UUID | None = None
    requires_shift: bool = False

    def can(self, capability: str) -> bool:
        """Whether the member's role permits it."""
        return capability in self.capabilities

    @property
    def buyer(self) -> Buyer:
        """Whom prices are for."""
        return Buyer(self.own_percent or ZERO, self.group_percent, self.group_name or "", self.site_percent)

    @property
    def allows_oversell(self) -> bool:
        """Whether the location sells on when the books say that nothing is there."""
        return self.stock_policy == StockPolicy.ALLOWS_OVERSELL


@dataclass(frozen=True, slots=True)
class LineFacts:
    """What is known of one asked line; `product_id` is None where there is no such product."""

    product_id: UUID | None
    group_id: UUID | None
    sku: str
    name: str
    kind: str
    life_cycle: str
    tracks_stock: bool
    tracks_serials: bool
    warranty_days: int
    floor_price: Decimal | None
    decimals: int
    packaging_id: UUID | None
    factor_num: int | None
    factor_den: int | None
    item_id: UUID | None
    last_purchase_cost: Decimal | None
    tax_code: str | None
    tax_rate: Decimal | None
    prices: Any
    group_prices: Any
    step_prices: Any
    listed_prices: Any
    packaging_gone: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What to look up: a storefront, an instant, and perhaps a customer and its site, a key, a sale, and lines."""

    at: datetime
    storefront: UUID | None = None
    customer: UUID | None = None
    customer_site: UUID | None = None
    key: str | None = None
    sale_id: UUID | None = None
    products: Sequence[UUID | None] = ()
    barcodes: Sequence[str | None] = ()
    packagings: Sequence[UUID | None] = ()
    coupons: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class CartFacts:
    """A cart as it stands. For a checkout in one request it is made of the request and `is_new`. `coupons` are codes,
    `coupons_shown` what is known of them, as JSON.
    """

    id: UUID
    location_id: UUID
    type: str
    status: str
    customer_id: UUID | None
    customer_site_id: UUID | None
    prices_include_tax: bool
    discount_percentage: Decimal
    discount_fixed: Decimal
    cart_session_id: str
    notes: str
    version: int
    created_at: datetime
    origin: str
    coupons: list[str] = field(default_factory=list)
    coupons_shown: Any = None
    is_new: bool = False

    @property
    def is_late(self) -> bool:
        """Whether it was sold before it came here: a physical fact, which is booked whatever the books say."""
        return self.origin != SaleOrigin.ONLINE


@dataclass(frozen=True, slots=True)
class CartLineFacts:
    """A line that has its price. `quantity` in packages where a packaging is set, `base_qty` in base units."""

    id: UUID
    line_no: int
    kind: str
    product_id: UUID
    group_id: UUID | None
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
    tax_code: str
    tax_rate: Decimal
    product_name: str
    product_sku: str
    serials: list[str]
    waterfall: Any
    life_cycle: str
    tracks_stock: bool
    tracks_serials: bool
    warranty_days: int
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ApprovalFacts:
    """An approval that a request names. `total_amount` is what the cart cost that it was asked for."""

    id: UUID
    action: str
    status: str
    requested_by: UUID
    approver: UUID | None
    reason: str
    amount: Decimal
    cart_hash: bytes
    total_amount: str
    location_id: UUID
    expires_at: datetime
