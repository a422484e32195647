"""Payment: money taken or given back."""

from decimal import Decimal
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from optimapos.core.fields import amount_field, amounts_not_negative, id_field
from optimapos.core.tenancy import TenantManager
from optimapos.partners.models import Customer
from optimapos.sales.models.sales import Sale
from optimapos.sales.types import PaymentDirection, PaymentMethod, PaymentPurpose, PaymentStatus


class Payment(models.Model):
    """A tender: `tendered` was handed over, `change` given back, `amount_paid` = tendered - change kept.

    One that is given back (OUT) names the refund it belongs to and the payment it gives back, where it is of one; of a
    payment that was taken, `refunded_amount` is the sum of what was given back. `provider` and `intent_id` are of
    payments that a gateway took, `wallet_entry_id` of gift cards, store credit and points. `shift_id`: the drawer's
    shift it counts in. Without a sale it is for what a customer owes, or for a gift card whose `wallet_entry_id` it names.
    What a provider would not give back `replaces` says the other way that was taken: once.
    """

    id = id_field()
    business_id = models.UUIDField()
    sale = models.ForeignKey(Sale, on_delete=models.PROTECT, null=True, related_name="payments")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, null=True, related_name="payments", db_index=False)
    terminal_id = models.UUIDField(null=True)
    shift_id = models.UUIDField(null=True)
    user_id = models.UUIDField()
    direction = models.CharField(max_length=3, choices=PaymentDirection, default=PaymentDirection.IN)
    payment_method = models.CharField(max_length=12, choices=PaymentMethod)
    status = models.CharField(max_length=10, choices=PaymentStatus)
    amount_paid = amount_field()
    tendered = amount_field()
    change = amount_field(default=Decimal(0))
    refunded_amount = amount_field(default=Decimal(0))
    currency = models.CharField(max_length=3)
    original_payment = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="reversals", db_index=False
    )
    refund_id = models.UUIDField(null=True)
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="replacements", db_index=False
    )
    provider = models.CharField(max_length=20, blank=True, db_default="")
    intent_id = models.UUIDField(null=True)
    wallet_entry_id = models.UUIDField(null=True)
    transaction_reference = models.CharField(max_length=120, blank=True)
    phone_number = models.CharField(max_length=32, blank=True)
    business_date = models.DateField()
    accounting_date = models.DateField()
    created_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True)

    objects: ClassVar[TenantManager[Self]] = TenantManager()

    class Meta:
        db_table = "payment"
        indexes = [
            models.Index(
                fields=["customer", "created_at"], name="payment_customer", condition=Q(customer__isnull=False)
            ),
            # Lists: the newest of a business; and what was taken today.
            models.Index(fields=["business_id", "created_at", "id"], name="payment_created"),
            # What a drawer took, and what a refund gave back.
            models.Index(fields=["shift_id"], name="payment_shift", condition=Q(shift_id__isnull=False)),
            models.Index(fields=["refund_id"], name="payment_refund", condition=Q(refund_id__isnull=False)),
            # What was taken for a gift card.
            models.Index(
                fields=["wallet_entry_id"],
                name="payment_gift_card",
                condition=Q(sale__isnull=True, wallet_entry_id__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["replaces"], name="payment_replaced_once", condition=Q(replaces__isnull=False)
            ),
            models.CheckConstraint(
                name="payment_replaces_by_hand",
                condition=Q(replaces=None)
                | Q(
                    direction=PaymentDirection.OUT.value,
                    payment_method__in=["CASH", "STORE_CREDIT"],
                    status=PaymentStatus.SUCCESSFUL.value,
                    original_payment=None,
                    refund_id__isnull=False,
                ),
            ),
            amounts_not_negative("payment_amounts_bounded", "amount_paid", "tendered", "change", "refunded_amount"),
            models.CheckConstraint(
                name="payment_change_comes_from_tendered", condition=Q(amount_paid=F("tendered") - F("change"))
            ),
            models.CheckConstraint(
                name="payment_refunded_at_most_paid", condition=Q(refunded_amount__lte=F("amount_paid"))
            ),
            # Money that is taken without a sale is for what a customer owes, or for a gift card.
            models.CheckConstraint(
                name="payment_says_what_it_is_for",
                condition=Q(direction=PaymentDirection.OUT)
                | Q(sale__isnull=False)
                | Q(customer__isnull=False, wallet_entry_id__isnull=True)
                | Q(customer__isnull=True, wallet_entry_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payment_method} {self.amount_paid}"

    @property
    def purpose(self) -> PaymentPurpose:
        """What it was taken for, or given back of."""
        if self.sale_id is not None:
            return PaymentPurpose.SALE
        if self.refund_id is not None:
            return PaymentPurpose.REFUND
        return PaymentPurpose.ACCOUNT if self.wallet_entry_id is None else PaymentPurpose.GIFT_CARD
