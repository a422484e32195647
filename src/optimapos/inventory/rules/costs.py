"""How a later cost (freight, duty, a price that was corrected) is spread over what a receipt brought.

It follows the goods: what is still there becomes dearer, what went on by transfer or into quarantine takes its share with it,
what is gone is expensed now. Source: docs/algorithms/costing.md "Late costs".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, Decimal
from uuid import UUID

from optimapos.core.money import PRICE_LIMIT, PRICE_PLACES, ZERO, round_places
from optimapos.core.result import DomainError
from optimapos.inventory.rules.shelf import VALUE_PLACES, Entry, Layer, value_of
from optimapos.inventory.types import BatchKind

COST_ADJUSTMENT = "COST_ADJUSTMENT"
_STEP = Decimal(1).scaleb(-PRICE_PLACES)


@dataclass(frozen=True, slots=True)
class Brought:
    """What one line brought: a layer, and how much of the line's quantity went onto it (also to settle a deficit)."""

    layer: Layer
    quantity: Decimal


def per_unit(amount: Decimal, quantity: Decimal) -> Decimal:
    """What an amount on `quantity` units changes the unit cost by, rounded towards 0.

    So adding an amount and taking it off again changes nothing.
    """
    return (amount / quantity).quantize(_STEP, rounding=ROUND_DOWN)


def refuse_bad_costs(unit_costs: Iterable[Decimal]) -> None:
    """Refuses: COST_BELOW_ZERO (data: unit_cost), AMOUNT_TOO_LARGE."""
    for unit_cost in unit_costs:
        if unit_cost >= PRICE_LIMIT:
            raise DomainError("AMOUNT_TOO_LARGE", "A unit cost would be too large to be kept.")
        if unit_cost < 0:
            raise DomainError("COST_BELOW_ZERO", "A unit cost would fall below zero.", {"unit_cost": str(unit_cost)})


def spread(
    amount: Decimal, brought: Sequence[Brought], children: Mapping[UUID, Sequence[Layer]], line_id: UUID | None
) -> list[Entry]:
    """The entries of `amount` added to what one line brought; `children` are the layers taken from each layer.

    Refuses: COST_BELOW_ZERO (data: unit_cost), AMOUNT_TOO_LARGE.
    """
    entries: list[Entry] = []
    total, booked, seen = sum((part.quantity for part in brought), ZERO), ZERO, ZERO
    more = per_unit(amount, total)
    for part in brought:
        seen += part.quantity
        share = round_places(amount * seen / total, VALUE_PLACES) - booked
        booked += share
        entries += _onto(part.layer, share, more, part.quantity, children, line_id)
    return entries


def reprice(
    delta: Decimal,
    right: Decimal,
    brought: Sequence[Brought],
    children: Mapping[UUID, Sequence[Layer]],
    line_id: UUID | None,
) -> list[Entry]:
    """The entries of a unit cost that was wrong by `delta`: every layer of the line, at any remove, gets the right one.

    Each names the `right` unit cost of the line, without the later costs that its layers may carry.

    Refuses: COST_BELOW_ZERO (data: unit_cost), AMOUNT_TOO_LARGE.
    """
    refuse_bad_costs([right])
    entries: list[Entry] = []
    for part in brought:
        entries += _repriced(part.layer, delta, part.quantity, children, line_id)[0]
    return [replace(entry, unit_cost=right) for entry in entries]


def _repriced(
    layer: Layer, delta: Decimal, quantity: Decimal, children: Mapping[UUID, Sequence[Layer]], line_id: UUID | None
) -> tuple[list[Entry], Decimal]:
    """The entries, and by how much what the layer had received was worth more."""
    if layer.kind == BatchKind.DEFICIT:
        amount = value_of(quantity, delta)
        return [_adjustment(layer, amount, line_id), _adjustment(layer, -amount, line_id)], amount
    unit_cost = layer.unit_cost + delta
    refuse_bad_costs([unit_cost])
    amount = value_of(quantity, unit_cost) - value_of(quantity, layer.unit_cost)
    followed: list[Entry] = []
    passed = ZERO
    for child in children.get(layer.id, ()):
        if child.received:
            entries, share = _repriced(child, delta, child.received, children, line_id)
            followed += entries
            passed += share
    return _shared_out(layer, amount, passed, layer.recost(unit_cost), line_id) + followed, amount


def _onto(
    layer: Layer,
    amount: Decimal,
    more: Decimal,
    quantity: Decimal,
    children: Mapping[UUID, Sequence[Layer]],
    line_id: UUID | None,
) -> list[Entry]:
    """Add to one layer: all of it, then what goes on with its children, then what is expensed. A unit costs `more`."""
    if layer.kind == BatchKind.DEFICIT:
        return [_adjustment(layer, amount, line_id), _adjustment(layer, -amount, line_id)] if amount else []
    refuse_bad_costs([layer.unit_cost + more])
    followed: list[Entry] = []
    passed, seen = ZERO, ZERO
    for child in children.get(layer.id, ()):
        if child.received:
            seen += child.received
            share = round_places(amount * seen / quantity, VALUE_PLACES) - passed
            passed += share
            followed += _onto(child, share, more, child.received, children, line_id)
    return _shared_out(layer, amount, passed, layer.recost(layer.unit_cost + more), line_id) + followed


def _shared_out(layer: Layer, amount: Decimal, passed: Decimal, kept: Decimal, line_id: UUID | None) -> list[Entry]:
    """All of an amount onto a layer, then off it what went on with its children, and what is gone.

    The first is booked also where it rounds to nothing: it says what a unit costs from now on.
    """
    rest = (part for part in (-passed, passed + kept - amount) if part)
    return [
        _adjustment(layer, amount, line_id, layer.unit_cost),
        *(_adjustment(layer, part, line_id) for part in rest),
    ]


def _adjustment(layer: Layer, amount: Decimal, line_id: UUID | None, unit_cost: Decimal = ZERO) -> Entry:
    """One movement of value alone. The one that adds says what a unit costs from now on."""
    return Entry(layer, ZERO, amount, unit_cost, line_id, kind=COST_ADJUSTMENT)
