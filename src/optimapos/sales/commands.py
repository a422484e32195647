"""What a checkout asks: the request's shape, strictly typed. Decimals are strings (or whole numbers) in ASCII digits."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from optimapos.sales.types import PaymentMethod, PaymentType, SaleOrigin, SaleType

MAX_LINES = 2000
# A wholesale order of a whole range; a cart larger than that is a mistake.
MAX_TENDERS = 20
MAX_SERIALS = 2000
MAX_COUPONS = 20
MAX_APPROVALS = 8
# One for each action that can be approved, with room for those to come.
_TEXT = r"\A[^\x00]*\Z"

Quantity = Annotated[str, Meta(pattern=r"\A[0-9]{1,9}(\.[0-9]{1,6})?\Z")] | Annotated[int, Meta(ge=0, lt=10**9)]
Price = Annotated[str, Meta(pattern=r"\A[0-9]{1,13}(\.[0-9]{1,6})?\Z")] | Annotated[int, Meta(ge=0, lt=10**13)]
Amount = Annotated[str, Meta(pattern=r"\A[0-9]{1,14}(\.[0-9]{1,4})?\Z")] | Annotated[int, Meta(ge=0, lt=10**14)]
Percent = (
    Annotated[str, Meta(pattern=r"\A(100(\.0{1,4})?|[0-9]{1,2}(\.[0-9]{1,4})?)\Z")] | Annotated[int, Meta(ge=0, le=100)]
)
Serial = Annotated[str, Meta(min_length=1, max_length=60, pattern=_TEXT)]
CouponCode = Annotated[str, Meta(pattern=r"\A[A-Za-z0-9_-]{1,40}\Z")]
Text = Annotated[str, Meta(max_length=400, pattern=_TEXT)]


class Line(Struct, forbid_unknown_fields=True, frozen=True):
    """A line to sell: a `product` by id or a `barcode`. `unit_price` by hand needs the right to; six places.

    `serials` names each piece of a product with serial numbers.
    """

    quantity: Quantity
    product: UUID | None = None
    barcode: Annotated[str, Meta(min_length=1, max_length=48, pattern=_TEXT)] | None = None
    stock_product: UUID | None = None
    packaging: UUID | None = None
    unit_price: Price | None = None
    discount_percentage: Percent = "0"
    discount_amount: Amount = "0"
    serials: Annotated[list[Serial], Meta(max_length=MAX_SERIALS)] = []

    def __post_init__(self) -> None:
        """One of product and barcode.

        Raises: ValueError, which msgspec makes a ValidationError.
        """
        if (self.product is None) == (self.barcode is None):
            raise ValueError("Name the product by its id or by its barcode.")


class TenderLine(Struct, forbid_unknown_fields=True, frozen=True):
    """A tender: `amount_paid` is what was handed over; change is worked out. `code`: of a gift card or a credit note.
    `points`: how many of the customer's, in place of the amount.
    """

    payment_method: PaymentMethod
    amount_paid: Amount | None = None
    transaction_reference: Annotated[str, Meta(max_length=120, pattern=_TEXT)] = ""
    phone_number: Annotated[str, Meta(max_length=32, pattern=_TEXT)] = ""
    code: Annotated[str, Meta(max_length=60, pattern=_TEXT)] = ""
    points: Annotated[int, Meta(ge=1, lt=10**12)] | None = None

    def __post_init__(self) -> None:
        """An amount, or points where they are what is handed over; a code where there is one.

        Raises: ValueError, which msgspec makes a ValidationError.
        """
        if self.points is None and self.amount_paid is None:
            raise ValueError("Object missing required field `amount_paid`")
        if self.points is not None and (self.payment_method != PaymentMethod.LOYALTY or self.amount_paid is not None):
            raise ValueError("Points are handed over as LOYALTY, and in place of an amount.")
        if self.code and self.payment_method not in {PaymentMethod.GIFT_CARD, PaymentMethod.STORE_CREDIT}:
            raise ValueError("A code is of a gift card or of store credit.")


class Settling(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """How a cart is paid: the body of `complete`. The tenders decide; `payment_type` is what the till took it for.

    `approvals` are those that were granted for this very cart; each is used up by it.
    """

    payments: Annotated[list[TenderLine], Meta(max_length=MAX_TENDERS)] = []
    payment_type: PaymentType | None = None
    expected_total: Amount | None = None
    manager_override: bool = False
    override_reason: Text = ""
    approvals: Annotated[list[UUID], Meta(max_length=MAX_APPROVALS)] = []
    notes: Annotated[str, Meta(max_length=4000, pattern=_TEXT)] | None = None


class Checkout(Settling, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """A whole sale: the body of `checkout`. `id` is the client's own, for a sale made offline."""

    items: Annotated[list[Line], Meta(min_length=1, max_length=MAX_LINES)]
    id: UUID | None = None
    storefront: UUID | None = None
    type: SaleType = SaleType.RETAIL
    customer: UUID | None = None
    customer_site: UUID | None = None
    discount_percentage: Percent = "0"
    discount_amount: Amount = "0"
    coupons: Annotated[list[CouponCode], Meta(max_length=MAX_COUPONS)] = []
    origin: SaleOrigin = SaleOrigin.ONLINE
    occurred_at: datetime | None = None
    cart_session_id: Annotated[str, Meta(max_length=100, pattern=_TEXT)] = ""

    @property
    def coupon_codes(self) -> list[str]:
        """The coupons shown, each once, in capitals."""
        return list(dict.fromkeys(code.upper() for code in self.coupons))


