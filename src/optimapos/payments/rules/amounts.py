"""Amounts as providers write them: whole minor units, or a decimal string of the currency's own decimals."""

from decimal import Decimal

from optimapos.core.money import currency_exponent, round_places


def minor_units(amount: Decimal, currency: str) -> int:
    """The amount in the currency's smallest units.

    >>> minor_units(Decimal("12.30"), "EUR"), minor_units(Decimal("1230"), "JPY"), minor_units(Decimal("1.234"), "KWD")
    (1230, 1230, 1234)

    Raises: ValueError for an amount with more decimals than the currency.
    """
    scaled = amount.scaleb(currency_exponent(currency))
    if scaled != scaled.to_integral_value():
        raise ValueError(f"{amount} has more decimals than {currency}")
    return int(scaled)


def major_units(minor: int, currency: str) -> Decimal:
    """Minor units as an amount.

    >>> major_units(1230, "EUR"), major_units(1230, "JPY"), major_units(1234, "KWD")
    (Decimal('12.30'), Decimal('1230'), Decimal('1.234'))
    """
    places = currency_exponent(currency)
    return round_places(Decimal(minor).scaleb(-places), places)
