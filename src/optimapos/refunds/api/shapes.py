"""What is asked about refunds, and how they are shown. Source: sales-backend-guide.md endpoints 12 to 16."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from optimapos.apikit.fields import AmountField, QuantityField, SerialsField
from optimapos.apikit.related import ScopedRelatedField
from optimapos.core.money import currency_exponent
from optimapos.organization.selectors import visible_locations
from optimapos.refunds.models import Refund, RefundItem
from optimapos.refunds.types import Asked, AskedItem, BackTo, Destination, RefundMethod, RefundReason
from optimapos.sales.answers import figure, money
from optimapos.sales.api.serializers import SaleSerializer
from optimapos.sales.commands import MAX_LINES
from optimapos.sales.selectors.sales import sales_of

MAX_TENDERS = 20


REST_METHODS = [choice for choice in RefundMethod.choices if choice[0] != RefundMethod.EXCHANGE]


@extend_schema_field({"$ref": "#/components/schemas/Checkout"})
class ExchangedCartField(serializers.JSONField):
    """A body of `checkout`."""


class AskedRefundItemSerializer(serializers.Serializer[Any]):
    """So much of a line of the sale, in the unit that it was sold in.

    `restock` false: the goods don't come back. Else they go to their `destination`; LOCATION names a `location`.
    """

    sale_item = serializers.UUIDField()
    quantity = QuantityField()
    restock = serializers.BooleanField(default=True)
    destination = serializers.ChoiceField(choices=Destination.choices, default=Destination.SHELF)
    location = ScopedRelatedField(visible_locations, required=False, allow_null=True)
    serials = SerialsField(required=False)


class AskRefundSerializer(serializers.Serializer[Any]):
    """A refund that is asked for. `notes`: why, in words."""

    sale = ScopedRelatedField(sales_of)
    refund_method = serializers.ChoiceField(choices=RefundMethod.choices)
    reason = serializers.ChoiceField(choices=RefundReason.choices, default=RefundReason.OTHER)
    notes = serializers.CharField(max_length=400, allow_blank=True, default="")
    items = AskedRefundItemSerializer(many=True, allow_empty=False, max_length=MAX_LINES)  # type: ignore[call-arg]  # of the list


def asked_of(body: dict[str, Any]) -> Asked:
    """What the service takes for a body."""
    return Asked(
        refund_method=body["refund_method"],
        reason=body["reason"],
        note=body["notes"],
        items=tuple(_asked_item(item) for item in body["items"]),
    )


def _asked_item(item: dict[str, Any]) -> AskedItem:
    location = item.get("location")
    return AskedItem(
        sale_item_id=item["sale_item"],
        quantity=item["quantity"],
        destination=item["destination"] if item["restock"] else Destination.NONE,
        location_id=None if location is None else location.pk,
        serials=tuple(item.get("serials", ())),
    )


class ApproveRefundSerializer(serializers.Serializer[Any]):
    """From one's own session nothing, at the asking terminal a PIN and whose it is (`email` or `member`); with
    `override_warranty` and its reason where the warranty is over.
    """

    override_warranty = serializers.BooleanField(default=False)
    override_reason = serializers.CharField(max_length=400, allow_blank=True, default="")
    email = serializers.CharField(max_length=254, required=False)
    member = serializers.UUIDField(required=False)
    pin = serializers.CharField(max_length=8, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """A PIN and whose it is, or neither.

        Raises: ValidationError.
        """
        if len({"email", "member"} & attrs.keys()) != len({"pin"} & attrs.keys()):
            raise serializers.ValidationError("A PIN comes with whose it is: an `email` or a `member`.")
        return attrs


class RefundReasonSerializer(serializers.Serializer[Any]):
    """Why."""

    reason = serializers.CharField(max_length=400)


class BackToSerializer(serializers.Serializer[Any]):
    """So much goes back to a payment of the sale."""

    payment = serializers.UUIDField()
    amount = AmountField()


class ProcessRefundSerializer(serializers.Serializer[Any]):
    """`tenders` says how much goes back to which payment of the sale; without it the system shares it out."""

    tenders = serializers.ListField(child=BackToSerializer(), max_length=MAX_TENDERS, required=False)


class ExchangeSerializer(serializers.Serializer[Any]):
    """What the goods are exchanged for: a whole `cart`, as `checkout` takes it, with payments for what the goods are not
    worth. What is over goes back by `rest_method`.
    """

    cart = ExchangedCartField()
    rest_method = serializers.ChoiceField(choices=REST_METHODS, default=RefundMethod.CASH)


def chosen_of(body: dict[str, Any]) -> tuple[BackTo, ...]:
    """The parts that were chosen."""
    return tuple(BackTo(part["payment"], part["amount"]) for part in body.get("tenders", ()))


class RefundEligibilitySerializer(serializers.Serializer[Any]):
    """Whether a line may be brought back: the source's seven keys, and which line it is and how much of it is left."""

    sale_item = serializers.UUIDField(source="item.pk")
    product = serializers.UUIDField(source="item.product_id")
    product_name = serializers.CharField(source="item.product_name")
    is_refundable = serializers.BooleanField(source="eligibility.is_refundable")
    days_since_purchase = serializers.IntegerField(source="eligibility.days_since_purchase")
    warranty_days = serializers.IntegerField(source="eligibility.warranty_days")
    remaining_days = serializers.IntegerField(source="eligibility.remaining_days")
    reason = serializers.CharField(source="eligibility.reason")
    quantity = serializers.SerializerMethodField()
    quantity_left = serializers.SerializerMethodField()

    def get_quantity(self, row: Any) -> str:
        """What was sold."""
        return figure(row.item.quantity)

    def get_quantity_left(self, row: Any) -> str:
        """What is left to bring back."""
        return figure(row.quantity_left)


