"""States of shifts, kinds of and reasons for cash movements, and what is counted."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import models

CASH = "CASH"
"""The tender that lies in the drawer."""


class ShiftStatus(models.TextChoices):
    """One shift is OPEN at a till; a CLOSED one is sealed and never changes."""

    OPEN = "OPEN", "Open"
    CLOSED = "CLOSED", "Closed"


class CashKind(models.TextChoices):
    """Cash that goes into the drawer, or out of it, without a sale."""

    IN = "IN", "Cash in"
    OUT = "OUT", "Cash out"


class CashReason(models.TextChoices):
    """Why cash goes in or out."""

    CHANGE = "CHANGE", "Change"
    SAFE = "SAFE", "To or from the safe"
    BANK = "BANK", "To the bank"
    EXPENSE = "EXPENSE", "Expense"
    OWNER = "OWNER", "Owner"
    CORRECTION = "CORRECTION", "Correction"
    OTHER = "OTHER", "Other"


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted of one tender. Of cash perhaps the pieces by their worth, such as {"20.00": 3, "0.50": 4}."""

    method: str
    amount: Decimal
    pieces: tuple[tuple[Decimal, int], ...] = ()
