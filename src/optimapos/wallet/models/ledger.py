"""The ledger of wallet accounts: entries and takes only grow, lots are what entries still have left.

For each entry its amount is what its lot was opened with, or the negative sum of its takes. `verify` derives balances and
lots from entries and takes.
"""

from decimal import Decimal
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from optimapos.core.fields import amount_field, between, id_field
from optimapos.core.tenancy import TenantManager
from optimapos.wallet.models.accounts import WalletAccount
from optimapos.wallet.types import BALANCE_LIMIT, EntryKind, SourceType


class WalletEntry(models.Model):
    """One entry: `amount` above zero adds to the account, below zero takes off. `seq` counts an account's without gaps.

    `source_id` is the sale or refund that it was booked for, `reversal_of` the entry of which it takes (a part) back.
    `business_date` is the day of the place where it came about.
    """

    id = id_field()
    business_id = models.UUIDField()
    account = models.ForeignKey(WalletAccount, on_delete=models.PROTECT, related_name="entries", db_index=False)
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=8, choices=EntryKind)
    amount = amount_field()
    balance_after = amount_field()
    source_type = models.CharField(max_length=8, choices=SourceType, blank=True)
    source_id = models.UUIDField(null=True)
    reversal_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    reference = models.CharField(max_length=60, blank=True)
    user_id = models.UUIDField(null=True)
    terminal_id = models.UUIDField(null=True)
    business_date = models.DateField()
    occurred_at = models.DateTimeField()
    posted_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[TenantManager[Self]] = TenantManager()

    class Meta:
        db_table = "wallet_entry"
        indexes = [
            # The entries of a sale, which a refund takes back; and what was taken back of an entry.
            models.Index(fields=["source_id"], name="wallet_entry_source", condition=Q(source_id__isnull=False)),
            models.Index(fields=["reversal_of"], name="wallet_entry_reversal", condition=Q(reversal_of__isnull=False)),
            # What is owed on a day.
            models.Index(fields=["business_id", "business_date"], name="wallet_entry_day"),
            # The cards that were sold, newest first.
            models.Index(
                fields=["business_id", "id"], name="wallet_entry_sold", condition=Q(source_type=SourceType.TILL)
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["account", "seq"], name="wallet_entry_seq"),
            models.UniqueConstraint(
                fields=["account", "source_id"], name="wallet_entry_earned_once", condition=Q(kind=EntryKind.EARN)
            ),
            between("wallet_entry_bounded", -BALANCE_LIMIT, BALANCE_LIMIT, "amount"),
            between("wallet_entry_balance_bounded", Decimal(0), BALANCE_LIMIT, "balance_after"),
            models.CheckConstraint(name="wallet_entry_books_something", condition=~Q(amount=0)),
            models.CheckConstraint(
                name="wallet_entry_reverses",
                condition=(Q(kind=EntryKind.REVERSAL) & Q(reversal_of__isnull=False))
                | (~Q(kind=EntryKind.REVERSAL) & Q(reversal_of__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"


class WalletLot(models.Model):
    """What an entry that adds still has left: its amount less the takes. `expires_on`: its last day."""

    entry = models.OneToOneField(WalletEntry, on_delete=models.PROTECT, primary_key=True, related_name="lot")
    business_id = models.UUIDField()
    account = models.ForeignKey(WalletAccount, on_delete=models.PROTECT, related_name="lots", db_index=False)
    remaining = amount_field()
    expires_on = models.DateField(null=True)
    is_open = models.BooleanField(default=True)

    objects: ClassVar[TenantManager[Self]] = TenantManager()

    class Meta:
        db_table = "wallet_lot"
        indexes = [
            models.Index(fields=["account", "expires_on"], name="wallet_lot_open", condition=Q(is_open=True)),
            # What has to be booked out.
            models.Index(
                fields=["business_id", "expires_on"],
                name="wallet_lot_lapsing",
                condition=Q(is_open=True, expires_on__isnull=False),
            ),
        ]
        constraints = [
            between("wallet_lot_bounded", Decimal(0), BALANCE_LIMIT, "remaining"),
            models.CheckConstraint(
                name="wallet_lot_open_has_some",
                condition=Q(is_open=True, remaining__gt=0) | Q(is_open=False, remaining=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.remaining}"


class WalletTake(models.Model):
    """So much an entry took of a lot; below zero: gave back to it."""

    id = id_field()
    business_id = models.UUIDField()
    entry = models.ForeignKey(WalletEntry, on_delete=models.PROTECT, related_name="takes")
    lot = models.ForeignKey(WalletLot, on_delete=models.PROTECT, related_name="takes")
    amount = amount_field()

    objects: ClassVar[TenantManager[Self]] = TenantManager()

    class Meta:
        db_table = "wallet_take"
        constraints = [
            between("wallet_take_bounded", -BALANCE_LIMIT, BALANCE_LIMIT, "amount"),
            models.CheckConstraint(name="wallet_take_takes_something", condition=~Q(amount=0)),
        ]

    def __str__(self) -> str:
        return f"{self.amount}"
