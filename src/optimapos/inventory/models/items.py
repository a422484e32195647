"""InventoryItem, one product at one location, and InventoryBatch, the cost layers that it is made of."""

from datetime import datetime
from decimal import Decimal

from django.db import connections, models
from django.db.models import F, Q
from django.utils import timezone

from optimapos.core.fields import between, price_field, prices_not_negative, quantity_field, value_field
from optimapos.core.quantities import QUANTITY_LIMIT
from optimapos.core.tenancy import APP
from optimapos.inventory.rules.lines import VALUE_LIMIT
from optimapos.inventory.sql import AVAILABILITY
from optimapos.inventory.types import BatchKind, BatchStatus
from optimapos.organization.models import BusinessOwned, Location
from optimapos.products.models import Product


class InventoryItem(BusinessOwned):
    """A product at a location: a cache of its movements, and the row that everybody who moves it locks.

    `current_qty` in base units, `stock_value` in the business's currency, `seq` counts its movements. `floor_qty` is how
    far below zero it may go: 0, unless the location's policy or a physical fact lowered it.
    """

    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+", db_index=False)
    current_qty = quantity_field(default=Decimal(0))
    floor_qty = quantity_field(default=Decimal(0))
    stock_value = value_field(default=Decimal(0))
    last_purchase_cost = price_field(default=Decimal(0))
    last_purchase_at = models.DateTimeField(null=True, blank=True)
    seq = models.BigIntegerField(default=0)
    last_movement_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "inventory_item"
        constraints = [
            models.UniqueConstraint(fields=["product", "location"], name="inventory_item_unique"),
            models.CheckConstraint(name="inventory_item_not_below_floor", condition=Q(current_qty__gte=F("floor_qty"))),
            between("inventory_item_qty_bounded", -QUANTITY_LIMIT, QUANTITY_LIMIT, "current_qty", "floor_qty"),
            between("inventory_item_value_bounded", -VALUE_LIMIT, VALUE_LIMIT, "stock_value"),
            prices_not_negative("inventory_item_cost_bounded", "last_purchase_cost"),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} at {self.location_id}"

    def get_available_quantity(self, at: datetime | None = None) -> Decimal:
        """What may still be promised of it: sellable layers less active reservations, at `at` or now.

        The true figure, below zero after a physical fact that left too little. Runs inside the tenant's transaction.
        """
        at = at or timezone.now()
        with connections[APP].cursor() as cursor:
            day = self.location.local_day(at)
            cursor.execute(AVAILABILITY, {"item_ids": [self.pk], "at": at, "day": day, "sale_id": None})
            _, _, _, _, sellable, reserved = cursor.fetchone()
        available: Decimal = sellable - reserved
        return available

    @property
    def avg_cost(self) -> Decimal:
        """Value for one base unit; 0 where there is nothing."""
        return self.stock_value / self.current_qty if self.current_qty > 0 else Decimal(0)


class InventoryBatch(BusinessOwned):
    """A cost layer: what was received together at one unit cost. `is_open` while something of it remains.

    Its value is round(remaining_qty x unit_cost, 6); an item's value is the sum of its layers'. `source_line_id` is the
    document line that brought it, `origin_batch_id` the layer that it was taken from (a transfer, a quarantine),
    `transfer_line_id` the line that goods in transit belong to. A piece with a serial number is a layer of its own.
    """

    item = models.ForeignKey(InventoryItem, on_delete=models.PROTECT, related_name="batches", db_index=False)
    kind = models.CharField(max_length=8, choices=BatchKind, default=BatchKind.STOCK)
    status = models.CharField(max_length=10, choices=BatchStatus, default=BatchStatus.AVAILABLE)
    batch_number = models.CharField(max_length=120)
    supplier_lot = models.CharField(max_length=60, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    received_at = models.DateTimeField()
    unit_cost = price_field()
    received_qty = quantity_field()
    remaining_qty = quantity_field()
    is_open = models.BooleanField(default=True)
    cost_provisional = models.BooleanField(default=False)
    source_type = models.CharField(max_length=20, blank=True)
    source_line_id = models.UUIDField(null=True, blank=True)
    origin_batch_id = models.UUIDField(null=True, blank=True)
    transfer_line_id = models.UUIDField(null=True, blank=True)
    serial_number = models.CharField(max_length=60, blank=True, db_default="")
    product_id = models.UUIDField(null=True, blank=True)

    class Meta:
        db_table = "inventory_batch"
        verbose_name_plural = "inventory batches"
        indexes = [
            models.Index(
                fields=["item", "expires_on", "received_at", "id"],
                name="inventory_batch_fefo",
                condition=Q(is_open=True),
            ),
            models.Index(
                fields=["source_line_id"], name="inventory_batch_line", condition=Q(source_line_id__isnull=False)
            ),
            models.Index(
                fields=["origin_batch_id"], name="inventory_batch_origin", condition=Q(origin_batch_id__isnull=False)
            ),
            models.Index(
                fields=["business", "serial_number"], name="inventory_batch_serial", condition=~Q(serial_number="")
            ),
        ]
        constraints = [
            between("inventory_batch_qty_bounded", -QUANTITY_LIMIT, QUANTITY_LIMIT, "received_qty", "remaining_qty"),
            prices_not_negative("inventory_batch_cost_bounded", "unit_cost"),
            models.CheckConstraint(
                name="inventory_batch_serial_is_one_piece",
                condition=Q(serial_number="") | Q(received_qty__lte=1, product_id__isnull=False),
            ),
            models.CheckConstraint(
                name="inventory_batch_remaining",
                condition=Q(kind=BatchKind.DEFICIT, remaining_qty__lte=0)
                | Q(~Q(kind=BatchKind.DEFICIT), remaining_qty__gte=0, remaining_qty__lte=F("received_qty")),
            ),
            models.CheckConstraint(
                name="inventory_batch_open_while_something_remains",
                condition=Q(is_open=True, remaining_qty__lt=0)
                | Q(is_open=True, remaining_qty__gt=0)
                | Q(is_open=False, remaining_qty=0),
            ),
        ]

    def __str__(self) -> str:
        return self.batch_number
