"""How much discount a role may give. A price set by hand is a right of its own and does not count here."""

from decimal import Decimal

from optimapos.core.money import HUNDRED, ZERO, percent_of, round_money, round_places
from optimapos.core.result import DomainError
from optimapos.sales.rules.amounts import SaleAmounts

ASK = "Have somebody approve it: put it into the cart with for_approval, then POST /api/approvals/."
"""What helps where a role is not enough."""


def check_discounts(sale: SaleAmounts, *, max_discount: Decimal, currency: str) -> None:
    """Allow a sale's discounts: each line's own, and all of them together with the sale's own.

    `max_discount` is the role's, in percent. Together counts, so that a discount on a line and one on the sale do not
    add up to more than the role may give.

    Refuses: DISCOUNT_NOT_ALLOWED (data: discount, amount, discount_percentage, max_discount, and `line`, counted from
    1, where one line's own discount is the cause).
    """
    given = sum((line.line_discount for line in sale.lines), sale.discount_amount)
    if not given:
        return
    allowed = ZERO
    for number, line in enumerate(sale.lines, 1):
        allowed += check_discount(line.line_discount, line.amount, max_discount, currency, line=number)
    amount = sum((line.amount for line in sale.lines), ZERO)
    if given > allowed:
        check_discount(given, amount, max_discount, currency)


def check_discount(discount: Decimal, amount: Decimal, max_discount: Decimal, currency: str, **where: int) -> Decimal:
    """The largest discount allowed off `amount`, where `discount` (at most `amount`) is not above it.

    The limit is rounded like the discount itself, so that 10 % of 0.05 passes as the 0.01 that it is rounded to.

    Refuses: DISCOUNT_NOT_ALLOWED, as `check_discounts` does.
    """
    allowed = round_money(percent_of(amount, max_discount), currency)
    if discount <= allowed:
        return allowed
    effective = round_places(discount * HUNDRED / amount, 2)
    raise DomainError(
        "DISCOUNT_NOT_ALLOWED",
        f"A discount of {discount} off {amount} is {effective} %; {max_discount:f} % is allowed.",
        {
            **where,
            "discount": str(discount),
            "amount": str(amount),
            "discount_percentage": str(effective),
            "max_discount": f"{max_discount:f}",
        },
        (ASK,),
    )
