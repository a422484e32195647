"""How much to order again."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal


@dataclass(frozen=True, slots=True)
class Position:
    """What there is of a product at a location and what is on its way, in base units."""

    available: Decimal
    on_order: Decimal
    requested: Decimal
    in_transit: Decimal

    @property
    def total(self) -> Decimal:
        """What can be counted on."""
        return self.available + self.on_order + self.requested + self.in_transit


@dataclass(frozen=True, slots=True)
class Packing:
    """How a supplier sells: packages of `factor_num / factor_den` base units, at least `minimum`, by `multiple`."""

    factor_num: int = 1
    factor_den: int = 1
    minimum: Decimal = Decimal(0)
    multiple: Decimal = Decimal(1)


def is_low(position: Position, reorder_point: Decimal) -> bool:
    """Whether it is time to order again: at the reorder point or below."""
    return position.total <= reorder_point


def packages_to_order(position: Position, target: Decimal, packing: Packing) -> Decimal:
    """How many packages bring the position up to `target`: at least the supplier's minimum, by its multiple; 0 where
    the target is reached.

    >>> nothing = Decimal(0)
    >>> have = Position(Decimal(3), nothing, nothing, nothing)
    >>> packages_to_order(have, Decimal(40), Packing(factor_num=12, minimum=Decimal(2), multiple=Decimal(2)))
    Decimal('4')
    """
    missing = target - position.total
    if missing <= 0:
        return Decimal(0)
    packages = max(missing * packing.factor_den / packing.factor_num, packing.minimum)
    multiples = (packages / packing.multiple).to_integral_value(rounding=ROUND_CEILING)
    return multiples * packing.multiple
