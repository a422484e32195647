"""Amounts with their currency, dates and figures as the business's country writes them."""

import re
from datetime import date
from decimal import Decimal

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, format_percent

from optimapos.papers.rules.words import WORDS, locale_of

MINUS = "\N{MINUS SIGN}"
TIMES = "\N{MULTIPLICATION SIGN}"
_CODE_BEFORE_DIGIT = re.compile(r"([A-Z])(?=\d)")
# `TND 9.500`: a currency's letters stand apart from its digits, which Babel leaves to the caller.


class Writer:
    """Writes figures of one paper."""

    def __init__(self, country: str, currency: str) -> None:
        self.locale: Locale = locale_of(country)
        self.words = WORDS[self.locale.language]
        self._currency = currency

    def money(self, amount: str) -> str:
        """An amount or a unit price, with as many decimals as it came with."""
        value, decimals = Decimal(amount), len(amount.partition(".")[2])
        pattern: str = self.locale.currency_formats["standard"].pattern
        pattern = pattern.replace(".00", f".{'0' * decimals}" if decimals else "")
        text = format_currency(abs(value), self._currency, pattern, self.locale, currency_digits=False)
        spaced = _CODE_BEFORE_DIGIT.sub("\\1\N{NO-BREAK SPACE}", text)
        return f"{MINUS}{spaced}" if value < 0 else spaced

    def less(self, amount: str) -> str:
        """An amount that comes off."""
        return self.money(f"-{amount}")

    def figure(self, value: str) -> str:
        """A quantity or a rate."""
        return format_decimal(Decimal(value), locale=self.locale, format="#,##0.######")

    def percent(self, rate: str) -> str:
        """A rate, such as `20%`."""
        pattern = self.locale.percent_formats[None].pattern.replace("#,##0", "#,##0.####")
        return format_percent(Decimal(rate) / 100, locale=self.locale, format=pattern)

    def day(self, day: date) -> str:
        """A date."""
        return format_date(day, format="medium", locale=self.locale)


def text_lines(text: str) -> tuple[str, ...]:
    """Lines that have something on them."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())
