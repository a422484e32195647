"""Shift, the cash that goes in and out of it without a sale, and its supplements of what was sold in it and told later."""

from decimal import Decimal
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from optimapos.core.fields import amount_field, amounts_not_negative, id_field
from optimapos.core.tenancy import TenantManager
from optimapos.organization.models import Location, Terminal
from optimapos.shifts.types import CashKind, CashReason, ShiftStatus


class Shift(models.Model):
    """A drawer's shift, from its float to its count. One is open at a till.

    `figures` is its Z report, made and sealed when it is closed, `z_number` the report's number at the till. `seal` is the
    SHA-256 of the report and of the seal before it.
    """

    id = id_field()
    business_id = models.UUIDField()
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+", db_index=False)
    terminal = models.ForeignKey(Terminal, on_delete=models.PROTECT, related_name="+", db_index=False)
    status = models.CharField(max_length=8, choices=ShiftStatus, default=ShiftStatus.OPEN)
    currency = models.CharField(max_length=3)
    business_date = models.DateField()
    opening_float = amount_field()
    opened_by = models.UUIDField()
    opened_at = models.DateTimeField()
    closed_by = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=400, blank=True)
    z_number = models.PositiveIntegerField(null=True)
    figures: "models.JSONField[Any, Any]" = models.JSONField(null=True)
    seal = models.BinaryField(max_length=32, null=True)

    objects: ClassVar[TenantManager[Self]] = TenantManager()

    class Meta:
        db_table = "shift"
        indexes = [
            models.Index(fields=["business_id", "opened_at", "id"], name="shift_opened"),
            models.Index(fields=["terminal", "opened_at"], name="shift_terminal"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["terminal"], name="shift_one_open", condition=Q(status=ShiftStatus.OPEN)),
            models.UniqueConstraint(fields=["terminal", "z_number"], name="shift_z_number_unique", nulls_distinct=True),
            amounts_not_negative("shift_float_bounded", "opening_float"),
            models.CheckConstraint(
                name="shift_sealed_when_closed",
                condition=Q(status=ShiftStatus.OPEN, closed_at=None, z_number=None, figures=None, seal=None)
                | Q(
                    status=ShiftStatus.CLOSED,
                    closed_at__isnull=False,
                    z_number__isnull=False,
                    figures__isnull=False,
                    seal__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"Z{self.z_number:04}" if self.z_number else f"shift {self.pk}"


class CashMovement(models.Model):
    """Cash that went into the drawer or out of it without a sale."""

    id = id_field()
    business_id = models.UUIDField()
    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="cash_movements")
    kind = models.CharField(max_length=4, choices=CashKind)
    reason = models.CharField(max_length=12, choices=CashReason)
    amount = amount_field()
    note = models.CharField(max_length=400, blank=True)
    user_id = models.UUIDField()
    created_at = models.DateTimeField()

    objects: ClassVar[TenantManager[Self]] = TenantManager()

    class Meta:
        db_table = "cash_movement"
        constraints = [
            amounts_not_negative("cash_movement_amount_bounded", "amount"),
            models.CheckConstraint(name="cash_movement_positive", condition=Q(amount__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"

    @property
    def signed(self) -> Decimal:
        """Below zero where it went out."""
        return self.amount if self.kind == CashKind.IN else -self.amount


class ShiftSupplement(models.Model):
    """The numbered, sealed supplement of a closed shift: what was sold in it and told after it was closed."""

    id = id_field()
    business_id = models.UUIDField()
    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="supplements")
    number = models.PositiveIntegerField()
    figures: "models.JSONField[Any, Any]" = models.JSONField()
    seal = models.BinaryField(max_length=32)
    sealed_by = models.UUIDField(null=True)
    sealed_at = models.DateTimeField()

    objects: ClassVar[TenantManager[Self]] = TenantManager()

    class Meta:
        db_table = "shift_supplement"
        constraints = [models.UniqueConstraint(fields=["shift", "number"], name="shift_supplement_number_unique")]

    def __str__(self) -> str:
        return f"supplement {self.number}"


class ShiftLateSale(models.Model):
    """A sale that was told after its shift was closed. It waits for the shift's next supplement."""

    id = id_field()
    sale_id = models.UUIDField(unique=True)
    business_id = models.UUIDField()
    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="late_sales")
    supplement = models.ForeignKey(ShiftSupplement, on_delete=models.PROTECT, null=True, related_name="late_sales")

    objects: ClassVar[TenantManager[Self]] = TenantManager()

    class Meta:
        db_table = "shift_late_sale"

    def __str__(self) -> str:
        return f"{self.sale_id}"
