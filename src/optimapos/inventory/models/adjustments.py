"""StockAdjustment: stock that is put right by hand, with a reason for each line."""

from django.db import models
from django.db.models import Q

from optimapos.core.fields import between, price_field, prices_not_negative
from optimapos.core.quantities import QUANTITY_LIMIT
from optimapos.inventory.models.items import InventoryBatch
from optimapos.inventory.models.lines import StockLine
from optimapos.inventory.types import BatchStatus, Kind, Reason
from optimapos.nomenclatures.models import Document


class StockAdjustment(Document):
    """Losses, finds and changes of status at one location."""

    kind = Kind.ADJUSTMENT

    class Meta(Document.Meta):
        abstract = False
        db_table = "stock_adjustment"
        constraints = [*Document.Meta.constraints]


class StockAdjustmentLine(StockLine):
    """A line of an adjustment. `base_qty` below 0 is gone; above 0 it was found, or with a `to_status` it changes to that.

    `stock_status` is the status of goods that are gone or change, unless `batch` says which they are, and that of found ones.
    `unit_cost` of a base unit is for found goods; without it they come in at what they would likely cost.
    """

    adjustment = models.ForeignKey(StockAdjustment, on_delete=models.CASCADE, related_name="lines", db_index=False)
    reason = models.CharField(max_length=12, choices=Reason)
    batch = models.ForeignKey(
        InventoryBatch, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    stock_status = models.CharField(max_length=10, choices=BatchStatus, default=BatchStatus.AVAILABLE)
    to_status = models.CharField(max_length=10, choices=BatchStatus, blank=True)
    unit_cost = price_field(null=True, blank=True)
    batch_number = models.CharField(max_length=120, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    comment = models.CharField(max_length=200, blank=True)

    class Meta(StockLine.Meta):
        abstract = False
        db_table = "stock_adjustment_line"
        constraints = [
            *StockLine.Meta.constraints,
            models.UniqueConstraint(fields=["adjustment", "line_no"], name="stock_adjustment_line_number_unique"),
            between("stock_adjustment_line_bounded", -QUANTITY_LIMIT, QUANTITY_LIMIT, "quantity", "base_qty"),
            models.CheckConstraint(
                name="stock_adjustment_line_of_something",
                condition=Q(base_qty__gt=0, quantity__gt=0) | Q(base_qty__lt=0, quantity__lt=0, to_status=""),
            ),
            prices_not_negative("stock_adjustment_line_cost_bounded", "unit_cost"),
        ]
