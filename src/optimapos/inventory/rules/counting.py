"""What a count corrects: by quantity, or piece by piece where there are serial numbers.

Source: docs/algorithms/counting.md.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from decimal import Decimal

from optimapos.core.money import ZERO
from optimapos.core.quantities import QUANTITY_LIMIT, has_at_most_places, shown
from optimapos.core.result import DomainError
from optimapos.inventory.rules.lines import Goods, check_cost, check_serials
from optimapos.inventory.types import CountedLine


@dataclass(frozen=True, slots=True)
class Counted:
    """An item at the moment when it was counted: what the books said, what was there, and the same by serial numbers.

    `since`: what was booked later of what had happened before that moment.
    """

    expected: Decimal
    counted: Decimal
    since: Decimal = ZERO
    expected_serials: frozenset[str] = frozenset()
    serials: frozenset[str] | None = None

    @property
    def difference(self) -> Decimal:
        """What was there beyond what should have been; below 0 where something was missing.

        >>> Counted(expected=Decimal(10), counted=Decimal(7), since=Decimal(-1)).difference
        Decimal('-2')
        """
        return self.counted - (self.expected + self.since)


@dataclass(frozen=True, slots=True)
class Correction:
    """What comes in and what goes out, so that the books say what was counted.

    `forgiven`: pieces that had been sold without being in the books. Counted piece by piece, what is there is known.
    """

    found: Decimal = ZERO
    missing: Decimal = ZERO
    found_serials: tuple[str, ...] = ()
    missing_serials: tuple[str, ...] = ()
    forgiven: Decimal = ZERO


def correction(line: Counted, in_stock: Collection[str] = ()) -> Correction:
    """The correction of an item; `in_stock` are the serial numbers that the books have there now.

    A piece that wasn't found but was sold since was there; one that was found but came in since is booked. Neither is
    corrected.
    """
    if line.serials is None:
        return Correction(max(ZERO, line.difference), max(ZERO, -line.difference))
    found = tuple(sorted(line.serials - line.expected_serials - set(in_stock)))
    missing = tuple(sorted((line.expected_serials - line.serials) & set(in_stock)))
    owed = max(ZERO, len(line.expected_serials) - line.expected - line.since)
    return Correction(Decimal(len(found)), Decimal(len(missing)), found, missing, owed)


def as_counted(line: CountedLine, goods: Goods) -> CountedLine:
    """What was counted of a product: a quantity of 0 or more, or its serial numbers where it has such.

    Refuses: PRODUCT_NOT_STOCKED, BAD_QUANTITY, QUANTITY_TOO_PRECISE (data: product, quantity, decimals), SERIALS_MISMATCH,
    BAD_COST.
    """
    if not goods.tracks_stock:
        raise DomainError("PRODUCT_NOT_STOCKED", f"No stock is kept of {goods.sku}.", {"products": [goods.sku]})
    serials = line.serials or ()
    quantity = Decimal(len(serials)) if line.quantity is None and goods.tracks_serials else line.quantity
    if quantity is None or not 0 <= quantity < QUANTITY_LIMIT:
        msg = f"Say how much of {goods.sku} there is, 0 or more."
        raise DomainError("BAD_QUANTITY", msg, {"product": str(goods.id), "quantity": str(quantity)})
    if not has_at_most_places(quantity, goods.decimals):
        raise DomainError(
            "QUANTITY_TOO_PRECISE",
            f"{goods.sku} is counted with {goods.decimals} decimals.",
            {"product": str(goods.id), "quantity": shown(quantity), "decimals": goods.decimals},
        )
    check_serials(serials, quantity, goods)
    if line.unit_cost is not None:
        check_cost(quantity, line.unit_cost)
    return replace(line, quantity=quantity, serials=serials if goods.tracks_serials else None)
