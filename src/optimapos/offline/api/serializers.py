"""What offline sales ask and answer."""

from typing import Any

from rest_framework import serializers

from optimapos.apikit.fields import AmountField, BoundedIntegerField
from optimapos.offline.models import OfflineSale, OfflineSettings, TerminalKey
from optimapos.offline.rules.files import MAX_SIGNATURE, Envelope
from optimapos.offline.services import Answered
from optimapos.offline.types import MAX_ENVELOPES, MAX_GRANT_HOURS, MAX_PAYLOAD, Outcome
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
    """What a grant says. A receipt number is series_head-yyyymmdd-series_tail and at least four digits, from 0001 each
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


class EnvelopeSerializer(serializers.Serializer[Any]):
    """A payload, to the letter as it was signed, and its signature."""

    payload = serializers.CharField(max_length=MAX_PAYLOAD, trim_whitespace=False)
    signature = serializers.CharField(max_length=MAX_SIGNATURE, trim_whitespace=False)

    def to_internal_value(self, data: Any) -> Any:
        """The envelope.

        Raises: ValidationError.
        """
        return Envelope(**super().to_internal_value(data))


class IntakeSerializer(serializers.Serializer[Any]):
    """What tills sold offline, in the order in which it is to be taken in."""

    envelopes = serializers.ListField(child=EnvelopeSerializer(), min_length=1, max_length=MAX_ENVELOPES)


class AnsweredSerializer(serializers.Serializer[Any]):
    """What became of an envelope. `id` and what follows from its payload are null where it is not kept."""

    state = serializers.ChoiceField(choices=Outcome.choices)
    id = serializers.UUIDField(allow_null=True)
    terminal = serializers.UUIDField(allow_null=True)
    sequence = serializers.IntegerField(allow_null=True)
    sale = serializers.UUIDField(allow_null=True)
    receipt_number = serializers.CharField()
    flags = serializers.ListField(child=serializers.CharField())
    differences = serializers.ListField(child=serializers.DictField())
    code = serializers.CharField()
    detail = serializers.CharField()
    data = serializers.DictField()  # type: ignore[assignment]  # a field

    def to_representation(self, instance: Answered) -> dict[str, Any]:
        """One entry."""
        row = instance.row
        return {
            "state": instance.state,
            "id": row.pk if row else None,
            "terminal": row.terminal_id if row else None,
            "sequence": row.sequence if row else None,
            "sale": row.sale_id if row else None,
            "receipt_number": row.receipt_number if row else "",
            "flags": row.flags if row else [],
            "differences": row.differences if row else [],
            "code": instance.code,
            "detail": instance.detail,
            "data": instance.data,
        }


class ResultsSerializer(serializers.Serializer[Any]):
    """One entry for each envelope, in their order."""

    results = AnsweredSerializer(many=True)
    server_time = serializers.DateTimeField()


class OfflineSaleSerializer(serializers.ModelSerializer[OfflineSale]):
    """A sale that a till made offline, as it was received. `sale` is booked where the state says so. `differences`: what was
    charged beside what the books would have charged; line 0 is the whole sale.
    """

    terminal = serializers.UUIDField(source="terminal_id", read_only=True)
    location = serializers.UUIDField(source="location_id", read_only=True)
    sale = serializers.UUIDField(source="sale_id", read_only=True, allow_null=True)
    member = serializers.UUIDField(source="membership_id", read_only=True, allow_null=True)
    detail = serializers.CharField(source="message", read_only=True)
    data = serializers.JSONField(read_only=True)  # type: ignore[assignment]  # a field
    total_amount = AmountField(read_only=True, allow_null=True)

    class Meta:
        model = OfflineSale
        fields = [
            "id",
            "terminal",
            "location",
            "sequence",
            "version",
            "state",
            "sale",
            "receipt_number",
            "member",
            "total_amount",
            "flags",
            "differences",
            "code",
            "detail",
            "data",
            "device_time",
            "clock_offset_ms",
            "occurred_at",
            "received_at",
            "came_in_file",
            "reviewed_by",
            "reviewed_at",
            "note",
        ]
        read_only_fields = fields


class OfflineSaleDetailSerializer(OfflineSaleSerializer):
    """The same with the envelope itself."""

    class Meta(OfflineSaleSerializer.Meta):
        fields = [*OfflineSaleSerializer.Meta.fields, "payload", "signature"]
        read_only_fields = fields


class SettleSerializer(serializers.Serializer[Any]):
    """How it was settled."""

    note = serializers.CharField(max_length=1000)


class RangeSerializer(serializers.Serializer[Any]):
    """Numbers from `first` to `last`."""

    first = serializers.IntegerField()
    last = serializers.IntegerField()


class QueueSerializer(serializers.Serializer[Any]):
    """What has arrived of the queue of one device. `missing`: the first ranges of numbers that have not arrived."""

    terminal = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()
    location = serializers.UUIDField()
    key = serializers.CharField()
    key_number = serializers.IntegerField()
    last_sequence = serializers.IntegerField()
    received = serializers.IntegerField()
    missing_count = serializers.IntegerField()
    missing = RangeSerializer(many=True)
    needs_review = serializers.IntegerField()
    last_heard_of = serializers.DateTimeField(allow_null=True)


class QueuesSerializer(serializers.Serializer[Any]):
    """The queues of all devices."""

    terminals = QueueSerializer(many=True)
