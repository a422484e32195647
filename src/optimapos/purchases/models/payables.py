"""What is owed to suppliers: the append-only ledger, which of its entries settle which, and payments."""

from decimal import Decimal
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from optimapos.core.fields import amount_field, amounts_bounded, between, id_field
from optimapos.core.money import AMOUNT_LIMIT
from optimapos.core.tenancy import TenantManager
from optimapos.organization.models import BusinessOwned, Location
from optimapos.partners.models import Supplier, SupplierDivision
from optimapos.purchases.models.documents import SMALLEST_RATE
from optimapos.purchases.rules.amounts import RATE_LIMIT
from optimapos.purchases.types import EntryKind, PaymentMethod

SMALLEST_AMOUNT = Decimal("0.0001")


class SupplierTransaction(models.Model):
    """One entry of the payables ledger. `amount` above zero: the business owes it, in its own currency.

    `foreign_amount` is the same in `currency`; entries that only correct what a rate made of it have 0 there. `source_type`
    and `source_id` name what booked it: an invoice, a payment, a credit note, an allocation.
    """

    id = id_field()
    business_id = models.UUIDField()
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="+", db_index=False)
    location_id = models.UUIDField()
    kind = models.CharField(max_length=12, choices=EntryKind)
    amount = amount_field()
    currency = models.CharField(max_length=3)
    foreign_amount = amount_field()
    rate = models.DecimalField(max_digits=19, decimal_places=8)
    document_date = models.DateField()
    due_date = models.DateField(null=True)
    reference = models.CharField(max_length=60, blank=True)
    source_type = models.CharField(max_length=24, blank=True)
    source_id = models.UUIDField(null=True)
    reversal_of = models.UUIDField(null=True)
    user_id = models.UUIDField()
    occurred_at = models.DateTimeField()
    posted_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[TenantManager[Self]] = TenantManager()

    class Meta:
        db_table = "supplier_transaction"
        indexes = [
            models.Index(fields=["supplier", "document_date", "id"], name="supplier_transaction_day"),
            models.Index(fields=["source_id"], name="supplier_transaction_source"),
        ]
        constraints = [
            amounts_bounded("supplier_transaction_bounded", "amount", "foreign_amount"),
            between("supplier_transaction_rate", SMALLEST_RATE, RATE_LIMIT, "rate"),
            models.CheckConstraint(
                name="supplier_transaction_signs_agree",
                condition=Q(amount__gte=0, foreign_amount__gte=0) | Q(amount__lte=0, foreign_amount__lte=0),
            ),
            models.UniqueConstraint(
                fields=["reversal_of"], name="supplier_transaction_once", condition=Q(reversal_of__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"


class SupplierAllocation(models.Model):
    """So much of `credit`, an entry below zero, settles `debit`, one above zero; below zero where that is taken back.

    `amount` is in the currency of both. In the business's own it was worth `credit_amount` when it was paid and
    `debit_amount` when it became due; the difference is an entry of its own.
    """

    id = id_field()
    business_id = models.UUIDField()
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="+", db_index=False)
    credit = models.ForeignKey(SupplierTransaction, on_delete=models.PROTECT, related_name="settles")
    debit = models.ForeignKey(SupplierTransaction, on_delete=models.PROTECT, related_name="settled_by")
    amount = amount_field()
    credit_amount = amount_field()
    debit_amount = amount_field()
    takes_back = models.UUIDField(null=True)
    user_id = models.UUIDField()
    occurred_at = models.DateTimeField()
    posted_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[TenantManager[Self]] = TenantManager()

    class Meta:
        db_table = "supplier_allocation"
        indexes = [models.Index(fields=["supplier"], name="supplier_allocation_supplier")]
        constraints = [
            amounts_bounded("supplier_allocation_bounded", "amount", "credit_amount", "debit_amount"),
            models.CheckConstraint(
                name="supplier_allocation_taken_back",
                condition=Q(amount__gt=0, takes_back__isnull=True) | Q(amount__lt=0, takes_back__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["takes_back"], name="supplier_allocation_once", condition=Q(takes_back__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount}"


class SupplierPayment(BusinessOwned):
    """Money that was paid to a supplier, or that came back from one (`is_refund`). Its entry stands in the ledger.

    One unit of `currency` was worth `exchange_rate` of the business's own when it was paid.
    """

    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="+", db_index=False)
    division = models.ForeignKey(
        SupplierDivision, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.CharField(max_length=40)
    is_refund = models.BooleanField(default=False)
    method = models.CharField(max_length=14, choices=PaymentMethod)
    reference = models.CharField(max_length=60, blank=True)
    paid_on = models.DateField()
    currency = models.CharField(max_length=3)
    exchange_rate = models.DecimalField(max_digits=19, decimal_places=8, default=Decimal(1))
    amount = amount_field()
    notes = models.TextField(blank=True)
    created_by = models.UUIDField()
    reversed_at = models.DateTimeField(null=True, blank=True)
    reversed_by = models.UUIDField(null=True, blank=True)
    reversal_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "supplier_payment"
        indexes = [models.Index(fields=["supplier", "paid_on"], name="supplier_payment_supplier")]
        constraints = [
            models.UniqueConstraint(fields=["business", "number"], name="supplier_payment_number_unique"),
            between("supplier_payment_bounded", SMALLEST_AMOUNT, AMOUNT_LIMIT, "amount"),
            between("supplier_payment_rate", SMALLEST_RATE, RATE_LIMIT, "exchange_rate"),
        ]

    def __str__(self) -> str:
        return self.number
