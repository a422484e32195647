"""The notes and coins of currencies: what a till offers as quick cash and counts a drawer by. Facts of central banks.

Of a currency that isn't listed, pieces of 1, 2 and 5 by tens are assumed.
"""

from dataclasses import dataclass

from optimapos.core.money import currency_exponent


@dataclass(frozen=True)
class Cash:
    """`notes`, and coins that people pay with like notes; `coins`, the others. From small to large, in major units."""

    notes: tuple[str, ...]
    coins: tuple[str, ...]


_CENTS = ("0.01", "0.02", "0.05", "0.10", "0.20", "0.50")
_CFA = Cash(("500", "1000", "2000", "5000", "10000"), ("5", "10", "25", "50", "100", "200", "250"))

_CASH = {
    "EUR": Cash(("5", "10", "20", "50", "100", "200"), (*_CENTS, "1", "2")),
    "BGN": Cash(("5", "10", "20", "50", "100"), (*_CENTS, "1", "2")),
    "USD": Cash(("1", "5", "10", "20", "50", "100"), ("0.01", "0.05", "0.10", "0.25")),
    "GBP": Cash(("5", "10", "20", "50"), (*_CENTS, "1", "2")),
    "MAD": Cash(("20", "50", "100", "200"), ("0.10", "0.20", "0.50", "1", "2", "5", "10")),
    "XOF": _CFA,
    "XAF": Cash(_CFA.notes, ("1", "2", "5", "10", "25", "50", "100")),
    "TND": Cash(("5", "10", "20", "50"), ("0.005", "0.010", "0.020", "0.050", "0.100", "0.200", "0.500", "1", "2")),
    "CHF": Cash(("10", "20", "50", "100", "200"), ("0.05", "0.10", "0.20", "0.50", "1", "2", "5")),
}


def cash_of(currency: str) -> Cash:
    """The notes and coins of a currency.

    >>> cash_of("EUR").notes
    ('5', '10', '20', '50', '100', '200')
    >>> cash_of("JPY").notes[:3]
    ('500', '1000', '2000')
    """
    return _CASH.get(currency) or _assumed(currency_exponent(currency))


def _assumed(decimals: int) -> Cash:
    """Notes as of money whose smallest coin is its smallest unit."""
    scale = {0: 100, 2: 1, 3: 1}.get(decimals, 1)
    notes = tuple(str(piece * scale) for piece in (5, 10, 20, 50, 100, 200))
    if decimals == 0:
        return Cash(notes, ("1", "5", "10", "50", "100"))
    return Cash(notes, (*(_CENTS if decimals == 2 else (f"{cent}0" for cent in _CENTS)), "1", "2"))
