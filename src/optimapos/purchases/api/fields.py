"""Fields of purchase documents."""

from decimal import Decimal
from typing import Any

from optimapos.apikit.fields import StrictDecimalField
from optimapos.apikit.renderers import plain
from optimapos.purchases.rules.amounts import RATE_PLACES


class RateField(StrictDecimalField):
    """How many units of the business's currency one unit of another is worth: above 0 with up to eight places."""

    def __init__(self, **options: Any) -> None:
        super().__init__(places=RATE_PLACES, low=Decimal("0.00000001"), high=Decimal(999_999_999), **options)

    def to_representation(self, value: Any) -> str:
        """The rate without trailing zeros."""
        text = plain(Decimal(value))
        return text.rstrip("0").rstrip(".") if "." in text else text
