"""A plain-Python model of the stock core: layers, carts, holds, and what each operation must do to them.

It knows nothing of SQL or of the product's code. Where an operation is refused the model says so first.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

ZERO = Decimal(0)
Id = TypeVar("Id")


def to_places(value: Decimal, places: int) -> Decimal:
    """Half up."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


@dataclass
class Layer:
    """What is left of one receipt at its unit cost."""

    left: Decimal
    cost: Decimal

    @property
    def value(self) -> Decimal:
        """What is left, in money."""
        return to_places(self.left * self.cost, 6)


@dataclass
class Goods:
    """A product: its price and its layers, oldest first."""

    price: Decimal
    layers: list[Layer] = field(default_factory=list)

    @property
    def stock(self) -> Decimal:
        """How much there is."""
        return sum((layer.left for layer in self.layers), ZERO)

    @property
    def value(self) -> Decimal:
        """What it is worth."""
        return sum((layer.value for layer in self.layers), ZERO)

    def take(self, quantity: Decimal) -> Decimal:
        """Take the oldest first; what that had cost."""
        before = self.value
        for layer in self.layers:
            taken = min(layer.left, quantity)
            layer.left -= taken
            quantity -= taken
        assert quantity == 0
        return before - self.value


@dataclass
class Cart:
    """Lines by id as (product, quantity), and what is held by product."""

    lines: dict[object, tuple[object, Decimal]] = field(default_factory=dict)
    held: dict[object, Decimal] = field(default_factory=dict)

    def needs(self) -> dict[object, Decimal]:
        """What all its lines need, by product."""
        return needs_of(self.lines.values())


def needs_of(lines: Iterable[tuple[object, Decimal]]) -> dict[object, Decimal]:
    """Lines of one product summed."""
    needs: dict[object, Decimal] = {}
    for product, quantity in lines:
        needs[product] = needs.get(product, ZERO) + quantity
    return needs


@dataclass
class Sold:
    """What a sale must say of itself: quantity, cost and amount of each line, in order."""

    lines: list[tuple[Decimal, Decimal, Decimal]]

    @property
    def total(self) -> Decimal:
        """What it costs the customer."""
        return sum((amount for _, _, amount in self.lines), ZERO)


@dataclass
class Shelves:
    """All goods and all open carts of one place."""

    goods: dict[object, Goods] = field(default_factory=dict)
    carts: dict[object, Cart] = field(default_factory=dict)

    def available(self, product: object, to: object = None) -> Decimal:
        """What a cart, or somebody without one, may have."""
        others = (cart.held.get(product, ZERO) for cart_id, cart in self.carts.items() if cart_id != to)
        return self.goods[product].stock - sum(others, ZERO)

    def is_enough(self, needs: dict[object, Decimal], to: object = None) -> bool:
        """Whether all of it is there."""
        return all(self.available(product, to) >= quantity for product, quantity in needs.items())

    def hold(self, cart_id: object, lines: dict[object, tuple[object, Decimal]], changed: object = None) -> bool:
        """Give the cart these lines and hold what they need, or only what they need of the product that changed.

        False and nothing done where there is not enough of it.
        """
        needs = needs_of(lines.values())
        asked = needs if changed is None else {changed: needs[changed]}
        if not self.is_enough(asked, cart_id):
            return False
        cart = self.carts[cart_id]
        cart.lines, cart.held = dict(lines), cart.held | asked
        return True

    def remove(self, cart_id: object, line_id: object) -> None:
        """Take a line out. What the cart holds of its product shrinks to what is left, and what expired stays so."""
        cart = self.carts[cart_id]
        product, _ = cart.lines.pop(line_id)
        left = cart.needs().get(product)
        if left is None:
            cart.held.pop(product, None)
        elif product in cart.held:
            cart.held[product] = left

    def sell(self, lines: Iterable[tuple[object, Decimal]], cart_id: object = None) -> Sold | None:
        """Take the goods out, in the order of the lines; None where there is not enough."""
        lines = list(lines)
        if not self.is_enough(needs_of(lines), cart_id):
            return None
        self.carts.pop(cart_id, None)
        sold = []
        for product, quantity in lines:
            goods = self.goods[product]
            sold.append((quantity, goods.take(quantity), to_places(goods.price * quantity, 2)))
        return Sold(sold)
