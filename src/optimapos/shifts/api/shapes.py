"""What is asked about shifts, and how they are shown."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from optimapos.apikit.fields import AmountField, BoundedIntegerField
from optimapos.shifts.models import CashMovement, Shift, ShiftSupplement
from optimapos.shifts.rules.drawer import shown_amount
from optimapos.shifts.types import CashKind, CashReason, Counted, ShiftStatus

MAX_PIECES = 100_000
MAX_TENDERS = 20


class OpenShiftSerializer(serializers.Serializer[Any]):
    """A shift to open at one's own till, with so much cash in the drawer."""

    opening_float = AmountField()
    note = serializers.CharField(max_length=400, allow_blank=True, default="")


class MoveCashSerializer(serializers.Serializer[Any]):
    """Cash that goes into the drawer or out of it."""

    kind = serializers.ChoiceField(choices=CashKind.choices)
    reason = serializers.ChoiceField(choices=CashReason.choices)
    amount = AmountField()
    note = serializers.CharField(max_length=400, allow_blank=True, default="")


class CashPieceSerializer(serializers.Serializer[Any]):
    """So many notes or coins of one worth."""

    worth = AmountField()
    count = BoundedIntegerField(min_value=0, max_value=MAX_PIECES)


class CountedTenderSerializer(serializers.Serializer[Any]):
    """What was counted of a tender; of cash perhaps by notes and coins, which then come to the amount."""

    method = serializers.CharField(max_length=12)
    amount = AmountField()
    pieces = serializers.ListField(child=CashPieceSerializer(), max_length=100, required=False)


class CloseShiftSerializer(serializers.Serializer[Any]):
    """The count. Cash is always counted, other tenders where somebody did."""

    counted = serializers.ListField(child=CountedTenderSerializer(), max_length=MAX_TENDERS)
    note = serializers.CharField(max_length=400, allow_blank=True, default="")


def counted_of(body: dict[str, Any]) -> list[Counted]:
    """What the service takes for a count."""
    return [
        Counted(
            each["method"],
            each["amount"],
            tuple((piece["worth"], piece["count"]) for piece in each.get("pieces", ()) if piece["count"]),
        )
        for each in body["counted"]
    ]


class CashMovementSerializer(serializers.ModelSerializer[CashMovement]):
    """Cash that went in or out without a sale."""

    amount = serializers.SerializerMethodField()
    user = serializers.UUIDField(source="user_id")

    class Meta:
        model = CashMovement
        fields = ["id", "kind", "reason", "amount", "note", "user", "created_at"]

    def get_amount(self, row: CashMovement) -> str:
        """In the shift's currency."""
        return shown_amount(row.amount, row.shift.currency)


class ShiftReportSerializer(serializers.Serializer[Any]):
    """The report of a shift: X while it is open, Z once it is closed. Amounts as strings."""

    sales = serializers.DictField()
    taxes = serializers.ListField(child=serializers.DictField())
    receipts = serializers.ListField(child=serializers.DictField())
    tenders = serializers.ListField(child=serializers.DictField())
    refunds = serializers.DictField(required=False)
    voids = serializers.DictField(required=False)
    gift_cards = serializers.DictField(required=False)
    drawer = serializers.DictField(required=False)
    count = serializers.ListField(child=serializers.DictField(), required=False)
    z_number = serializers.IntegerField(required=False)
    grand_total = serializers.CharField(required=False)


class ShiftSupplementSerializer(serializers.ModelSerializer[ShiftSupplement]):
    """What was told after a shift was closed."""

    seal = serializers.SerializerMethodField()

    class Meta:
        model = ShiftSupplement
        fields = ["id", "number", "figures", "seal", "sealed_by", "sealed_at"]

    def get_seal(self, row: ShiftSupplement) -> str:
        """In hexadecimal digits."""
        return bytes(row.seal).hex()


class ShiftSerializer(serializers.ModelSerializer[Shift]):
    """A shift."""

    location = serializers.UUIDField(source="location_id")
    terminal = serializers.UUIDField(source="terminal_id")
    terminal_code = serializers.CharField(source="terminal.code")
    opening_float = serializers.SerializerMethodField()
    over_short = serializers.SerializerMethodField()

    class Meta:
        model = Shift
        fields = [
            "id",
            "location",
            "terminal",
            "terminal_code",
            "status",
            "currency",
            "business_date",
            "opening_float",
            "opened_by",
            "opened_at",
            "closed_by",
            "closed_at",
            "z_number",
            "note",
            "over_short",
        ]

    def get_opening_float(self, row: Shift) -> str:
        """What was in the drawer when it was opened."""
        return shown_amount(row.opening_float, row.currency)

    def get_over_short(self, row: Shift) -> str | None:
        """What the cash was over (above zero) or short, None while it is open."""
        if row.status == ShiftStatus.OPEN:
            return None
        return next(str(line["difference"]) for line in row.figures["count"] if line["method"] == "CASH")


class WholeShiftSerializer(ShiftSerializer):
    """A shift with its cash movements, and once it is closed its sealed report and supplements."""

    cash_movements = CashMovementSerializer(many=True)
    supplements = ShiftSupplementSerializer(many=True)
    report = serializers.SerializerMethodField()
    seal = serializers.SerializerMethodField()
    late_sales = serializers.SerializerMethodField()

    class Meta(ShiftSerializer.Meta):
        fields = [*ShiftSerializer.Meta.fields, "cash_movements", "supplements", "report", "seal", "late_sales"]

    @extend_schema_field(ShiftReportSerializer(allow_null=True))
    def get_report(self, row: Shift) -> Any:
        """The Z report; null while it is open."""
        return row.figures

    def get_seal(self, row: Shift) -> str | None:
        """In hexadecimal digits."""
        return bytes(row.seal).hex() if row.seal else None

    def get_late_sales(self, row: Shift) -> int:
        """How many sales were told late and wait for a supplement."""
        return row.late_sales.filter(supplement=None).count()
