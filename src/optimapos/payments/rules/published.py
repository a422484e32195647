"""What providers publish of an amount, a currency and a reference. What is none of these is no answer and no event."""

import re
from typing import Any

MOST_UNITS = 10**15
LONGEST_NAME = 120
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
_UNITS = re.compile(r"[0-9]{1,16}", re.ASCII)


def units(value: Any) -> int:
    """An amount in minor units.

    >>> units(1250), units("1250")
    (1250, 1250)

    Raises: ValueError.
    """
    if isinstance(value, bool) or not isinstance(value, (int, str)) or not _UNITS.fullmatch(str(value)):
        raise ValueError("no amount")
    found = int(value)
    if found > MOST_UNITS:
        raise ValueError("no amount")
    return found


def currency(value: Any) -> str:
    """An ISO 4217 code in capitals.

    >>> currency("eur")
    'EUR'

    Raises: ValueError.
    """
    found = value.upper() if isinstance(value, str) else ""
    if not _CURRENCY.fullmatch(found):
        raise ValueError("no currency")
    return found


def name(value: Any) -> str:
    """A reference or an id.

    Raises: ValueError.
    """
    text = "" if isinstance(value, bool) or not isinstance(value, (int, str)) else str(value)
    if not 0 < len(text) <= LONGEST_NAME or not text.isprintable():
        raise ValueError("no name")
    return text