class LateSale(Checkout, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """A sale that a till made by itself: a checkout with the id, the time and the receipt number that the till gave it."""

    id: UUID
    occurred_at: datetime
    receipt_number: Annotated[str, Meta(min_length=1, max_length=60, pattern=r"\A[A-Z0-9-]+\Z")]


class ShownLine(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """A line as the receipt shows it. `unit_price` for one of the item's quantity, on the tax basis that was shown."""

    unit_price: Price
    tax_rate: Percent
    net: Amount
    tax: Amount
    gross: Amount
    list_price: Price | None = None
    tax_code: Annotated[str, Meta(max_length=12, pattern=_TEXT)] = ""
    promotion_discount: Amount = "0"
    product_name: Annotated[str, Meta(max_length=200, pattern=_TEXT)] = ""


class ShownPromotion(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """What a promotion took off: of the lines by number (`shares`), or of their prices already (`in_prices`)."""

    name: Annotated[str, Meta(max_length=200, pattern=_TEXT)]
    amount: Amount
    shares: Annotated[dict[Annotated[str, Meta(pattern=r"\A[1-9][0-9]{0,3}\Z")], Amount], Meta(max_length=MAX_LINES)]
    promotion: UUID | None = None
    in_prices: bool = False
    times: Annotated[int, Meta(ge=1, lt=10**6)] = 1
    coupon: CouponCode | None = None


class Shown(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """The receipt that the customer holds: what was charged, line by line in the order of the items."""

    currency: Annotated[str, Meta(pattern=r"\A[A-Z]{3}\Z")]
    prices_include_tax: bool
    lines: Annotated[list[ShownLine], Meta(min_length=1, max_length=MAX_LINES)]
    tax_amount: Amount
    total_amount: Amount
    amount_paid: Amount
    amount_due: Amount
    change: Amount
    subtotal: Amount
    discount_amount: Amount = "0"
    promotion_amount: Amount = "0"
    rounding_amount: Annotated[str, Meta(pattern=r"\A-?[0-9]{1,14}(\.[0-9]{1,4})?\Z")] = "0"
    promotions: Annotated[list[ShownPromotion], Meta(max_length=200)] = []


_checkout_decoder = msgspec.json.Decoder(Checkout)
_settling_decoder = msgspec.json.Decoder(Settling)


def decode_checkout(body: bytes) -> Checkout:
    """The body of `checkout`.

    Raises: msgspec.DecodeError (also ValidationError) or RecursionError for a body that is not of its form.
    """
    return _checkout_decoder.decode(body)


def decode_settling(body: bytes) -> Settling:
    """The body of `complete`; an empty one pays nothing.

    Raises: as `decode_checkout`.
    """
    return _settling_decoder.decode(body or b"{}")


def decimal(value: str | int) -> Decimal:
    """A figure of a command."""
    return Decimal(value)
