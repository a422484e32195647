"""What offline sales ask and answer."""

from typing import Any

from rest_framework import serializers

from optimapos.apikit.fields import AmountField, BoundedIntegerField
from optimapos.offline.models import OfflineSettings, TerminalKey
from optimapos.offline.types import MAX_GRANT_HOURS
from optimapos.sales.types import TAKEN_AT_THE_TILL, PaymentMethod

_TENDERS = [choice for choice in PaymentMethod.choices if choice[0] in TAKEN_AT_THE_TILL]


class TerminalKeySerializer(serializers.ModelSerializer[TerminalKey]):
    """A device's key: its thumbprint (RFC 7638), and how many keys the terminal has had with it."""

    terminal = serializers.UUIDField(source="terminal_id", read_only=True)

    class Meta:
        model = TerminalKey
        fields = ["terminal", "thumbprint", "number", "created_at"]
        read_only_fields = fields


class GrantRequestSerializer(serializers.Serializer[Any]):
    """Which key the device signs with."""

    key = serializers.RegexField(r"\A[A-Za-z0-9_-]{43}\Z", help_text="The thumbprint of the device's key, by RFC 7638.")


class GrantSerializer(serializers.Serializer[Any]):
    """What a grant says. A receipt number is series_head-yyyymmdd-series_tail and at least four digits, counted from 0001 each
    business day. `credit_limit`: as much of one sale may stay owed.
    """

    id = serializers.UUIDField(source="jti")
    member = serializers.UUIDField()
    user = serializers.UUIDField()
    name = serializers.CharField()
    role = serializers.CharField()
    terminal = serializers.UUIDField()
    location = serializers.UUIDField()
    key = serializers.CharField()
    series_head = serializers.CharField()
    series_tail = serializers.CharField()
    currency = serializers.CharField()
    capabilities = serializers.ListField(child=serializers.CharField())
    max_discount = serializers.DecimalField(max_digits=7, decimal_places=4)
    credit_limit = serializers.DecimalField(max_digits=19, decimal_places=4, normalize_output=True)
    tenders = serializers.ListField(child=serializers.CharField())
    expires_at = serializers.DateTimeField()


class GrantedSerializer(serializers.Serializer[Any]):
    """A grant: the `token` goes into every envelope as it is."""

    token = serializers.CharField()
    grant = GrantSerializer()


class OfflineSettingsSerializer(serializers.ModelSerializer[OfflineSettings]):
    """A grant holds for `grant_hours`. `tenders` are taken offline. `credit_limit`: as much of one sale may stay owed; 0:
    nothing.
    """

    grant_hours = BoundedIntegerField(min_value=1, max_value=MAX_GRANT_HOURS)
    tenders = serializers.ListField(child=serializers.ChoiceField(choices=_TENDERS), max_length=len(_TENDERS))
    credit_limit = AmountField()

    class Meta:
        model = OfflineSettings
        fields = ["grant_hours", "tenders", "credit_limit"]
