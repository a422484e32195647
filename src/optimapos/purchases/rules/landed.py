"""How landed costs are split over lines of receipts: by value, weight or quantity, without losing a cent.

Worked table: docs/algorithms/payables.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from optimapos.core.money import ZERO, split_money
from optimapos.core.result import DomainError
from optimapos.purchases.types import Basis


@dataclass(frozen=True, slots=True)
class Goods:
    """A line of a receipt: what was received, in base units, for how much each; the weight of one in kg, None: unknown."""

    line_id: UUID
    sku: str
    quantity: Decimal
    unit_cost: Decimal
    weight_kg: Decimal | None

    def measure(self, basis: str) -> Decimal:
        """Its part of the whole, by one of the bases."""
        by = {Basis.VALUE: self.unit_cost, Basis.WEIGHT: self.weight_kg or ZERO, Basis.QUANTITY: Decimal(1)}
        return self.quantity * by[Basis(basis)]


def shares_of(charges: Sequence[Decimal], goods: Sequence[Goods], basis: str, currency: str) -> dict[UUID, Decimal]:
    """What of the charges, in the business's currency, falls to each line; each charge is split by itself.

    Refuses: NO_BASIS (data: products) where lines have nothing to be split by.
    """
    weights = [line.measure(basis) for line in goods]
    missing = sorted({line.sku for line in goods if basis == Basis.WEIGHT and line.weight_kg is None})
    if missing or not any(weights):
        products = missing or sorted({line.sku for line in goods})
        msg = f"There is nothing to split by for {', '.join(products)}: no {Basis(basis).label.lower()}."
        raise DomainError("NO_BASIS", msg, {"products": products})
    found = {line.line_id: ZERO for line in goods}
    for charge in charges:
        for line, part in zip(goods, split_money(charge, weights, currency), strict=True):
            found[line.line_id] += part
    return found
