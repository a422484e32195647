"""Receipt numbers of sales made offline: a series of the device's own, counted by it, anew each business day.

`{storefront}-{terminal}-{yyyymmdd}-F0001` for a terminal's first key; `…-F2-0001` for its second one, so that a device
that was replaced in the middle of a day does not give a number again.
"""

import re
from datetime import datetime

from optimapos.core.result import DomainError

_DAY_AND_COUNT = re.compile(r"([0-9]{8})-(F(?:[1-9][0-9]*-)?)([0-9]{4}|[1-9][0-9]{4,8})", re.ASCII)


def series_tail(key_number: int) -> str:
    """What follows the day in the numbers of a terminal's key."""
    return "F" if key_number == 1 else f"F{key_number}-"


def series_of(receipt_number: str, *, head: str, key_number: int) -> str:
    """The series of a number, which has to be one of this terminal and key. `head`: storefront and terminal.

    Refuses: RECEIPT_NUMBER_WRONG (data: receipt_number, series).
    """
    tail = series_tail(key_number)
    found = _DAY_AND_COUNT.fullmatch(receipt_number.removeprefix(f"{head}-"))
    if found is None or not receipt_number.startswith(f"{head}-") or found[2] != tail or not _is_day(found[1]):
        raise DomainError(
            "RECEIPT_NUMBER_WRONG",
            f"{receipt_number} is no number of {head}-yyyymmdd-{tail}.",
            {"receipt_number": receipt_number, "series": f"{head}-yyyymmdd-{tail}"},
        )
    return f"{head}-{found[1]}-{tail}"


def _is_day(digits: str) -> bool:
    try:
        datetime.strptime(digits, "%Y%m%d")  # noqa: DTZ007 - a day, not an instant
    except ValueError:
        return False
    return True