class RefundEligibilitiesSerializer(serializers.Serializer[Any]):
    """The lines of a sale."""

    sale = serializers.UUIDField()
    items = RefundEligibilitySerializer(many=True)


class RefundItemSerializer(serializers.ModelSerializer[RefundItem]):
    """A line that comes back."""

    product = serializers.UUIDField(source="line.product_id")
    product_name = serializers.CharField(source="line.product_name")
    product_sku = serializers.CharField(source="line.product_sku")
    quantity = serializers.SerializerMethodField()
    unit_price = serializers.SerializerMethodField()
    highest_price = serializers.SerializerMethodField()
    net = serializers.SerializerMethodField()
    tax = serializers.SerializerMethodField()
    gross = serializers.SerializerMethodField()
    restock = serializers.SerializerMethodField()
    warranty = serializers.SerializerMethodField()

    class Meta:
        model = RefundItem
        fields = [
            "id",
            "sale_item",
            "line_no",
            "product",
            "product_name",
            "product_sku",
            "packaging",
            "quantity",
            "unit_price",
            "highest_price",
            "net",
            "tax",
            "gross",
            "restock",
            "destination",
            "location",
            "serials",
            "warranty",
        ]

    def get_quantity(self, row: RefundItem) -> str:
        """In the unit that it was sold in."""
        return figure(row.quantity)

    def get_unit_price(self, row: RefundItem) -> str | None:
        """Without a receipt: what one gives back, tax included."""
        return None if row.unit_price is None else figure(row.unit_price)

    def get_highest_price(self, row: RefundItem) -> str | None:
        """Without a receipt: the most that one may give back."""
        return None if row.highest_price is None else figure(row.highest_price)

    def get_net(self, row: RefundItem) -> str:
        """What it gives back before tax."""
        return self._money(row, row.net)

    def get_tax(self, row: RefundItem) -> str:
        """The tax of it."""
        return self._money(row, row.tax)

    def get_gross(self, row: RefundItem) -> str:
        """What it gives back."""
        return self._money(row, row.gross)

    def get_restock(self, row: RefundItem) -> bool:
        """Whether the goods come back into stock."""
        return row.destination in {Destination.SHELF, Destination.LOCATION}

    @extend_schema_field(RefundEligibilitySerializer(allow_null=True))
    def get_warranty(self, row: RefundItem) -> dict[str, Any] | None:
        """What was said of the warranty when it was asked for; null without a receipt."""
        return dict(row.eligibility) or None

    def _money(self, row: RefundItem, amount: Any) -> str:
        return money(amount, currency_exponent(row.refund.currency))


