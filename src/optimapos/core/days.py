"""Which days a business may write: within them every instant has a local day in every time zone."""

from datetime import date, datetime

FIRST_DAY = date(1990, 1, 1)
LAST_DAY = date(2999, 12, 31)


def is_writable_day(day: date) -> bool:
    """Whether a document, a batch or a query may name this day (of an instant: its own calendar day)."""
    return FIRST_DAY <= (day.date() if isinstance(day, datetime) else day) <= LAST_DAY
