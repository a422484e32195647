"""OfflineSale: every envelope that was ever received, and what became of it."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from optimapos.core.fields import amount_field, amounts_not_negative
from optimapos.offline.models.terminals import TerminalKey
from optimapos.offline.types import MAX_SEQUENCE, SaleState
from optimapos.organization.models import BusinessOwned, Location, Membership, Terminal


class OfflineSale(BusinessOwned):
    """An envelope as it came: `payload` and `signature` are kept to the letter. `digest` is the SHA-256 of the payload, or,
    where the signature does not fit, of payload and signature, so that a forgery stands in no one's way.

    `is_counted`: it is the one that stands for its `sequence` in the queue of its `key`. Where it is booked, `sale_id` is
    the sale's; `flags` are what is to be noted, `differences` what the books would have charged otherwise. What can't be
    booked has a `code`, a `message` and figures (`data`). `device_time` is the till's own clock, `occurred_at` is corrected
    by the offset that it measured last: `clock_offset_ms`, to be added.
    """

    terminal = models.ForeignKey(Terminal, on_delete=models.PROTECT, related_name="+", db_index=False)
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.ForeignKey(TerminalKey, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    sequence = models.BigIntegerField()
    is_counted = models.BooleanField(default=False)
    version = models.PositiveSmallIntegerField()
    payload = models.TextField()
    signature = models.CharField(max_length=200)
    digest = models.BinaryField(max_length=32)
    state = models.CharField(max_length=20, choices=SaleState)
    sale_id = models.UUIDField(null=True)
    receipt_number = models.CharField(max_length=60, blank=True)
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    total_amount = amount_field(null=True)
    flags: "ArrayField[list[str], list[str]]" = ArrayField(models.CharField(max_length=30), default=list)
    differences: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    code = models.CharField(max_length=60, blank=True)
    message = models.TextField(blank=True)
    data: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    device_time = models.DateTimeField(null=True)
    clock_offset_ms = models.BigIntegerField(null=True)
    occurred_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    sent_by_terminal = models.UUIDField(null=True)
    sent_by_user = models.UUIDField(null=True)
    came_in_file = models.BooleanField(default=False)
    reviewed_by = models.UUIDField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        db_table = "offline_sale"
        constraints = [
            models.UniqueConstraint(fields=["business", "digest"], name="offline_sale_digest_unique"),
            models.UniqueConstraint(
                fields=["key", "sequence"], name="offline_sale_sequence_unique", condition=Q(is_counted=True)
            ),
            models.CheckConstraint(
                name="offline_sale_sequence_bounded", condition=Q(sequence__gte=1, sequence__lte=MAX_SEQUENCE)
            ),
            models.CheckConstraint(
                name="offline_sale_counted_by_key", condition=Q(is_counted=False) | Q(key__isnull=False)
            ),
            amounts_not_negative("offline_sale_amounts_bounded", "total_amount"),
        ]
        indexes = [
            models.Index(fields=["business", "state", "id"], name="offline_sale_state"),
            models.Index(fields=["terminal", "id"], name="offline_sale_terminal"),
            models.Index(fields=["sale_id"], name="offline_sale_sale", condition=Q(sale_id__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.receipt_number or f"{self.terminal_id} {self.sequence}"
