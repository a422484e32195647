"""Sale, a cart that becomes a sale when it is completed, and ReceiptCounter, which numbers them without a gap."""

from decimal import Decimal
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, Value

from optimapos.core.fields import (
    amount_field,
    amounts_bounded,
    amounts_not_negative,
    id_field,
    percent_bounded,
    percent_field,
)
from optimapos.core.tenancy import TenantManager
from optimapos.organization.models import Location
from optimapos.partners.models import Customer, CustomerSite
from optimapos.sales.types import PaymentType, SaleOrigin, SaleStatus, SaleType


class Sale(models.Model):
    """A sale. `completed_at` is the moment its goods left; before it, it is a cart and has no receipt number.

    Amounts in `currency`: `subtotal` is the lines after their own discounts, before what promotions take off the basket
    (`promotion_amount`) and the sale's discount (`discount_amount`); `total_amount` = sum of the lines' gross +
    `rounding_amount` = `amount_paid` + `amount_due`. `promotions` tells which took what off, or were used
    (`sales.rules.promotions.UsedPromotion`); `coupons` are the codes shown. A cart's own discount is kept as entered
    (`discount_percentage` or `discount_fixed`) until its lines are known.
    """

    id = id_field()
    business_id = models.UUIDField()
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+", db_index=False)
    terminal_id = models.UUIDField(null=True)
    shift_id = models.UUIDField(null=True)
    user_id = models.UUIDField()
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, null=True, related_name="sales", db_index=False)
    customer_site = models.ForeignKey(
        CustomerSite, on_delete=models.PROTECT, null=True, related_name="sales", db_index=False
    )
    type = models.CharField(max_length=10, choices=SaleType, default=SaleType.RETAIL)
    status = models.CharField(max_length=10, choices=SaleStatus, default=SaleStatus.DRAFT)
    payment_type = models.CharField(max_length=10, choices=PaymentType, blank=True)
    origin = models.CharField(max_length=8, choices=SaleOrigin, default=SaleOrigin.ONLINE)
    prices_include_tax = models.BooleanField()
    currency = models.CharField(max_length=3)
    series = models.CharField(max_length=40, blank=True)
    receipt_number = models.CharField(max_length=60, null=True)  # noqa: DJ001 - null until completed; unique where not
    business_date = models.DateField()
    accounting_date = models.DateField()
    subtotal = amount_field(default=Decimal(0))
    discount_percentage = percent_field(default=Decimal(0))
    discount_fixed = amount_field(default=Decimal(0))
    discount_amount = amount_field(default=Decimal(0))
    tax_amount = amount_field(default=Decimal(0))
    rounding_amount = amount_field(default=Decimal(0))
    total_amount = amount_field(default=Decimal(0))
    amount_paid = amount_field(default=Decimal(0))
    amount_due = amount_field(default=Decimal(0))
    amount_refunded = amount_field(default=Decimal(0))
    due_date = models.DateField(null=True)
    flags: "ArrayField[list[str], list[str]]" = ArrayField(models.CharField(max_length=30), default=list)
    exchange_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="exchanges", db_index=False
    )
    content_hash = models.BinaryField(max_length=32, null=True)
    manager_override = models.BooleanField(default=False)
    override_reason = models.CharField(max_length=400, blank=True)
    override_by = models.UUIDField(null=True)
    cart_session_id = models.CharField(max_length=100, blank=True)
    notes = models.TextField(blank=True)
    promotion_amount = amount_field(default=Decimal(0), db_default=Decimal(0))
    promotions: "models.JSONField[Any, Any]" = models.JSONField(default=list, db_default=Value([], models.JSONField()))
    coupons: "ArrayField[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=40), default=list, db_default=[]
    )
    is_held = models.BooleanField(default=False)
    hold_label = models.CharField(max_length=80, blank=True)
    version = models.IntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    occurred_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    objects: ClassVar[TenantManager[Self]] = TenantManager()

    class Meta:
        db_table = "sale"
        indexes = [
            models.Index(fields=["business_id", "created_at", "id"], name="sale_created"),
            models.Index(fields=["location", "created_at", "id"], name="sale_location_created"),
            models.Index(fields=["customer", "created_at"], name="sale_customer", condition=Q(customer__isnull=False)),
            models.Index(
                fields=["customer", "business_date"],
                name="sale_customer_day",
                condition=Q(customer__isnull=False, completed_at__isnull=False),
            ),
            models.Index(fields=["location", "created_at", "id"], name="sale_open_carts", condition=Q(status="DRAFT")),
            models.Index(fields=["shift_id"], name="sale_shift", condition=Q(shift_id__isnull=False)),
            # Reports, and lists of business days.
            models.Index(
                fields=["location", "business_date"], name="sale_day", condition=Q(completed_at__isnull=False)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["business_id", "receipt_number"], name="sale_receipt_number_unique", nulls_distinct=True
            ),
            amounts_not_negative(
                "sale_amounts_bounded",
                "subtotal",
                "discount_fixed",
                "discount_amount",
                "tax_amount",
                "total_amount",
                "amount_paid",
                "amount_due",
                "amount_refunded",
                "promotion_amount",
            ),
            amounts_bounded("sale_rounding_bounded", "rounding_amount"),
            percent_bounded("sale_discount_bounded", "discount_percentage"),
            models.CheckConstraint(
                name="sale_paid_and_due_make_total",
                condition=Q(completed_at=None) | Q(total_amount=F("amount_paid") + F("amount_due")),
            ),
            models.CheckConstraint(
                name="sale_numbered_when_completed",
                condition=Q(completed_at=None, receipt_number=None)
                | Q(completed_at__isnull=False, receipt_number__isnull=False),
            ),
            models.CheckConstraint(
                name="sale_refunded_at_most_total", condition=Q(amount_refunded__lte=F("total_amount"))
            ),
        ]

    def __str__(self) -> str:
        return self.receipt_number or f"cart {self.pk}"

    @property
    def is_completed(self) -> bool:
        """Whether the goods have left."""
        return self.completed_at is not None


class ReceiptCounter(models.Model):
    """The last number of one series: a terminal's, or a storefront's for carts without one, on one business day.

    The last row that a checkout locks, in the transaction that uses the number, so a series has no gap.
    """

    pk = models.CompositePrimaryKey("business_id", "series")
    business_id = models.UUIDField()
    series = models.CharField(max_length=40)
    last_number = models.BigIntegerField()

    objects: ClassVar[TenantManager[Self]] = TenantManager()

    class Meta:
        db_table = "receipt_counter"

    def __str__(self) -> str:
        return f"{self.series} {self.last_number}"
