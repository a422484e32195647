"""Random figures for golden vectors, the same in every run, and how figures are written in them."""

import random
from decimal import Decimal
from typing import Any

from optimapos.core.money import currency_exponent
from optimapos.core.result import DomainError

Case = dict[str, Any]
CURRENCIES = ("EUR", "EUR", "JPY", "KWD", "USD")
D = Decimal


def text(value: Decimal) -> str:
    """A decimal with the places that it has, without an exponent, never as minus zero."""
    return f"{value or value.copy_abs():f}"


def currency_document(code: str) -> Case:
    """A currency as rules in the browser take it."""
    return {"code": code, "decimals": currency_exponent(code)}


def uuid(number: int) -> str:
    """The id that goes by a number; they sort as the numbers do."""
    return f"00000000-0000-7000-8000-{number:012x}"


def refusal_of(refusal: DomainError) -> Case:
    """A refusal as it is compared."""
    return {"code": refusal.code, "data": refusal.data}


class Draw:
    """A seeded source of figures as they occur at a till."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)
        self.choice = self._random.choice
        self.integer = self._random.randint
        self.sample = self._random.sample
        self.shuffled = self._shuffled

    def chance(self, percent: int) -> bool:
        """Whether something that happens in so many of a hundred cases happens."""
        return self._random.randrange(100) < percent

    def decimal(self, low: int, high: int, places: int) -> Decimal:
        """Between two whole numbers, with up to so many places."""
        shown = self._random.randint(0, places)
        return Decimal(self._random.randint(low * 10**shown, high * 10**shown)).scaleb(-shown)

    def price(self, currency: str = "EUR", *, fine: int = 15) -> Decimal:
        """A price: mostly with the currency's places, round ones often, some with six."""
        places = 6 if self.chance(fine) else currency_exponent(currency)
        top = self.choice((2, 20, 100, 100, 2000)) * (100 if currency == "JPY" else 1)
        return self.decimal(0, top, places)

    def percent(self) -> Decimal:
        """A percentage: often a round one, to four places."""
        return Decimal(self.choice((0, 5, 10, 15, 20, 25, 50, 100))) if self.chance(60) else self.decimal(0, 100, 4)

    def rate(self) -> Decimal:
        """A tax rate."""
        return Decimal(self.choice(("0", "5", "7", "9", "10", "15", "19", "20", "20", "5.5", "8.875", "25.5")))

    def some(self, values: Any, most: int) -> list[Any]:
        """Up to so many of the values, in their order."""
        there = list(values)
        chosen = set(self._random.sample(range(len(there)), min(len(there), self._random.randint(0, most))))
        return [each for place, each in enumerate(there) if place in chosen]

    def _shuffled(self, values: Any) -> list[Any]:
        there = list(values)
        self._random.shuffle(there)
        return there
