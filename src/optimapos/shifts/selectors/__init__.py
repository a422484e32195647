"""Reads of shifts."""

from optimapos.shifts.selectors.reports import drawer_of, report_of
from optimapos.shifts.selectors.shifts import open_shift_at, shifts_of

__all__ = ["drawer_of", "open_shift_at", "report_of", "shifts_of"]
