"""Until when goods may be brought back: days from the sale's business day to today's, where it was sold.

Source: sales-backend-guide.md phase 3, `check_warranty_eligibility`.
"""

from dataclasses import dataclass
from datetime import date

WITHIN = "Within warranty"
EXPIRED = "Warranty expired"
RETURNED = "Returned already"


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Whether a line may be brought back, with the days that decide. `reason` is the source's wording."""

    is_refundable: bool
    days_since_purchase: int
    warranty_days: int
    remaining_days: int
    reason: str


def eligibility(
    *, sold_on: date, today: date, warranty_until: date | None, return_days: int, is_all_returned: bool = False
) -> Eligibility:
    """Whether a line that was sold on `sold_on` may be brought back `today`.

    A product without a warranty of its own has the business's `return_days`. The last day counts.

    >>> eligibility(sold_on=date(2026, 1, 1), today=date(2026, 1, 16), warranty_until=date(2026, 4, 1), return_days=0)
    Eligibility(is_refundable=True, days_since_purchase=15, warranty_days=90, remaining_days=75, reason='Within warranty')
    """
    days = max(0, (today - sold_on).days)
    warranty = return_days if warranty_until is None else (warranty_until - sold_on).days
    is_within = days <= warranty
    reason = RETURNED if is_all_returned else WITHIN if is_within else EXPIRED
    return Eligibility(is_within and not is_all_returned, days, warranty, max(0, warranty - days), reason)
