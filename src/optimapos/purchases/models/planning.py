"""What purchasing is planned by: supplier price lists, reorder rules, the alerts that come of them, and settings."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from optimapos.core.fields import (
    amount_field,
    amounts_not_negative,
    between,
    percent_bounded,
    percent_field,
    price_field,
    prices_not_negative,
    quantities_not_negative,
    quantity_field,
)
from optimapos.organization.models import BusinessOwned, Location
from optimapos.products.models import Product, ProductPackaging

MAX_LEAD_TIME_DAYS = 730
MAX_OVER_DELIVERY = Decimal(100)


class PurchaseSettings(BusinessOwned):
    """How a business buys; one row, made on first use. `over_delivery_percent` of an order's line may come on top of it.

    An invoice's line may differ from what was ordered by `price_tolerance_percent` or by `price_tolerance_amount`, whichever
    is more; `quantity_tolerance_percent` more may be invoiced than was received.
    """

    over_delivery_percent = percent_field(default=Decimal(0))
    price_tolerance_percent = percent_field(default=Decimal(0))
    price_tolerance_amount = amount_field(default=Decimal(0))
    quantity_tolerance_percent = percent_field(default=Decimal(0))

    class Meta:
        db_table = "purchase_settings"
        verbose_name_plural = "purchase settings"
        constraints = [
            models.UniqueConstraint(fields=["business"], name="purchase_settings_one"),
            between("purchase_settings_bounded", Decimal(0), MAX_OVER_DELIVERY, "over_delivery_percent"),
            percent_bounded(
                "purchase_settings_tolerance_bounded", "price_tolerance_percent", "quantity_tolerance_percent"
            ),
            amounts_not_negative("purchase_settings_tolerance_amount", "price_tolerance_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.over_delivery_percent} %"


class SupplierProduct(BusinessOwned):
    """A line of a supplier's price list: what one package costs from `valid_from` to `valid_until`, both included.

    `min_order_qty` and `order_multiple` count packages. `lead_time_days` None: as the supplier's. One line is the product's
    preferred one.
    """

    supplier = models.ForeignKey("partners.Supplier", on_delete=models.CASCADE, related_name="+", db_index=False)
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+")
    supplier_sku = models.CharField(max_length=60, blank=True)
    packaging = models.ForeignKey(
        ProductPackaging, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    currency = models.CharField(max_length=3)
    price = price_field()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    min_order_qty = quantity_field(default=Decimal(0))
    order_multiple = quantity_field(default=Decimal(1))
    lead_time_days = models.PositiveSmallIntegerField(null=True, blank=True)
    is_preferred = models.BooleanField(default=False)

    class Meta:
        db_table = "supplier_product"
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "product", "packaging", "currency", "valid_from"],
                name="supplier_product_unique",
                nulls_distinct=False,
            ),
            models.UniqueConstraint(
                fields=["business", "product"], name="supplier_product_one_preferred", condition=Q(is_preferred=True)
            ),
            prices_not_negative("supplier_product_price_bounded", "price"),
            quantities_not_negative("supplier_product_qty_bounded", "min_order_qty", "order_multiple"),
            models.CheckConstraint(name="supplier_product_multiple", condition=Q(order_multiple__gt=0)),
            models.CheckConstraint(
                name="supplier_product_lead_time_bounded", condition=Q(lead_time_days__lte=MAX_LEAD_TIME_DAYS)
            ),
            models.CheckConstraint(
                name="supplier_product_valid_some_day",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.supplier_sku or str(self.product_id)


class ReorderRule(BusinessOwned):
    """When to buy a product again for a location, and up to how much; base units. Without a supplier the preferred one
    of the price lists is asked.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+", db_index=False)
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="+")
    reorder_point = quantity_field()
    target_qty = quantity_field()
    supplier = models.ForeignKey(
        "partners.Supplier", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    is_active = models.BooleanField(default=True)

    class Meta:
        db_table = "reorder_rule"
        constraints = [
            models.UniqueConstraint(fields=["product", "location"], name="reorder_rule_unique"),
            quantities_not_negative("reorder_rule_bounded", "reorder_point", "target_qty"),
            models.CheckConstraint(name="reorder_rule_reaches", condition=Q(target_qty__gt=F("reorder_point"))),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} at {self.location_id}"


class StockAlert(BusinessOwned):
    """A product that ran low at a location: open from when it was found until it was found to be enough again.

    `available` and `expected` (what is on its way) are what they were when it was found.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+", db_index=False)
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="+")
    reorder_point = quantity_field()
    available = quantity_field()
    expected = quantity_field()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "stock_alert"
        constraints = [
            models.UniqueConstraint(
                fields=["product", "location"], name="stock_alert_one_open", condition=Q(closed_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} at {self.location_id}"
