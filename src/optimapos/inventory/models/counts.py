"""StockCount: what was counted at a location, beside what the books said at that moment."""

from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from optimapos.core.fields import between, price_field, prices_not_negative, quantity_field
from optimapos.core.quantities import QUANTITY_LIMIT
from optimapos.inventory.models.items import InventoryItem
from optimapos.inventory.models.lines import serials_field
from optimapos.inventory.types import CountScope, Kind
from optimapos.nomenclatures.models import Document, ProductGroup
from optimapos.organization.models import BusinessOwned
from optimapos.products.models import Product


class StockCount(Document):
    """A count of everything, of a product group or of named products. `is_blind`: who counts is not shown what the books
    say until it is posted. `started_at`: since when it has its lines.
    """

    kind = Kind.COUNT
    scope = models.CharField(max_length=8, choices=CountScope, default=CountScope.FULL)
    group = models.ForeignKey(ProductGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    product_ids: "models.Field[Any, list[Any]]" = ArrayField(models.UUIDField(), default=list, blank=True)
    is_blind = models.BooleanField(default=False)
    started_at = models.DateTimeField(null=True, blank=True)

    class Meta(Document.Meta):
        abstract = False
        db_table = "stock_count"
        constraints = [
            *Document.Meta.constraints,
            models.CheckConstraint(
                name="stock_count_scope_is_said",
                condition=Q(scope=CountScope.FULL, group__isnull=True, product_ids=[])
                | Q(scope=CountScope.GROUP, group__isnull=False, product_ids=[])
                | Q(Q(scope=CountScope.PRODUCTS, group__isnull=True), ~Q(product_ids=[])),
            ),
        ]


class StockCountLine(BusinessOwned):
    """One item of a count; what was counted is None until it was.

    `expected_qty` and `expected_serials` are what the books said at `counted_at`, under the item's lock, after its
    movement number `item_seq`. When the count is posted, what was booked later but had happened before is added to them.
    """

    count = models.ForeignKey(StockCount, on_delete=models.CASCADE, related_name="lines", db_index=False)
    item = models.ForeignKey(InventoryItem, on_delete=models.PROTECT, related_name="+", db_index=False)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    expected_qty = quantity_field(null=True, blank=True)
    counted_qty = quantity_field(null=True, blank=True)
    counted_at = models.DateTimeField(null=True, blank=True)
    counted_by = models.UUIDField(null=True, blank=True)
    item_seq = models.BigIntegerField(null=True, blank=True)
    unit_cost = price_field(null=True, blank=True)
    serials = serials_field(null=True, blank=True)
    expected_serials = serials_field(null=True, blank=True)

    class Meta:
        db_table = "stock_count_line"
        indexes = [models.Index(fields=["item", "counted_at"], name="stock_count_line_item")]
        constraints = [
            models.UniqueConstraint(fields=["count", "item"], name="stock_count_line_once"),
            between("stock_count_line_expected_bounded", -QUANTITY_LIMIT, QUANTITY_LIMIT, "expected_qty"),
            between("stock_count_line_counted_bounded", Decimal(0), QUANTITY_LIMIT, "counted_qty"),
            prices_not_negative("stock_count_line_cost_bounded", "unit_cost"),
            models.CheckConstraint(
                name="stock_count_line_counted_whole",
                condition=Q(
                    counted_at__isnull=True,
                    counted_qty__isnull=True,
                    expected_qty__isnull=True,
                    item_seq__isnull=True,
                    counted_by__isnull=True,
                    serials__isnull=True,
                    expected_serials__isnull=True,
                )
                | Q(
                    counted_at__isnull=False,
                    counted_qty__isnull=False,
                    expected_qty__isnull=False,
                    item_seq__isnull=False,
                    counted_by__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_id}"
