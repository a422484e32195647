"""What a cart costs: discounts, tax and totals of its lines, rounded once each and in one order.

Amounts are in major units with the currency's decimals; rates and percentages are in percent. The line's net, tax and
gross are authoritative, totals are their sums. Source: docs/algorithms/tax-and-rounding.md.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from optimapos.core.money import HUNDRED, ZERO, percent_of, round_money, split_money
from optimapos.core.result import DomainError
from optimapos.sales.rules.bounds import bounded, exact_money


@dataclass(frozen=True, slots=True)
class LineInput:
    """A line as entered. `unit_price` is for one of `quantity`, on the sale's tax basis; both discounts add up."""

    unit_price: Decimal
    quantity: Decimal
    discount_percentage: Decimal
    discount_fixed: Decimal
    tax_rate: Decimal
    tax_code: str


@dataclass(frozen=True, slots=True)
class LineAmounts:
    """A line's money: `amount` - `line_discount` - `promotion_discount` - `order_discount_share` is net or gross, by the
    sale's tax basis.
    """

    amount: Decimal
    line_discount: Decimal
    promotion_discount: Decimal
    order_discount_share: Decimal
    net: Decimal
    tax: Decimal
    gross: Decimal


@dataclass(frozen=True, slots=True)
class TaxAmount:
    """The sums of net (`base`) and `tax` over the lines of one tax code and rate."""

    code: str
    rate: Decimal
    base: Decimal
    tax: Decimal


@dataclass(frozen=True, slots=True)
class SaleAmounts:
    """A cart's money, before cash rounding. `lines` in the order they came in, `taxes` by code and rate.

    `subtotal` is after the lines' own discounts, and before what promotions take off the basket (`promotion_amount`) and the
    sale's discount (`discount_amount`); `total` is the sum of gross.
    """

    subtotal: Decimal
    promotion_amount: Decimal
    discount_amount: Decimal
    tax_amount: Decimal
    total: Decimal
    lines: tuple[LineAmounts, ...]
    taxes: tuple[TaxAmount, ...]


TakesOff = Callable[[Sequence[Decimal]], Sequence[Decimal]]
"""What promotions take off each line, of what is left of it after its own discount."""


def price_sale(
    lines: Sequence[LineInput],
    *,
    discount_percentage: Decimal,
    discount_fixed: Decimal,
    prices_include_tax: bool,
    currency: str,
    promotions: TakesOff | None = None,
) -> SaleAmounts:
    """What `lines` cost with their discounts, promotions of the basket, the sale's own discount (percentage and amount add
    up) and tax.

    Refuses: AMOUNT_TOO_LARGE (data: amount, limit), AMOUNT_TOO_PRECISE for a fixed discount with more decimals than the
    currency (data: amount, currency), DISCOUNT_TOO_LARGE (data: discount, amount). Where a line is the cause, data has
    its `line` too, counted from 1.
    Raises: ValueError for a price, quantity or discount below zero.
    """
    zero = round_money(ZERO, currency)
    amounts = [_amount(line, number, currency) for number, line in enumerate(lines, 1)]
    discounts = [
        _discount(amount, line.discount_percentage, line.discount_fixed, currency, line=number)
        for number, (line, amount) in enumerate(zip(lines, amounts, strict=True), 1)
    ]
    own = [amount - discount for amount, discount in zip(amounts, discounts, strict=True)]
    promoted = promotions(own) if promotions else [zero] * len(own)
    left = [amount - off for amount, off in zip(own, promoted, strict=True)]
    subtotal, off = sum(own, zero), sum(promoted, zero)
    discount = _discount(subtotal - off, discount_percentage, discount_fixed, currency)
    shares = split_money(discount, left, currency) if discount else [zero] * len(left)
    taxed = _tax_contained if prices_include_tax else _tax_on_top
    priced = tuple(
        LineAmounts(amount, line_discount, off, share, *taxed(rest - share, line.tax_rate, currency))
        for line, amount, line_discount, off, rest, share in zip(
            lines, amounts, discounts, promoted, left, shares, strict=True
        )
    )
    tax = sum((line.tax for line in priced), zero)
    total = bounded(sum((line.gross for line in priced), zero))
    return SaleAmounts(subtotal, off, discount, tax, total, priced, _taxes(lines, priced, zero))


def _amount(line: LineInput, number: int, currency: str) -> Decimal:
    if line.unit_price < 0 or line.quantity < 0:
        raise ValueError(f"line {number} has a price or a quantity below zero")
    # Bounded before it is rounded: below the limit the product of six by six places is exact.
    exact = bounded(line.unit_price * line.quantity, line=number)
    return bounded(round_money(exact, currency), line=number)


def _discount(amount: Decimal, percentage: Decimal, fixed: Decimal, currency: str, **where: int) -> Decimal:
    """The discount off `amount`; `where` says of which line, or nothing for the whole sale."""
    if percentage < 0 or fixed < 0:
        raise ValueError("a discount is below zero")
    discount = round_money(percent_of(amount, percentage), currency)
    if fixed:
        discount += exact_money(fixed, currency, **where)
    if discount <= amount:
        return discount
    raise DomainError(
        "DISCOUNT_TOO_LARGE",
        f"A discount of {discount} is more than the {amount} that it comes off.",
        {**where, "discount": str(discount), "amount": str(amount)},
    )


def _tax_on_top(net: Decimal, rate: Decimal, currency: str) -> tuple[Decimal, Decimal, Decimal]:
    tax = round_money(percent_of(net, rate), currency)
    return net, tax, net + tax


def _tax_contained(gross: Decimal, rate: Decimal, currency: str) -> tuple[Decimal, Decimal, Decimal]:
    net = round_money(gross * HUNDRED / (HUNDRED + rate), currency)
    return net, gross - net, gross


def _taxes(lines: Sequence[LineInput], priced: Sequence[LineAmounts], zero: Decimal) -> tuple[TaxAmount, ...]:
    sums: dict[tuple[str, Decimal], tuple[Decimal, Decimal]] = {}
    for line, amounts in zip(lines, priced, strict=True):
        key = (line.tax_code, line.tax_rate)
        base, tax = sums.get(key, (zero, zero))
        sums[key] = (base + amounts.net, tax + amounts.tax)
    return tuple(TaxAmount(*key, *sums[key]) for key in sorted(sums))
