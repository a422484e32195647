"""What the receivables are asked and answered with. Amounts in the business's currency."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from optimapos.apikit.fields import AmountField, DayField
from optimapos.apikit.related import ScopedRelatedField
from optimapos.organization.selectors import visible_locations
from optimapos.partners.models import CreditTransaction, OpenItem
from optimapos.partners.rules.aging import BUCKETS
from optimapos.partners.selectors.receivables import Statement
from optimapos.partners.types import CreditChange

MAX_REASON = 400
ENTRY_FIELDS = [
    "id",
    "kind",
    "reference",
    "source_id",
    "business_date",
    "due_date",
    "amount",
    "occurred_at",
    "posted_at",
]


class StatusQuery(serializers.Serializer[Any]):
    """Which amount the customer wants to owe more, and on which day to look."""

    amount = AmountField(required=False)
    date = DayField(required=False)
    location = serializers.UUIDField(required=False)


class PeriodQuery(serializers.Serializer[Any]):
    """Days of a statement."""

    since = DayField(required=False)
    until = DayField(required=False)
    location = serializers.UUIDField(required=False)


class DayQuery(serializers.Serializer[Any]):
    """A day; today at the asking place if left out."""

    date = DayField(required=False)
    location = serializers.UUIDField(required=False)


class AdjustmentBody(serializers.Serializer[Any]):
    """Credit to add (the customer owes less) or to deduct (owes more, from `due_date` or by the terms), and why."""

    type = serializers.ChoiceField(choices=CreditChange.choices, source="change")
    amount = AmountField()
    reason = serializers.CharField(max_length=MAX_REASON)
    due_date = DayField(required=False, allow_null=True)
    location = ScopedRelatedField(visible_locations)


class CustomerOpeningBody(serializers.Serializer[Any]):
    """One open item from before the books began: a debt, due on `due_date` or by the terms, or with `is_credit` money
    that the customer has.
    """

    amount = AmountField()
    is_credit = serializers.BooleanField(default=False)
    due_date = DayField(required=False, allow_null=True)
    reference = serializers.CharField(max_length=60, allow_blank=True, required=False)
    location = ScopedRelatedField(visible_locations)


class CreditEntrySerializer(serializers.ModelSerializer[CreditTransaction]):
    """An entry: above 0 the customer owes it, below 0 it lowers that."""

    amount = AmountField(low=None)

    class Meta:
        model = CreditTransaction
        fields = ENTRY_FIELDS


class OpenItemSerializer(serializers.ModelSerializer[OpenItem]):
    """An entry that isn't settled, and how much of it."""

    id = serializers.UUIDField(source="pk")
    kind = serializers.CharField(source="entry.kind")
    reference = serializers.CharField(source="entry.reference")
    source_id = serializers.UUIDField(source="entry.source_id", allow_null=True)
    business_date = serializers.DateField(source="entry.business_date")
    amount = AmountField(source="entry.amount", low=None)
    open_amount = AmountField(low=None)

    class Meta:
        model = OpenItem
        fields = ["id", "kind", "reference", "source_id", "business_date", "due_date", "amount", "open_amount"]


class BookedSerializer(serializers.Serializer[Any]):
    """What was booked. `kept_as_credit`: what of a credit settles nothing yet and stays the customer's."""

    entry = CreditEntrySerializer()
    kept_as_credit = AmountField(source="kept")
    outstanding_balance = AmountField(source="customer.outstanding_balance", low=None)
    available_credit = AmountField(source="customer.available_credit", low=None)


class AgingSerializer(serializers.Serializer[Any]):
    """What is open by how long it is past its due date. `total` is that less `credits`."""

    def get_fields(self) -> dict[str, Any]:
        """One for each bucket."""
        return {name: AmountField(read_only=True, low=None) for name in (*BUCKETS, "credits", "total")}


class CustomerAgingSerializer(AgingSerializer):
    """The same of one customer among others."""

    def get_fields(self) -> dict[str, Any]:
        """The customer, and the buckets."""
        named = {
            "customer": serializers.UUIDField(read_only=True),
            "code": serializers.CharField(read_only=True),
            "name": serializers.CharField(read_only=True),
        }
        return {**named, **super().get_fields()}


class CreditStatusSerializer(serializers.Serializer[Any]):
    """Where a customer stands. `overdue_amount` is past its due date and the days of grace; `alert` is empty,
    CREDIT_80_PERCENT or CREDIT_100_PERCENT. `can_purchase` and `message` are about `amount`, 0 if none was asked for.
    """

    customer = serializers.UUIDField()
    credit_limit = AmountField()
    outstanding_balance = AmountField(low=None)
    available_credit = AmountField(low=None)
    balance = AmountField(low=None)
    credit_terms_days = serializers.IntegerField()
    credit_blocked = serializers.BooleanField()
    sales_blocked = serializers.BooleanField()
    can_buy = serializers.BooleanField()
    can_buy_on_credit = serializers.BooleanField()
    overdue_amount = AmountField()
    overdue_days = serializers.IntegerField()
    grace_days = serializers.IntegerField()
    alert = serializers.CharField()
    amount = AmountField()
    can_purchase = serializers.BooleanField()
    message = serializers.CharField()
    aging = AgingSerializer()


class CustomerStatementLineSerializer(CreditEntrySerializer):
    """An entry with the balance after it."""

    balance = AmountField(low=None)

    class Meta(CreditEntrySerializer.Meta):
        fields = [*ENTRY_FIELDS, "balance"]


class CustomerStatementSerializer(serializers.Serializer[Statement]):
    """What happened between the business and a customer, and how old what is open at the end is."""

    customer = serializers.UUIDField(source="customer.pk")
    since = serializers.DateField(allow_null=True)
    until = serializers.DateField()
    opening_balance = AmountField(low=None)
    closing_balance = AmountField(low=None)
    lines = serializers.SerializerMethodField()
    aging = AgingSerializer()

    @extend_schema_field(CustomerStatementLineSerializer(many=True))
    def get_lines(self, statement: Statement) -> list[Any]:
        """By day."""
        told = AmountField(low=None)
        return [
            {**CreditEntrySerializer(entry).data, "balance": told.to_representation(balance)}
            for entry, balance in statement.lines
        ]


class CreditAlertSerializer(serializers.Serializer[Any]):
    """A customer who has used four fifths of the limit or more; `used_percent` of it."""

    customer = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()
    credit_limit = AmountField()
    outstanding_balance = AmountField(low=None)
    available_credit = AmountField(low=None)
    used_percent = serializers.CharField()
    alert = serializers.CharField()
