"""Kinds of layers, movements and reservations."""

from django.db import models


class BatchKind(models.TextChoices):
    """STOCK is on the shelf, TRANSIT on its way, DEFICIT sold before it was received."""

    STOCK = "STOCK", "Stock"
    TRANSIT = "TRANSIT", "In transit"
    DEFICIT = "DEFICIT", "Deficit"


class BatchStatus(models.TextChoices):
    """Only AVAILABLE layers are sold from."""

    AVAILABLE = "AVAILABLE", "Available"
    QUARANTINE = "QUARANTINE", "Quarantine"
    DAMAGED = "DAMAGED", "Damaged"


class MovementKind(models.TextChoices):
    """Why stock moved."""

    RECEIPT = "RECEIPT", "Receipt"
    SALE = "SALE", "Sale"
    RETURN = "RETURN", "Return"
    TRANSFER_OUT = "TRANSFER_OUT", "Transfer out"
    TRANSFER_IN = "TRANSFER_IN", "Transfer in"
    ADJUST = "ADJUST", "Adjustment"
    COUNT = "COUNT", "Count"
    COUNT_CORRECTION = "COUNT_CORRECTION", "Count correction"
    COST_ADJUSTMENT = "COST_ADJUSTMENT", "Cost adjustment"
    OPENING = "OPENING", "Opening stock"
    REVERSAL = "REVERSAL", "Reversal"


class ReservationStatus(models.TextChoices):
    """ACTIVE holds stock until it expires; COMMITTED was sold; RELEASED was given back; CANCELLED was taken away."""

    ACTIVE = "ACTIVE", "Active"
    COMMITTED = "COMMITTED", "Committed"
    RELEASED = "RELEASED", "Released"
    CANCELLED = "CANCELLED", "Cancelled"
