"""Approval: what somebody was allowed once, beyond what their role permits."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q

from optimapos.core.fields import amount_field, amounts_not_negative, percent_bounded, percent_field
from optimapos.organization.models.base import BusinessOwned
from optimapos.organization.models.business import Location
from optimapos.organization.models.people import User
from optimapos.organization.models.terminals import Terminal
from optimapos.organization.types import APPROVAL_LIFE, ApprovalAction, ApprovalStatus


class Approval(BusinessOwned):
    """One action, asked by one user for one cart as it was shown, granted by whom the role permits it, used
    once within two minutes.

    `amount` is how far it goes, in the business's currency: the debt, the discount, what a price is less than the list price
    or the floor. `percent` is the limit that a role needs to give the discount. `cart` is what was shown and `cart_hash` its
    SHA-256; `cart_id` the stored cart that it was asked for, `sale_id` the sale that used it. `expires_at` ends the asking,
    and once it is granted, the approval.
    """

    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+", db_index=False)
    terminal = models.ForeignKey(Terminal, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    action = models.CharField(max_length=40, choices=ApprovalAction)
    reason = models.CharField(max_length=400)
    amount = amount_field()
    percent = percent_field(null=True)
    cart: "models.JSONField[Any, Any]" = models.JSONField()
    cart_hash = models.BinaryField(max_length=32)
    cart_id = models.UUIDField(null=True)
    status = models.CharField(max_length=8, choices=ApprovalStatus, default=ApprovalStatus.ASKED)
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    approver = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    granted_at = models.DateTimeField(null=True)
    denied_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    sale_id = models.UUIDField(null=True)

    class Meta:
        db_table = "approval"
        indexes = [
            # Lists: the newest of a business.
            models.Index(fields=["business", "asked_at", "id"], name="approval_asked"),
        ]
        constraints = [
            amounts_not_negative("approval_amount_bounded", "amount"),
            percent_bounded("approval_percent_bounded", "percent"),
            models.CheckConstraint(name="approval_action_known", condition=Q(action__in=ApprovalAction.values)),
            models.CheckConstraint(
                name="approval_decided_by_somebody",
                condition=Q(status=ApprovalStatus.ASKED, approver=None, granted_at=None, denied_at=None)
                | Q(status=ApprovalStatus.DENIED, approver__isnull=False, granted_at=None, denied_at__isnull=False)
                | Q(
                    status__in=[ApprovalStatus.GRANTED, ApprovalStatus.USED],
                    approver__isnull=False,
                    granted_at__isnull=False,
                    denied_at=None,
                ),
            ),
            models.CheckConstraint(
                name="approval_lapses_in_time",
                condition=Q(granted_at=None) | Q(expires_at=F("granted_at") + APPROVAL_LIFE),
            ),
            models.CheckConstraint(
                name="approval_used_once_by_a_sale",
                condition=Q(status=ApprovalStatus.USED, used_at__lt=F("expires_at"), sale_id__isnull=False)
                | (~Q(status=ApprovalStatus.USED) & Q(used_at=None, sale_id=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.status}"

    def is_lapsed(self, at: datetime) -> bool:
        """Whether it was not decided, or not used, in time."""
        return self.status in {ApprovalStatus.ASKED, ApprovalStatus.GRANTED} and self.expires_at <= at
