"""The lines of purchase documents, and the links from requests to the orders that were made of them."""

from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from optimapos.core.fields import (
    amount_field,
    amounts_not_negative,
    percent_bounded,
    percent_field,
    price_field,
    prices_not_negative,
    quantities_not_negative,
    quantity_field,
)
from optimapos.inventory.types import BatchStatus
from optimapos.organization.models import BusinessOwned
from optimapos.products.models import Product, ProductPackaging
from optimapos.purchases.models.documents import DeliveryReceipt, PurchaseOrder, PurchaseRequest, SupplierReturn
from optimapos.purchases.rules.receiving import OrderedLine


class PurchaseLine(BusinessOwned):
    """What every line has. `quantity` counts packages of `factor_num / factor_den` base units, as the packaging was when
    the line was written; `base_qty` is the same in base units. `net_amount` in the document's currency, without tax.
    """

    line_no = models.PositiveSmallIntegerField()
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    packaging = models.ForeignKey(
        ProductPackaging, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    factor_num = models.PositiveIntegerField(default=1)
    factor_den = models.PositiveIntegerField(default=1)
    quantity = quantity_field()
    base_qty = quantity_field()
    discount_percent = percent_field(default=Decimal(0))
    tax_rate = percent_field(null=True, blank=True)
    net_amount = amount_field(default=Decimal(0))

    class Meta:
        abstract = True
        constraints = [
            quantities_not_negative("%(class)s_qty_bounded", "quantity", "base_qty"),
            models.CheckConstraint(name="%(class)s_of_something", condition=Q(quantity__gt=0, base_qty__gt=0)),
            percent_bounded("%(class)s_percent_bounded", "discount_percent"),
            models.CheckConstraint(
                name="%(class)s_tax_bounded",
                condition=Q(tax_rate__isnull=True) | Q(tax_rate__gte=0, tax_rate__lte=100),
            ),
            amounts_not_negative("%(class)s_amount_bounded", "net_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.line_no}"


def _one_number_each(parent: str) -> models.UniqueConstraint:
    """Lines are renumbered in any order, so that this is looked at when the operation ends."""
    return models.UniqueConstraint(
        fields=[parent, "line_no"], name="%(class)s_number_unique", deferrable=models.Deferrable.DEFERRED
    )


class PurchaseRequestLine(PurchaseLine):
    """A line of a request; `converted_base_qty` of it stands in orders that were not cancelled."""

    request = models.ForeignKey(PurchaseRequest, on_delete=models.CASCADE, related_name="lines", db_index=False)
    supplier = models.ForeignKey(
        "partners.Supplier", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    unit_price = price_field(null=True, blank=True)
    converted_base_qty = quantity_field(default=Decimal(0))

    class Meta(PurchaseLine.Meta):
        abstract = False
        db_table = "purchase_request_line"
        constraints = [
            *PurchaseLine.Meta.constraints,
            _one_number_each("request"),
            prices_not_negative("%(class)s_price_bounded", "unit_price"),
            models.CheckConstraint(
                name="%(class)s_converted_once",
                condition=Q(converted_base_qty__gte=0, converted_base_qty__lte=F("base_qty")),
            ),
        ]

    @property
    def open_base_qty(self) -> Decimal:
        """Base units that no order asks for yet."""
        return self.base_qty - self.converted_base_qty


class PurchaseOrderLine(PurchaseLine):
    """A line of an order: what of it was received, and what is not expected any more because it was cancelled."""

    order = models.ForeignKey(PurchaseOrder, on_delete=models.CASCADE, related_name="lines", db_index=False)
    unit_price = price_field()
    received_base_qty = quantity_field(default=Decimal(0))
    cancelled_base_qty = quantity_field(default=Decimal(0))

    class Meta(PurchaseLine.Meta):
        abstract = False
        db_table = "purchase_order_line"
        constraints = [
            *PurchaseLine.Meta.constraints,
            _one_number_each("order"),
            prices_not_negative("%(class)s_price_bounded", "unit_price"),
            quantities_not_negative("%(class)s_received_bounded", "received_base_qty", "cancelled_base_qty"),
            models.CheckConstraint(
                name="%(class)s_cancelled_of_it", condition=Q(cancelled_base_qty__lte=F("base_qty"))
            ),
        ]

    @property
    def progress(self) -> OrderedLine:
        """Its figures for the rules."""
        return OrderedLine(self.base_qty, self.received_base_qty, self.cancelled_base_qty)

    @property
    def open_base_qty(self) -> Decimal:
        """Base units that are still to come."""
        return self.progress.open


class PurchaseRequestOrderLink(BusinessOwned):
    """How many base units of a request's line an order's line asks for. `released_base_qty` of them it does not any more,
    because the order was changed or cancelled.
    """

    request_line = models.ForeignKey(PurchaseRequestLine, on_delete=models.PROTECT, related_name="links")
    order_line = models.ForeignKey(PurchaseOrderLine, on_delete=models.PROTECT, related_name="links", db_index=False)
    base_qty = quantity_field()
    released_base_qty = quantity_field(default=Decimal(0))

    class Meta:
        db_table = "purchase_request_order_link"
        constraints = [
            models.UniqueConstraint(fields=["order_line", "request_line"], name="request_order_link_unique"),
            quantities_not_negative("request_order_link_bounded", "base_qty", "released_base_qty"),
            models.CheckConstraint(
                name="request_order_link_released_of_it", condition=Q(released_base_qty__lte=F("base_qty"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_line_id} to {self.order_line_id}"

    @property
    def held_base_qty(self) -> Decimal:
        """Base units that the order still asks for."""
        return self.base_qty - self.released_base_qty


class DeliveryReceiptLine(PurchaseLine):
    """A line of a receipt. `unit_cost` of a base unit in the business's currency follows from the price, the discount and
    the rate; `returned_base_qty` went back to the supplier; `invoiced_base_qty` stands in invoices that were booked.
    """

    receipt = models.ForeignKey(DeliveryReceipt, on_delete=models.CASCADE, related_name="lines", db_index=False)
    order_line = models.ForeignKey(
        PurchaseOrderLine, on_delete=models.PROTECT, null=True, blank=True, related_name="receipt_lines"
    )
    unit_price = price_field()
    unit_cost = price_field()
    supplier_lot = models.CharField(max_length=60, blank=True)
    batch_number = models.CharField(max_length=120, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    serials: "models.Field[Any, list[str]]" = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    stock_status = models.CharField(max_length=10, choices=BatchStatus, default=BatchStatus.AVAILABLE)
    returned_base_qty = quantity_field(default=Decimal(0))
    invoiced_base_qty = quantity_field(default=Decimal(0))

    class Meta(PurchaseLine.Meta):
        abstract = False
        db_table = "delivery_receipt_line"
        constraints = [
            *PurchaseLine.Meta.constraints,
            _one_number_each("receipt"),
            prices_not_negative("%(class)s_price_bounded", "unit_price", "unit_cost"),
            quantities_not_negative("%(class)s_invoiced_bounded", "invoiced_base_qty"),
            models.CheckConstraint(
                name="%(class)s_returned_of_it",
                condition=Q(returned_base_qty__gte=0, returned_base_qty__lte=F("base_qty")),
            ),
        ]


class SupplierReturnLine(PurchaseLine):
    """A line of a return: goods of one line of a receipt, at its price."""

    supplier_return = models.ForeignKey(SupplierReturn, on_delete=models.CASCADE, related_name="lines", db_index=False)
    receipt_line = models.ForeignKey(DeliveryReceiptLine, on_delete=models.PROTECT, related_name="return_lines")
    unit_price = price_field()
    reason = models.CharField(max_length=200, blank=True)
    serials: "models.Field[Any, list[str]]" = ArrayField(models.CharField(max_length=60), default=list, blank=True)

    class Meta(PurchaseLine.Meta):
        abstract = False
        db_table = "supplier_return_line"
        constraints = [
            *PurchaseLine.Meta.constraints,
            _one_number_each("supplier_return"),
            prices_not_negative("%(class)s_price_bounded", "unit_price"),
        ]
