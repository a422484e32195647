"""Writes of shifts."""

from optimapos.shifts.services.shifts import ShiftService

__all__ = ["ShiftService"]