class RefundSerializer(serializers.ModelSerializer[Refund]):
    """A refund. `amount` = `debt_amount` (lowered what was owed) + `paid_amount` + `credited_amount` once it is processed."""

    receipt_number = serializers.CharField(source="sale.receipt_number", allow_null=True)
    customer = serializers.UUIDField(source="of_customer_id", allow_null=True)
    location = serializers.UUIDField(source="location_id")
    terminal = serializers.UUIDField(source="terminal_id", allow_null=True)
    notes = serializers.CharField(source="note")
    amount = serializers.SerializerMethodField()
    tax_amount = serializers.SerializerMethodField()
    rounding_amount = serializers.SerializerMethodField()
    debt_amount = serializers.SerializerMethodField()
    paid_amount = serializers.SerializerMethodField()
    credited_amount = serializers.SerializerMethodField()

    class Meta:
        model = Refund
        fields = [
            "id",
            "refund_number",
            "sale",
            "exchange_sale",
            "receipt_number",
            "customer",
            "brought_by",
            "location",
            "terminal",
            "kind",
            "status",
            "refund_method",
            "reason",
            "notes",
            "currency",
            "amount",
            "tax_amount",
            "rounding_amount",
            "debt_amount",
            "paid_amount",
            "credited_amount",
            "missing_points",
            "is_beyond_warranty",
            "override_reason",
            "rejection_reason",
            "requested_by",
            "decided_by",
            "processed_by",
            "requested_at",
            "decided_at",
            "processed_at",
            "business_date",
        ]

    def get_amount(self, row: Refund) -> str:
        """What is given back in all."""
        return _money(row, row.amount)

    def get_tax_amount(self, row: Refund) -> str:
        """The tax of it."""
        return _money(row, row.tax_amount)

    def get_rounding_amount(self, row: Refund) -> str:
        """What was rounded to coins."""
        return _money(row, row.rounding_amount)

    def get_debt_amount(self, row: Refund) -> str:
        """What lowered what was owed for the sale."""
        return _money(row, row.debt_amount)

    def get_paid_amount(self, row: Refund) -> str:
        """What went out."""
        return _money(row, row.paid_amount)

    def get_credited_amount(self, row: Refund) -> str:
        """What stays the customer's credit."""
        return _money(row, row.credited_amount)


class RefundPaymentSerializer(serializers.Serializer[Any]):
    """Money that went out, waits for its `provider`, or was refused by it; `replaces` the payment that was refused."""

    id = serializers.UUIDField()
    payment_method = serializers.CharField()
    status = serializers.CharField()
    amount_paid = serializers.SerializerMethodField()
    provider = serializers.CharField()
    original_payment = serializers.UUIDField(source="original_payment_id", allow_null=True)
    replaces = serializers.UUIDField(source="replaces_id", allow_null=True)

    def get_amount_paid(self, row: Any) -> str:
        """What goes back this way."""
        return money(row.amount_paid, currency_exponent(row.currency))


class WholeRefundSerializer(RefundSerializer):
    """A refund with its lines and what went out for it."""

    refund_items = RefundItemSerializer(many=True)
    payments = serializers.SerializerMethodField()
    credit_code = serializers.SerializerMethodField()

    class Meta(RefundSerializer.Meta):
        fields = [*RefundSerializer.Meta.fields, "refund_items", "payments", "credit_code"]

    def get_credit_code(self, row: Refund) -> str | None:
        """The code of the store credit, where a credit note has no customer: told by the answer that grants it alone, and on
        the first print of the credit note.
        """
        return row.credit_code or None

    @extend_schema_field(RefundPaymentSerializer(many=True))
    def get_payments(self, row: Refund) -> Any:
        """What went out for it."""
        return RefundPaymentSerializer(row.paid_out, many=True).data


class ExchangedSerializer(serializers.Serializer[Any]):
    """The refund that was processed, and the sale that its goods paid for."""

    refund = WholeRefundSerializer()
    sale = SaleSerializer()


def _money(row: Refund, amount: Any) -> str:
    return money(amount, currency_exponent(row.currency))
