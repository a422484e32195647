"""What shifts are made of."""

from optimapos.shifts.models.shifts import CashMovement, Shift, ShiftLateSale, ShiftSupplement

__all__ = ["CashMovement", "Shift", "ShiftLateSale", "ShiftSupplement"]
