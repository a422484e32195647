"""How long open debts are past their due dates, of customers and to suppliers alike. Pure."""

from datetime import date

BUCKETS = ("not_due", "days_1_30", "days_31_60", "days_61_90", "days_over_90")
"""How long open entries are past their due dates."""
_LAST_DAY_OF = ((0, "not_due"), (30, "days_1_30"), (60, "days_31_60"), (90, "days_61_90"))


def bucket_of(due_date: date, on: date) -> str:
    """How long past its due date something is on a day; on the day itself it is not.

    >>> bucket_of(date(2030, 1, 1), date(2030, 1, 1)), bucket_of(date(2030, 1, 1), date(2030, 1, 31))
    ('not_due', 'days_1_30')
    """
    late = (on - due_date).days
    return next((bucket for last, bucket in _LAST_DAY_OF if late <= last), "days_over_90")
