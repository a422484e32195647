"""Strict serializer fields: money, prices, quantities and integers that can't smuggle anything in.

DRF's own decimal field takes `1_000`, `1e2` and digits of other scripts; these take ASCII digits, an optional minus and
one point, within bounds, and say what is wrong.
"""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from optimapos.apikit.renderers import plain
from optimapos.core.days import FIRST_DAY, LAST_DAY, is_writable_day
from optimapos.core.money import AMOUNT_LIMIT, LEDGER_DECIMALS, PRICE_LIMIT, PRICE_PLACES
from optimapos.core.quantities import QUANTITY_LIMIT, QUANTITY_PLACES, has_at_most_places

_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)
_LONGEST = 400
"""Letters of a number that are read at all; what is longer than any bound is refused by that."""
MAX_SERIALS = 5000
_INTEGER = re.compile(r"-?[0-9]{1,19}", re.ASCII)


@extend_schema_field({"type": "string", "format": "decimal", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"})
class StrictDecimalField(serializers.Field[Decimal, Any, str, Any]):
    """A decimal, as a string (or a JSON number), with at most `places` decimals, from `low` to `high`."""

    default_error_messages = {
        "invalid": "Write a plain decimal number, such as 12.50.",
        "too_precise": "At most {places} decimals.",
        "too_small": "Not below {low}.",
        "too_large": "Not above {high}.",
    }

    def __init__(self, *, places: int, low: Decimal | None, high: Decimal, **options: Any) -> None:
        self.places, self.low, self.high = places, -high if low is None else low, high
        super().__init__(**options)

    def to_internal_value(self, data: Any) -> Decimal:
        """The exact decimal.

        Raises: ValidationError.
        """
        if isinstance(data, bool) or not isinstance(data, (str, int, Decimal)):
            self.fail("invalid")
        text = str(data)
        if len(text) > _LONGEST or not _DECIMAL.fullmatch(text):
            self.fail("invalid")
        value = Decimal(text) + 0
        if not has_at_most_places(value, self.places):
            self.fail("too_precise", places=self.places)
        if value < self.low:
            self.fail("too_small", low=plain(self.low))
        if value > self.high:
            self.fail("too_large", high=plain(self.high))
        return value

    def to_representation(self, value: Any) -> str:
        """The decimal as a plain string."""
        return plain(Decimal(value))


class AmountField(StrictDecimalField):
    """Money in the business's currency; not negative unless `low` says so."""

    def __init__(self, *, low: Decimal | None = Decimal(0), **options: Any) -> None:
        super().__init__(places=LEDGER_DECIMALS, low=low, high=AMOUNT_LIMIT - 1, **options)


class PriceField(StrictDecimalField):
    """A unit price or cost with up to six places."""

    def __init__(self, **options: Any) -> None:
        super().__init__(places=PRICE_PLACES, low=Decimal(0), high=PRICE_LIMIT - 1, **options)


class QuantityField(StrictDecimalField):
    """A quantity above zero with up to six places."""

    def __init__(self, *, low: Decimal | None = Decimal("0.000001"), **options: Any) -> None:
        super().__init__(places=QUANTITY_PLACES, low=low, high=QUANTITY_LIMIT - 1, **options)


class PercentField(StrictDecimalField):
    """A percentage from 0 to 100 with up to four places."""

    def __init__(self, **options: Any) -> None:
        super().__init__(places=4, low=Decimal(0), high=Decimal(100), **options)


class BoundedIntegerField(serializers.IntegerField):
    """An integer in ASCII digits; both bounds have to be given."""

    def __init__(self, *, min_value: int, max_value: int, **options: Any) -> None:
        super().__init__(min_value=min_value, max_value=max_value, **options)

    def to_internal_value(self, data: Any) -> int:
        """The integer.

        Raises: ValidationError.
        """
        if isinstance(data, bool) or not isinstance(data, (int, str)) or not _INTEGER.fullmatch(str(data)):
            self.fail("invalid")
        return super().to_internal_value(data)


class SerialsField(serializers.ListField):
    """Serial numbers, one for each piece: at most as many as fit on a lorry."""

    child = serializers.CharField(max_length=60)

    def __init__(self, **options: Any) -> None:
        super().__init__(**({"required": False, "max_length": MAX_SERIALS} | options))

    def to_internal_value(self, data: Any) -> Any:
        """As a tuple.

        Raises: ValidationError.
        """
        return tuple(super().to_internal_value(data))


class CouponCodeField(serializers.RegexField):
    """A coupon's code; letters count as capitals."""

    default_error_messages = {"invalid": "Write a code of up to 40 Latin letters, digits, - and _."}

    def __init__(self, **options: Any) -> None:
        super().__init__(r"\A[A-Za-z0-9_-]{1,40}\Z", **options)

    def to_internal_value(self, data: Any) -> str:
        """The code in capitals.

        Raises: ValidationError.
        """
        return super().to_internal_value(data).upper()


class DayField(serializers.DateField):
    """A day that a business may write."""

    default_error_messages = {"out_of_range": f"Write a day from {FIRST_DAY} to {LAST_DAY}."}

    def to_internal_value(self, value: Any) -> date:
        """The day.

        Raises: ValidationError.
        """
        found = super().to_internal_value(value)
        if not is_writable_day(found):
            self.fail("out_of_range")
        return found


class InstantField(serializers.DateTimeField):
    """An instant on a day that a business may write."""

    default_error_messages = {"out_of_range": f"Write a time from {FIRST_DAY} to {LAST_DAY}."}

    def to_internal_value(self, value: Any) -> datetime:
        """The instant.

        Raises: ValidationError.
        """
        found = super().to_internal_value(value)
        if not is_writable_day(found):
            self.fail("out_of_range")
        return found
