"""StockReservation: stock held for a cart."""

from django.db import models
from django.db.models import Q

from optimapos.core.fields import quantities_not_negative, quantity_field
from optimapos.inventory.models.items import InventoryItem
from optimapos.inventory.types import ReservationStatus
from optimapos.organization.models import BusinessOwned


class StockReservation(BusinessOwned):
    """`quantity` base units of an item held for a sale until `expires_at`; past that it counts no more, swept or not."""

    item = models.ForeignKey(InventoryItem, on_delete=models.PROTECT, related_name="reservations", db_index=False)
    sale_id = models.UUIDField()
    cart_session_id = models.CharField(max_length=100)
    quantity = quantity_field()
    status = models.CharField(max_length=10, choices=ReservationStatus, default=ReservationStatus.ACTIVE)
    expires_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=40, blank=True)

    class Meta:
        db_table = "stock_reservation"
        indexes = [
            models.Index(
                fields=["item", "expires_at"],
                include=["quantity", "sale_id", "business"],
                name="stock_reservation_active",
                condition=Q(status="ACTIVE"),
            ),
            models.Index(fields=["expires_at"], name="stock_reservation_expiry", condition=Q(status="ACTIVE")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["sale_id", "item"], name="stock_reservation_unique", condition=Q(status="ACTIVE")
            ),
            quantities_not_negative("stock_reservation_qty_bounded", "quantity"),
            models.CheckConstraint(name="stock_reservation_qty_positive", condition=Q(quantity__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.item_id} until {self.expires_at:%H:%M}"
