"""Refund, its items, and RefundCounter, which numbers credit notes without a gap. Source: sales-backend-guide.md phase 3."""

from decimal import Decimal
from typing import Any, ClassVar, Self
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, QuerySet

from optimapos.core.fields import (
    amount_field,
    amounts_bounded,
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
from optimapos.organization.models import Location
from optimapos.partners.models import Customer
from optimapos.products.models import Product, ProductPackaging
from optimapos.refunds.types import Destination, RefundKind, RefundMethod, RefundReason, RefundStatus
from optimapos.sales.models import Payment, Sale, SaleItem


class Refund(models.Model):
    """A refund of a completed sale, or of goods that came without a receipt. Amounts in `currency`.

    `amount` = gross of its items + `rounding_amount` = `debt_amount` (lowered what was owed for the sale) + `paid_amount`
    (went out as payments, also into a wallet) + `credited_amount` (settles other debts, or stays the customer's credit).
    Before it is processed the amounts are what it would come to by itself. `exchange_sale` is what its goods were
    exchanged for. `refund_number` is its credit note's, given when it is processed. `missing_points` were earned by goods
    that came back and could not be taken off: they were spent.

    Without a receipt there is no `sale`: `brought_by` says who brought the goods and how that was seen, `customer` is whose
    credit the money becomes.
    """

    id = id_field()
    business_id = models.UUIDField()
    sale = models.ForeignKey(Sale, on_delete=models.PROTECT, null=True, related_name="refunds")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    brought_by = models.CharField(max_length=200, blank=True, db_default="")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+", db_index=False)
    terminal_id = models.UUIDField(null=True)
    shift_id = models.UUIDField(null=True)
    exchange_sale = models.ForeignKey(Sale, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    kind = models.CharField(max_length=8, choices=RefundKind, default=RefundKind.RETURN)
    status = models.CharField(max_length=10, choices=RefundStatus, default=RefundStatus.PENDING)
    refund_method = models.CharField(max_length=20, choices=RefundMethod)
    reason = models.CharField(max_length=20, choices=RefundReason)
    note = models.CharField(max_length=400, blank=True)
    currency = models.CharField(max_length=3)
    amount = amount_field()
    tax_amount = amount_field()
    rounding_amount = amount_field(default=Decimal(0))
    debt_amount = amount_field(default=Decimal(0))
    paid_amount = amount_field(default=Decimal(0))
    credited_amount = amount_field(default=Decimal(0))
    missing_points = models.PositiveBigIntegerField(default=0, db_default=0)
    series = models.CharField(max_length=44, blank=True)
    refund_number = models.CharField(max_length=64, null=True)  # noqa: DJ001 - null until processed; unique where not
    is_beyond_warranty = models.BooleanField(default=False)
    override_reason = models.CharField(max_length=400, blank=True)
    rejection_reason = models.CharField(max_length=400, blank=True)
    requested_by = models.UUIDField()
    decided_by = models.UUIDField(null=True)
    processed_by = models.UUIDField(null=True)
    requested_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    processed_at = models.DateTimeField(null=True)
    business_date = models.DateField(null=True)
    accounting_date = models.DateField(null=True)

    credit_code = ""
    """The code of the store credit that it was given back as, known to the operation that granted it alone."""

    objects: ClassVar[TenantManager[Self]] = TenantManager()

    class Meta:
        db_table = "refund"
        indexes = [
            models.Index(fields=["business_id", "requested_at", "id"], name="refund_requested"),
            models.Index(
                fields=["location", "business_date"], name="refund_day", condition=Q(status=RefundStatus.PROCESSED)
            ),
            models.Index(fields=["shift_id"], name="refund_shift", condition=Q(shift_id__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["business_id", "refund_number"], name="refund_number_unique", nulls_distinct=True
            ),
            amounts_not_negative(
                "refund_amounts_bounded", "amount", "tax_amount", "debt_amount", "paid_amount", "credited_amount"
            ),
            amounts_bounded("refund_rounding_bounded", "rounding_amount"),
            models.CheckConstraint(
                name="refund_goes_somewhere",
                condition=~Q(status=RefundStatus.PROCESSED)
                | Q(amount=F("debt_amount") + F("paid_amount") + F("credited_amount")),
            ),
            models.CheckConstraint(
                name="refund_numbered_when_processed",
                condition=Q(status=RefundStatus.PROCESSED, refund_number__isnull=False, processed_at__isnull=False)
                | (~Q(status=RefundStatus.PROCESSED) & Q(refund_number=None, processed_at=None)),
            ),
            models.CheckConstraint(
                name="refund_of_a_sale_or_of_somebody",
                condition=Q(sale__isnull=False, customer=None, brought_by="")
                | (
                    Q(sale=None, kind=RefundKind.RETURN, exchange_sale=None, debt_amount=0)
                    & Q(refund_method__in=[RefundMethod.CASH, RefundMethod.CREDIT_NOTE])
                    & ~Q(brought_by="")
                    & ~Q(note="")
                ),
            ),
            models.CheckConstraint(
                name="refund_decided_by_somebody",
                condition=Q(status=RefundStatus.PENDING, decided_by=None, decided_at=None)
                | (~Q(status=RefundStatus.PENDING) & Q(decided_by__isnull=False, decided_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.refund_number or f"refund {self.pk}"

    @property
    def of_sale(self) -> Sale:
        """The sale, of a refund that has one.

        Raises: AssertionError without one.
        """
        if self.sale is None:
            raise AssertionError("goods without a receipt are of no sale")
        return self.sale

    @property
    def of_customer_id(self) -> UUID | None:
        """The sale's customer, or who is named where there is no sale."""
        return self.customer_id if self.sale is None else self.sale.customer_id

    @property
    def paid_out(self) -> QuerySet[Payment]:
        """What went out for it, or waits for its provider."""
        return Payment.objects.for_business(self.business_id).filter(refund_id=self.pk).order_by("id")


class RefundItem(models.Model):
    """So much of a line of the sale, in the unit that it was sold in, and where the goods go.

    Without a receipt it is so much of a `product`, in packages where `packaging` is set: `unit_price` for each, tax included,
    and at most `highest_price`.

    `net` + `tax` = `gross` is what it gives back, `cost_amount` what the goods that came back had cost. `eligibility` keeps
    what was said of the warranty when it was asked for.
    """

    id = id_field()
    business_id = models.UUIDField()
    refund = models.ForeignKey(Refund, on_delete=models.PROTECT, related_name="refund_items")
    sale_item = models.ForeignKey(SaleItem, on_delete=models.PROTECT, null=True, related_name="refund_items")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    packaging = models.ForeignKey(
        ProductPackaging, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    product_name = models.CharField(max_length=200, blank=True, db_default="")
    product_sku = models.CharField(max_length=60, blank=True, db_default="")
    unit_price = price_field(null=True)
    highest_price = price_field(null=True)
    tax_code = models.CharField(max_length=12, blank=True, db_default="")
    tax_rate = percent_field(default=Decimal(0), db_default=Decimal(0))
    line_no = models.PositiveIntegerField()
    quantity = quantity_field()
    base_qty = quantity_field()
    net = amount_field()
    tax = amount_field()
    gross = amount_field()
    destination = models.CharField(max_length=10, choices=Destination, default=Destination.SHELF)
    location = models.ForeignKey(Location, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    serials: "ArrayField[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=60), default=list, db_default=[]
    )
    cost_amount = value_field(default=Decimal(0))
    eligibility: "models.JSONField[Any, Any]" = models.JSONField(default=dict)

    objects: ClassVar[TenantManager[Self]] = TenantManager()

    class Meta:
        db_table = "refund_item"
        constraints = [
            models.UniqueConstraint(fields=["refund", "sale_item"], name="refund_item_line_once"),
            quantities_not_negative("refund_item_qty_bounded", "quantity", "base_qty"),
            models.CheckConstraint(name="refund_item_qty_positive", condition=Q(quantity__gt=0, base_qty__gt=0)),
            amounts_not_negative("refund_item_amounts_bounded", "net", "tax", "gross"),
            models.CheckConstraint(name="refund_item_net_and_tax_make_gross", condition=Q(gross=F("net") + F("tax"))),
            prices_not_negative("refund_item_prices_bounded", "unit_price", "highest_price"),
            percent_bounded("refund_item_percent_bounded", "tax_rate"),
            models.CheckConstraint(
                name="refund_item_of_a_line_or_a_product",
                condition=Q(sale_item__isnull=False, product=None, packaging=None, unit_price=None, highest_price=None)
                | Q(
                    sale_item=None,
                    product__isnull=False,
                    unit_price__isnull=False,
                    highest_price__isnull=False,
                    unit_price__lte=F("highest_price"),
                ),
            ),
            models.CheckConstraint(
                name="refund_item_goes_to_a_location",
                condition=Q(destination=Destination.LOCATION, location__isnull=False)
                | (~Q(destination=Destination.LOCATION) & Q(location=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of line {self.line_no}"

    @property
    def line(self) -> "SaleItem | RefundItem":
        """What tells its product and its tax: the line that it gives back, or without a receipt itself."""
        return self if self.sale_item is None else self.sale_item

    @property
    def sold_line_id(self) -> UUID:
        """The line that it gives back.

        Raises: AssertionError without one.
        """
        if self.sale_item_id is None:
            raise AssertionError("goods without a receipt are of no line")
        return self.sale_item_id


class RefundCounter(models.Model):
    """The last number of one series of credit notes. The last row that a refund locks, so a series has no gap."""

    pk = models.CompositePrimaryKey("business_id", "series")
    business_id = models.UUIDField()
    series = models.CharField(max_length=44)
    last_number = models.BigIntegerField()

    objects: ClassVar[TenantManager[Self]] = TenantManager()

    class Meta:
        db_table = "refund_counter"

    def __str__(self) -> str:
        return f"{self.series} {self.last_number}"
