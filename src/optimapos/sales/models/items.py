"""SaleItem, a line with snapshots of what it sold at which price, and SaleTax, the sale's base and tax by code."""

from decimal import Decimal
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from optimapos.core.fields import (
    amount_field,
    amounts_not_negative,
    id_field,
    percent_bounded,
    percent_field,
    price_field,
    prices_not_negative,
    quantities_not_negative,
    quantity_field,
    value_field,
)
from optimapos.core.tenancy import TenantManager
from optimapos.inventory.models import InventoryItem
from optimapos.pricing.rules import margin
from optimapos.products.models import Product, ProductPackaging
from optimapos.sales.models.sales import Sale
from optimapos.sales.types import LineKind


class SaleItem(models.Model):
    """A line. `quantity` in packages when `packaging` is set, `base_qty` = quantity x factor in base units.

    `list_price` and `unit_price` are for one package or base unit, in the sale's tax basis. `net` + `tax` = `gross`, after
    `line_discount`, the line's shares of basket promotions and of the sale's discount; they are authoritative.
    `cost_amount` is what the layers it took had cost. `serials` are its pieces, of a product with serial numbers.
    `waterfall` keeps the price candidates and why one won.
    """

    id = id_field()
    business_id = models.UUIDField()
    sale = models.ForeignKey(Sale, on_delete=models.PROTECT, related_name="sale_items", db_index=False)
    line_no = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=LineKind, default=LineKind.GOODS)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+", db_index=False)
    item = models.ForeignKey(InventoryItem, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    packaging = models.ForeignKey(
        ProductPackaging, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    factor_num = models.PositiveIntegerField(default=1)
    factor_den = models.PositiveIntegerField(default=1)
    quantity = quantity_field()
    base_qty = quantity_field()
    list_price = price_field()
    unit_price = price_field()
    price_source = models.CharField(max_length=20)
    price_overridden_by = models.UUIDField(null=True)
    discount_percentage = percent_field(default=Decimal(0))
    discount_fixed = amount_field(default=Decimal(0))
    line_discount = amount_field(default=Decimal(0))
    promotion_discount = amount_field(default=Decimal(0), db_default=Decimal(0))
    order_discount_share = amount_field(default=Decimal(0))
    tax_code = models.CharField(max_length=12, blank=True)
    tax_rate = percent_field(default=Decimal(0))
    net = amount_field(default=Decimal(0))
    tax = amount_field(default=Decimal(0))
    gross = amount_field(default=Decimal(0))
    cost_amount = value_field(default=Decimal(0))
    refunded_qty = quantity_field(default=Decimal(0))
    refunded_net = amount_field(default=Decimal(0))
    refunded_tax = amount_field(default=Decimal(0))
    product_name = models.CharField(max_length=200)
    product_sku = models.CharField(max_length=60)
    warranty_until = models.DateField(null=True)
    serials: "ArrayField[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=60), default=list, db_default=[]
    )
    waterfall: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[TenantManager[Self]] = TenantManager()

    class Meta:
        db_table = "sale_item"
        constraints = [
            models.UniqueConstraint(fields=["sale", "line_no"], name="sale_item_line_unique"),
            quantities_not_negative("sale_item_qty_bounded", "quantity", "base_qty", "refunded_qty"),
            models.CheckConstraint(name="sale_item_qty_positive", condition=Q(quantity__gt=0, base_qty__gt=0)),
            prices_not_negative("sale_item_prices_bounded", "list_price", "unit_price"),
            percent_bounded("sale_item_percent_bounded", "discount_percentage", "tax_rate"),
            amounts_not_negative(
                "sale_item_amounts_bounded",
                "discount_fixed",
                "line_discount",
                "promotion_discount",
                "order_discount_share",
                "net",
                "tax",
                "gross",
                "refunded_net",
                "refunded_tax",
            ),
            models.CheckConstraint(name="sale_item_net_and_tax_make_gross", condition=Q(gross=F("net") + F("tax"))),
            models.CheckConstraint(
                name="sale_item_refunded_at_most_sold",
                condition=Q(refunded_qty__lte=F("quantity"), refunded_net__lte=F("net"), refunded_tax__lte=F("tax")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.product_name}"

    @property
    def total_price(self) -> Decimal:
        """What the line costs the customer."""
        return self.gross

    @property
    def base_amount(self) -> Decimal:
        """The amount before tax."""
        return self.net

    @property
    def gross_amount(self) -> Decimal:
        """The amount including tax."""
        return self.gross

    @property
    def unit_cost(self) -> Decimal:
        """What one unit of `quantity` had cost."""
        return self.cost_amount / self.quantity

    @property
    def profit_amount(self) -> Decimal:
        """Profit on one unit of `quantity`, before tax."""
        return (self.net - self.cost_amount) / self.quantity

    @property
    def profit_margin(self) -> Decimal:
        """Profit in percent of the amount before tax, with one decimal; 0 where nothing was charged."""
        return margin(self.net, self.cost_amount)[1]

    @property
    def total_profit_amount(self) -> Decimal:
        """Profit on the whole line, before tax."""
        return self.net - self.cost_amount


class SaleTax(models.Model):
    """The taxable base and the tax of one code in one completed sale."""

    id = id_field()
    business_id = models.UUIDField()
    sale = models.ForeignKey(Sale, on_delete=models.PROTECT, related_name="taxes")
    code = models.CharField(max_length=12, blank=True)
    rate = percent_field()
    base = amount_field()
    tax = amount_field()

    objects: ClassVar[TenantManager[Self]] = TenantManager()

    class Meta:
        db_table = "sale_tax"
        verbose_name_plural = "sale taxes"

    def __str__(self) -> str:
        return f"{self.code} {self.rate} %"
