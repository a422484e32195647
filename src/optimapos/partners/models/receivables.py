"""The receivables ledger: what customers owe, what settles what, and what is open.

Entries and allocations only grow. `OpenItem` is a cache that can be derived from both; `verify` does so.
"""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from optimapos.core.fields import amount_field, amounts_bounded, id_field
from optimapos.core.tenancy import TenantManager
from optimapos.partners.models.customers import Customer
from optimapos.partners.types import CreditKind


class CreditTransaction(models.Model):
    """One entry of the receivables ledger. `amount` above zero: the customer owes it (a debit), with a `due_date`; below
    zero it lowers that (a credit).

    `source_id` is the sale or the payment that it stands for, or the sale whose debt was moved here, `reference` the number
    that people know that by. `business_date` is the day of the place where it came about. `moved_from`, of a MERGE: what was
    open of that entry is with the survivor now; one such entry stands on either side.
    """

    id = id_field()
    business_id = models.UUIDField()
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="credit_transactions")
    kind = models.CharField(max_length=12, choices=CreditKind)
    amount = amount_field()
    due_date = models.DateField(null=True)
    source_id = models.UUIDField(null=True)
    reference = models.CharField(max_length=60, blank=True, db_default="")
    user_id = models.UUIDField(null=True)
    moved_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    business_date = models.DateField(db_default=Now())
    occurred_at = models.DateTimeField()
    posted_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[TenantManager[Self]] = TenantManager()

    class Meta:
        db_table = "credit_transaction"
        indexes = [
            models.Index(fields=["customer", "occurred_at"], name="credit_transaction_customer"),
            models.Index(fields=["source_id"], name="credit_transaction_source", condition=Q(source_id__isnull=False)),
        ]
        constraints = [amounts_bounded("credit_transaction_bounded", "amount")]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"


class CreditAllocation(models.Model):
    """So much of a credit entry settles a debit entry of the same customer: the truth of what paid what."""

    id = id_field()
    business_id = models.UUIDField()
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+", db_index=False)
    credit = models.ForeignKey(CreditTransaction, on_delete=models.PROTECT, related_name="settles")
    debit = models.ForeignKey(CreditTransaction, on_delete=models.PROTECT, related_name="settled_by")
    amount = amount_field()
    user_id = models.UUIDField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[TenantManager[Self]] = TenantManager()

    class Meta:
        db_table = "credit_allocation"
        constraints = [
            amounts_bounded("credit_allocation_bounded", "amount"),
            models.CheckConstraint(name="credit_allocation_positive", condition=Q(amount__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.amount}"


class OpenItem(models.Model):
    """An entry that isn't settled, and how much of it (`open_amount`, signed like the entry). Gone once it is 0.

    Overdue, aging and what a payment settles are read from these alone, so they cost what is open and not what ever was.
    """

    entry = models.OneToOneField(
        CreditTransaction, on_delete=models.PROTECT, primary_key=True, related_name="open_item"
    )
    business_id = models.UUIDField()
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="open_items", db_index=False)
    due_date = models.DateField(null=True)
    open_amount = amount_field()

    objects: ClassVar[TenantManager[Self]] = TenantManager()

    class Meta:
        db_table = "open_item"
        indexes = [models.Index(fields=["customer", "due_date"], name="open_item_customer")]
        constraints = [
            amounts_bounded("open_item_bounded", "open_amount"),
            models.CheckConstraint(name="open_item_is_open", condition=~Q(open_amount=0)),
            models.CheckConstraint(
                name="open_item_debts_fall_due", condition=Q(open_amount__lt=0) | Q(due_date__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.open_amount}"
