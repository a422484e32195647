"""The report of a shift: X at any time, Z when it is closed. Its parts come from the floors that book in a shift."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Sum
from django.utils.module_loading import import_string

from optimapos.core.interfaces import IShiftBooks
from optimapos.core.money import ZERO
from optimapos.shifts.models import CashMovement, Shift
from optimapos.shifts.rules.drawer import expected_of, shown_amount
from optimapos.shifts.types import CashKind


def report_of(shift: Shift, sale_ids: Sequence[UUID] | None = None) -> dict[str, Any]:
    """What was booked in a shift, by section, without what was told late; or of these late sales alone."""
    found: dict[str, Any] = {}
    for path in settings.SHIFT_BOOKS:
        books: IShiftBooks = import_string(path)
        found |= books.figures_of(business=shift.business_id, shift_id=shift.pk, sale_ids=sale_ids)
    return found


def drawer_of(shift: Shift, report: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Decimal]]:
    """The drawer's own section of the report, and what should be there by tender."""
    rows = CashMovement.objects.for_business(shift.business_id).filter(shift=shift)
    moved = {row["kind"]: row["amount"] for row in rows.values("kind").annotate(amount=Sum("amount"))}
    cash_in, cash_out = moved.get(CashKind.IN, ZERO), moved.get(CashKind.OUT, ZERO)
    tenders = {
        tender["method"]: Decimal(tender["taken"]) - Decimal(tender["given_back"]) for tender in report["tenders"]
    }
    expected = expected_of(opening_float=shift.opening_float, cash_in=cash_in, cash_out=cash_out, tenders=tenders)
    shown = {
        "opening_float": shown_amount(shift.opening_float, shift.currency),
        "cash_in": shown_amount(cash_in, shift.currency),
        "cash_out": shown_amount(cash_out, shift.currency),
        "expected": {method: shown_amount(amount, shift.currency) for method, amount in expected.items()},
    }
    return shown, expected
