"""PaymentIntent: what is asked of a provider, written and committed before it is asked."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from optimapos.core.fields import amount_field, amounts_not_negative, id_field
from optimapos.core.sealed import SealedTextField
from optimapos.core.tenancy import TenantManager
from optimapos.organization.models import Location
from optimapos.partners.models import Customer
from optimapos.payments.models.accounts import ProviderAccount
from optimapos.payments.types import OPEN, IntentKind, IntentMethod, IntentStatus, Outcome, Provider
from optimapos.sales.models import Sale


class PaymentIntent(models.Model):
    """A charge or a refund at a provider. `amount` in major units, `minor` the same in minor ones; `key` is ours.

    A charge completes its `sale` with `tenders` (those beside it, as the till sent them; the `codes` of their cards, as a
    list, apart), or, where `on_account`, settles what a completed sale left due. A refund names the charge it gives back
    (`original`) and, where sales asked for it, the `payment_id`. `next_poll_at` is null when nothing more is to be asked of
    the provider. `request_key` and `request_hash` are the request's that made it.
    """

    id = id_field()
    business_id = models.UUIDField()
    account = models.ForeignKey(ProviderAccount, on_delete=models.PROTECT, related_name="+", db_index=False)
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+", db_index=False)
    terminal_id = models.UUIDField(null=True)
    user_id = models.UUIDField()
    membership_id = models.UUIDField(null=True)
    sale = models.ForeignKey(Sale, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    kind = models.CharField(max_length=6, choices=IntentKind)
    provider = models.CharField(max_length=10, choices=Provider)
    method = models.CharField(max_length=4, choices=IntentMethod)
    amount = amount_field()
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    status = models.CharField(max_length=9, choices=IntentStatus, default=IntentStatus.CREATED)
    outcome = models.CharField(max_length=9, choices=Outcome, blank=True, default="")
    on_account = models.BooleanField(default=False)
    tenders: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    codes = SealedTextField(max_length=2000, blank=True)
    key = models.UUIDField()
    reference = models.CharField(max_length=120, blank=True)
    client_secret = SealedTextField(max_length=400, blank=True)
    phone = SealedTextField(max_length=32, blank=True)
    email = SealedTextField(max_length=254, blank=True)
    network = models.CharField(max_length=30, blank=True)
    original = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="refunds", db_index=False)
    payment_id = models.UUIDField(null=True)
    request_key = models.CharField(max_length=100, null=True)  # noqa: DJ001 - null without one; unique where not
    request_hash = models.BinaryField(max_length=32, null=True)
    error_code = models.CharField(max_length=60, blank=True)
    error_words = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    next_poll_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[TenantManager[Self]] = TenantManager()

    class Meta:
        db_table = "payment_intent"
        indexes = [
            # Lists: the newest of a business.
            models.Index(fields=["business_id", "id"], name="payment_intent_newest"),
            # The poller's.
            models.Index(fields=["next_poll_at"], name="payment_intent_due", condition=Q(next_poll_at__isnull=False)),
            # What is taken for a sale.
            models.Index(fields=["sale"], name="payment_intent_sale", condition=Q(sale__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["business_id", "key"], name="payment_intent_key_unique"),
            models.UniqueConstraint(
                fields=["business_id", "request_key"],
                name="payment_intent_request_unique",
                condition=Q(request_key__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["account", "reference"],
                name="payment_intent_reference_unique",
                condition=~Q(reference="") & ~Q(provider=Provider.MANUAL.value),
            ),
            models.UniqueConstraint(
                fields=["sale"],
                name="payment_intent_one_open",
                condition=Q(kind=IntentKind.CHARGE.value, status__in=sorted(each.value for each in OPEN)),
            ),
            models.UniqueConstraint(
                fields=["payment_id"], name="payment_intent_payment_unique", condition=Q(payment_id__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["original"],
                name="payment_intent_one_refund",
                condition=Q(
                    kind=IntentKind.REFUND.value,
                    payment_id=None,
                    status__in=sorted(each.value for each in [*OPEN, IntentStatus.SUCCEEDED]),
                ),
            ),
            amounts_not_negative("payment_intent_amount_bounded", "amount"),
            models.CheckConstraint(name="payment_intent_amount_positive", condition=Q(amount__gt=0, minor__gt=0)),
            models.CheckConstraint(
                name="payment_intent_outcome_of_success",
                condition=Q(outcome="") | Q(status=IntentStatus.SUCCEEDED.value, kind=IntentKind.CHARGE.value),
            ),
            models.CheckConstraint(
                name="payment_intent_success_has_outcome",
                condition=~Q(status=IntentStatus.SUCCEEDED.value, kind=IntentKind.CHARGE.value) | ~Q(outcome=""),
            ),
            models.CheckConstraint(
                name="payment_intent_refund_of_a_charge",
                condition=(~Q(kind=IntentKind.REFUND.value) | Q(original__isnull=False))
                & (
                    ~Q(kind=IntentKind.CHARGE.value)
                    | Q(original__isnull=True, sale__isnull=False, payment_id__isnull=True)
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount} {self.currency} {self.status}"

    @property
    def is_open(self) -> bool:
        """Whether it waits for its provider in the ordinary way."""
        return self.status in OPEN
