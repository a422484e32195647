"""StockTransfer: goods that go from one location to another, and are on their way in between."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from optimapos.core.fields import quantities_not_negative, quantity_field
from optimapos.inventory.models.lines import StockLine
from optimapos.inventory.types import Kind, Reason
from optimapos.nomenclatures.models import Document
from optimapos.organization.models import Location


class StockTransfer(Document):
    """Goods from `location` to `to_location`. It is seen by the members of either."""

    kind = Kind.TRANSFER
    to_location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+")

    class Meta(Document.Meta):
        abstract = False
        db_table = "stock_transfer"
        constraints = [
            *Document.Meta.constraints,
            models.CheckConstraint(name="stock_transfer_goes_somewhere", condition=~Q(location=F("to_location"))),
        ]


class StockTransferLine(StockLine):
    """A line of a transfer: what was sent, and what of it has arrived or is lost. What is neither is on its way."""

    transfer = models.ForeignKey(StockTransfer, on_delete=models.CASCADE, related_name="lines", db_index=False)
    received_base_qty = quantity_field(default=Decimal(0))
    lost_base_qty = quantity_field(default=Decimal(0))
    lost_reason = models.CharField(max_length=12, choices=Reason, blank=True)

    class Meta(StockLine.Meta):
        abstract = False
        db_table = "stock_transfer_line"
        constraints = [
            *StockLine.Meta.constraints,
            models.UniqueConstraint(fields=["transfer", "line_no"], name="stock_transfer_line_number_unique"),
            quantities_not_negative("stock_transfer_line_bounded", "quantity", "base_qty"),
            quantities_not_negative("stock_transfer_line_arrived", "received_base_qty", "lost_base_qty"),
            models.CheckConstraint(
                name="stock_transfer_line_sent",
                condition=Q(quantity__gt=0, base_qty__gt=0, base_qty__gte=F("received_base_qty") + F("lost_base_qty")),
            ),
        ]

    @property
    def open_base_qty(self) -> Decimal:
        """Base units that have neither arrived nor are lost."""
        return self.base_qty - self.received_base_qty - self.lost_base_qty
