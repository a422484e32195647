"""InventoryMovement: the append-only truth about stock. An outgoing line makes one movement for each layer it takes."""

from typing import ClassVar, Self

from django.db import models

from optimapos.core.fields import amount_field, id_field, price_field, quantity_field, value_field
from optimapos.core.tenancy import TenantManager
from optimapos.inventory.models.items import InventoryItem
from optimapos.inventory.types import MovementKind


class InventoryMovement(models.Model):
    """One change of one layer. `quantity` and `cost_amount` are signed; `item_seq` orders an item's movements.

    `cost_amount` is the layer's value after less before, so that an item's movements sum exactly to its value.
    `occurred_at` is when it happened, `posted_at` when it was written; `is_backdated` where the item had already seen
    something later. `posting` is the how-manieth time that the source made movements.
    """

    id = id_field()
    business_id = models.UUIDField()
    item = models.ForeignKey(InventoryItem, on_delete=models.PROTECT, related_name="movements", db_index=False)
    batch_id = models.UUIDField()
    kind = models.CharField(max_length=16, choices=MovementKind)
    quantity = quantity_field()
    unit_cost = price_field()
    cost_amount = value_field()
    sale_net_amount = amount_field(null=True)
    item_seq = models.BigIntegerField()
    qty_after = quantity_field()
    value_after = value_field()
    source_type = models.CharField(max_length=20)
    source_id = models.UUIDField()
    source_line_id = models.UUIDField(null=True)
    posting = models.PositiveSmallIntegerField(db_default=1)
    reversal_of = models.UUIDField(null=True)
    is_backdated = models.BooleanField(db_default=False)
    occurred_at = models.DateTimeField()
    posted_at = models.DateTimeField()
    business_date = models.DateField()
    accounting_date = models.DateField()

    objects: ClassVar[TenantManager[Self]] = TenantManager()

    class Meta:
        db_table = "inventory_movement"
        indexes = [
            models.Index(fields=["item", "item_seq"], name="inventory_movement_seq"),
            models.Index(fields=["item", "occurred_at", "item_seq"], name="inventory_movement_time"),
            models.Index(
                fields=["item", "item_seq"], name="inventory_movement_backdated", condition=models.Q(is_backdated=True)
            ),
            models.Index(fields=["source_id"], name="inventory_movement_source"),
            models.Index(
                fields=["item", "occurred_at", "item_seq"],
                name="inventory_movement_bought",
                condition=models.Q(kind__in=["RECEIPT", "OPENING"]),
            ),
            models.Index(
                fields=["reversal_of"],
                name="inventory_movement_reversal",
                condition=models.Q(reversal_of__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.quantity}"
