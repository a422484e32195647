"""A unit price that gives back exactly the file's line value. Whole numbers throughout, so nothing is rounded unseen."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from optimapos.core.money import PRICE_PLACES, round_places
from optimapos.replay.types import FileLine, PricedLine

FEWEST_PLACES = 2
COST_SHARE = Decimal("0.7")
# The file tells no cost; a grocer's goods cost him something like this share of their price.


def price_line(line: FileLine) -> PricedLine:
    """The price with the fewest places at which `quantity` comes to `cents`; else the next above, less a discount.

    >>> price_line(FileLine(1, 2, 355))
    PricedLine(unit_price=Decimal('1.775'), discount_cents=0)
    >>> price_line(FileLine(1, 15000, 3298))
    PricedLine(unit_price=Decimal('0.002199'), discount_cents=1)

    Raises: ValueError for a quantity of 0 or less, or a value below 0.
    """
    if line.quantity <= 0 or line.cents < 0:
        raise ValueError(f"a line of {line.quantity} for {line.cents} cents has no price")
    for places in range(FEWEST_PLACES, PRICE_PLACES + 1):
        nearest = _divided_half_up(line.cents * 10**places, 100 * line.quantity)
        if _amount(nearest, places, line.quantity) == line.cents:
            return PricedLine(Decimal(nearest).scaleb(-places), 0)
    above = _first_that_reaches(line)
    return PricedLine(Decimal(above).scaleb(-PRICE_PLACES), _amount(above, PRICE_PLACES, line.quantity) - line.cents)


def usual_prices(lines: Iterable[FileLine]) -> dict[int, Decimal]:
    """The most frequent unit price of each product, the higher one on a tie; free lines count only where nothing else."""
    seen: dict[int, Counter[Decimal]] = {}
    for line in lines:
        if line.quantity:
            seen.setdefault(line.product, Counter())[price_line(line).unit_price] += 1
    return {
        product: max(prices, key=lambda price: (price > 0, prices[price], price)) for product, prices in seen.items()
    }


def unit_cost(price: Decimal) -> Decimal:
    """What a piece of opening stock is taken in at."""
    return round_places(price * COST_SHARE, PRICE_PLACES)


def _amount(price: int, places: int, quantity: int) -> int:
    """What `quantity` comes to in cents at `price`, given in units of its last place."""
    return _divided_half_up(price * quantity * 100, 10**places)


def _first_that_reaches(line: FileLine) -> int:
    """The lowest price, in units of the sixth place, at which the line comes to its value or more."""
    units: int = -(-(2 * line.cents - 1) * 10**PRICE_PLACES // (200 * line.quantity))
    return units


def _divided_half_up(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)
