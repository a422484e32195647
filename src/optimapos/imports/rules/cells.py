"""Parsers: from the text of a cell to its value, or to what is wrong with it. Strict like the API's fields."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from typing import Any, TypeVar

from optimapos.core.days import FIRST_DAY, LAST_DAY, is_writable_day
from optimapos.core.money import AMOUNT_LIMIT, LEDGER_DECIMALS, PRICE_LIMIT, PRICE_PLACES, currency_exponent
from optimapos.core.quantities import QUANTITY_LIMIT, QUANTITY_PLACES, has_at_most_places, shown
from optimapos.core.result import DomainError
from optimapos.imports.rules.formulas import is_formula, unprotected
from optimapos.imports.rules.lists import MAX_SERIAL, MAX_SERIALS, PackagingCell, codes_in, packagings_in
from optimapos.imports.types import BadCell
from optimapos.partners.rules.texts import CLEANED_BY
from optimapos.products.rules.codes import checked_barcode, checked_plu

Parser = Callable[[str], Any]
_Day = TypeVar("_Day", bound=date)

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_DECIMAL = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,20})?", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?"
)
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
YES = frozenset({"yes", "true", "1", "y"})
NO = frozenset({"no", "false", "0", "n"})
MAX_LIST = 100
# More barcodes or packagings in one cell is a mistake.


def text(limit: int) -> Parser:
    """A text of at most `limit` letters."""
    return partial(_text, limit)


def _text(limit: int, cell: str) -> str:
    if is_formula(cell):
        raise BadCell(
            "FORMULA_CELL",
            "This begins like a formula. Where it is meant as a text, write an apostrophe before it.",
        )
    value = unprotected(cell)
    if len(value) > limit:
        raise BadCell("TOO_LONG", f"At most {limit} letters; there are {len(value)}.")
    if _UNSTORABLE.search(value):
        raise BadCell("BAD_TEXT", "The text contains NUL or half of a surrogate pair.")
    return value


def decimal(places: int, low: Decimal, high: Decimal) -> Parser:
    """A plain decimal with at most `places` decimals, from `low` to `high`."""
    return partial(_decimal, places, low, high)


def _decimal(places: int, low: Decimal, high: Decimal, cell: str) -> Decimal:
    if not _DECIMAL.fullmatch(cell):
        raise BadCell("NOT_A_NUMBER", "Write a plain decimal number, such as 12.50.")
    value = Decimal(cell) + 0
    if not has_at_most_places(value, places):
        raise BadCell("TOO_PRECISE", f"At most {places} decimals.")
    if value < low:
        raise BadCell("TOO_SMALL", f"Not below {shown(low)}.")
    if value > high:
        raise BadCell("TOO_LARGE", f"Not above {shown(high)}.")
    return value


price = decimal(PRICE_PLACES, Decimal(0), PRICE_LIMIT - 1)
amount = decimal(LEDGER_DECIMALS, Decimal(0), AMOUNT_LIMIT - 1)
balance = decimal(LEDGER_DECIMALS, 1 - AMOUNT_LIMIT, AMOUNT_LIMIT - 1)
quantity = decimal(QUANTITY_PLACES, Decimal("0.000001"), QUANTITY_LIMIT - 1)
percent = decimal(4, Decimal(0), Decimal(100))


def whole(low: int, high: int) -> Parser:
    """A whole number from `low` to `high`."""
    parse = decimal(0, Decimal(low), Decimal(high))
    return lambda cell: int(parse(cell))


def choice(options: Sequence[str]) -> Parser:
    """One of some words, in any case."""
    known = {option.casefold(): option for option in options}

    def parse(cell: str) -> str:
        if cell.casefold() not in known:
            raise BadCell("NOT_A_CHOICE", f"One of {', '.join(options)}.")
        return known[cell.casefold()]

    return parse


def yes_or_no(cell: str) -> bool:
    """Yes or no."""
    word = cell.casefold()
    if word not in YES | NO:
        raise BadCell("NOT_YES_OR_NO", "Write yes or no.")
    return word in YES


def day(cell: str) -> date:
    """A day, as in 2026-01-31."""
    if _DAY.fullmatch(cell):
        try:
            return _writable(date.fromisoformat(cell))
        except ValueError:
            pass
    raise BadCell("NOT_A_DATE", f"Write a day as in 2026-01-31, from {FIRST_DAY} to {LAST_DAY}.")


def moment(cell: str) -> datetime:
    """An instant: a day (its midnight) or a day with a time; in UTC unless it says its offset."""
    if _DAY.fullmatch(cell) or _MOMENT.fullmatch(cell):
        try:
            found = datetime.fromisoformat(cell)
            return _writable((found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC))
        except (ValueError, OverflowError):
            pass
    raise BadCell("NOT_A_DATE", "Write a day as in 2026-01-31, or with a time as in 2026-01-31T08:00:00+02:00.")


def _writable(day: _Day) -> _Day:
    if not is_writable_day(day):
        raise ValueError("out of range")
    return day


def partner_text(column: str, limit: int) -> Parser:
    """A text of a partner, cleaned as partners are."""
    clean = CLEANED_BY[column]
    return lambda cell: clean(_text(limit, cell))


def email(cell: str) -> str:
    """An e-mail address in lower case."""
    value = CLEANED_BY["email"](_text(254, cell))
    if not _EMAIL.fullmatch(value):
        raise BadCell("NOT_AN_EMAIL", "Write an e-mail address, such as orders@supplier.example.")
    return value


def currency(cell: str) -> str:
    """A currency that amounts can be kept in."""
    code = cell.upper()
    try:
        currency_exponent(code)
    except ValueError:
        raise BadCell("UNKNOWN_CURRENCY", "Write the code of a currency, such as EUR.") from None
    return code


def plu(cell: str) -> str:
    """A PLU, as the catalog's rule has it."""
    return _by_rule(checked_plu, cell)


