"""Quantities: `Decimal` with at most six places, in a product's base unit unless a packaging is named.

Bounded on both sides, in Python and in the database: `'NaN' >= 0` is true in PostgreSQL, so a lower bound alone lets
it in.
"""

from decimal import Decimal

QUANTITY_PLACES = 6
QUANTITY_LIMIT = Decimal("1e9")
"""Quantities are below this in size."""


def shown(quantity: Decimal) -> str:
    """A quantity as people and programs read it: no trailing zeros, no exponent.

    >>> shown(Decimal("4.000000")), shown(Decimal("100")), shown(Decimal("0.250"))
    ('4', '100', '0.25')
    """
    text = f"{quantity:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def has_at_most_places(value: Decimal, places: int) -> bool:
    """Whether `value` needs no more than `places` decimals (trailing zeros do not count).

    >>> has_at_most_places(Decimal("2.500"), 1), has_at_most_places(Decimal("2.55"), 1)
    (True, False)
    """
    exponent = value.normalize().as_tuple().exponent
    return isinstance(exponent, int) and -exponent <= places


def to_base_quantity(quantity: Decimal, factor_num: int, factor_den: int) -> Decimal | None:
    """`quantity` packages in base units, or None where six places can't say it exactly.

    >>> to_base_quantity(Decimal(2), 12, 1), to_base_quantity(Decimal(1), 1, 3)
    (Decimal('24'), None)
    """
    base = quantity * factor_num / factor_den
    if base * factor_den != quantity * factor_num or not has_at_most_places(base, QUANTITY_PLACES):
        return None
    return base
