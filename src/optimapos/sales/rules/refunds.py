"""What a returned quantity gives back, so that any sequence of returns adds up to what was sold."""

from decimal import Decimal

from optimapos.core.money import round_money


def give_back(column: Decimal, *, quantity: Decimal, returned: Decimal, given_back: Decimal, currency: str) -> Decimal:
    """What one money column of a line (net or tax) gives back when `returned` of its `quantity` have come back in all.

    `returned` includes this return and every earlier one, `given_back` is what the earlier ones gave back.
    Source: docs/algorithms/tax-and-rounding.md "Giving back".
    """
    return round_money(column * returned / quantity, currency) - given_back
