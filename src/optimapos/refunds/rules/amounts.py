"""Amounts of a refund: cumulative by line and column, so that any sequence of refunds sums to what was paid.

Amounts in the sale's currency, quantities in the unit that a line was sold in. Source: docs/adr/0020;
docs/algorithms/refunds.md.
"""

from decimal import Decimal

from optimapos.core.money import ZERO, round_money, round_to_step
from optimapos.core.quantities import has_at_most_places, shown, to_base_quantity
from optimapos.core.result import DomainError
from optimapos.refunds.types import Columns


def given_back(
    sold: Columns, before: Columns, *, quantity: Decimal, refunded: Decimal, sold_qty: Decimal, currency: str
) -> Columns:
    """What `quantity` more of a line gives back: round(gross x refunded so far / sold) less what was given `before`.

    Its tax likewise, kept within what is left of tax and net, so that neither goes below zero nor above what was sold;
    its net is the difference, and the last piece takes what is left of both.

    >>> third = dict(quantity=Decimal(1), sold_qty=Decimal(3), currency="EUR")
    >>> back = given_back(Columns(Decimal("8.33"), Decimal("1.67")), Columns(), refunded=Decimal(0), **third)
    >>> back.net, back.tax
    (Decimal('2.77'), Decimal('0.56'))
    """
    left = Columns(sold.net - before.net, sold.tax - before.tax)
    share = (refunded + quantity) / sold_qty
    if refunded + quantity == sold_qty:
        return left
    gross = round_money(sold.gross * share, currency) - before.gross
    tax = round_money(sold.tax * share, currency) - before.tax
    tax = min(max(tax, ZERO, gross - left.net), gross, left.tax)
    return Columns(gross - tax, tax)


def refunded_after(
    *, lines_gross: Decimal, total: Decimal, before: Decimal, is_whole: bool, step: Decimal, currency: str
) -> Decimal:
    """What was given back in all once lines worth `lines_gross` are back: the sale's total once everything is.

    `lines_gross` counts earlier refunds too, `before` is what they gave back. `step`: the smallest coin, where it is
    paid in cash; 0 where nothing is rounded. Never more than the total, never less than before.

    >>> of = dict(total=Decimal("10.00"), before=Decimal(0), currency="EUR")
    >>> refunded_after(lines_gross=Decimal("3.33"), is_whole=False, step=Decimal("0.05"), **of)
    Decimal('3.35')
    """
    if is_whole:
        return total
    return max(before, min(total, round_to_step(lines_gross, step, currency)))


def base_of(quantity: Decimal, factor_num: int, factor_den: int, decimals: int, *, of: str) -> Decimal:
    """`quantity` packages in base units, which have `decimals` decimals. `of` names the line in a refusal.

    Refuses: BAD_QUANTITY (data: sale_item, quantity, decimals).
    """
    base = to_base_quantity(quantity, factor_num, factor_den)
    if base is None or not has_at_most_places(base, decimals):
        raise DomainError(
            "BAD_QUANTITY",
            f"{shown(quantity)} is not a whole number of pieces. Write another quantity.",
            {"sale_item": of, "quantity": shown(quantity), "decimals": decimals},
        )
    return base