def barcodes(cell: str) -> tuple[str, ...]:
    """The barcodes of a product, as the catalog's rule has them."""
    return _checked_codes(codes_in(_text(10_000, cell)))


def serials(cell: str) -> list[str]:
    """The serial numbers of the pieces of a line."""
    found = list(codes_in(_text(MAX_SERIALS * (MAX_SERIAL + 3), cell)))
    if len(found) > MAX_SERIALS:
        raise BadCell("TOO_MANY", f"A line has at most {MAX_SERIALS} serial numbers.")
    if long := next((serial for serial in found if len(serial) > MAX_SERIAL), None):
        raise BadCell("TOO_LONG", f"A serial number has at most {MAX_SERIAL} signs: {long[:MAX_SERIAL]}…")
    if len(set(found)) < len(found):
        raise BadCell("SERIALS_MISMATCH", "A serial number is named twice.")
    return found


def packagings(cell: str) -> tuple[PackagingCell, ...]:
    """The packagings of a product with their barcodes."""
    found = packagings_in(_text(20_000, cell))
    if len(found) > MAX_LIST:
        raise BadCell("TOO_MANY", f"At most {MAX_LIST} in one cell.")
    names = [each.name for each in found]
    if twice := next((name for at, name in enumerate(names) if name in names[:at]), None):
        raise BadCell("DUPLICATE_PACKAGING", f"{twice} is here twice.")
    for each in found:
        if len(each.name) > 60:
            raise BadCell("TOO_LONG", "A packaging's name has at most 60 letters.")
        _checked_codes(each.barcodes)
    return found


def _checked_codes(codes: tuple[str, ...]) -> tuple[str, ...]:
    if len(codes) > MAX_LIST:
        raise BadCell("TOO_MANY", f"At most {MAX_LIST} in one cell.")
    return tuple(_by_rule(checked_barcode, code) for code in codes)


def _by_rule(rule: Callable[[str], str], cell: str) -> str:
    try:
        return rule(cell)
    except DomainError as refusal:
        raise BadCell(refusal.code, refusal.msg) from None
