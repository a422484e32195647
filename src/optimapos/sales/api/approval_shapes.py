"""What is asked about approvals, and how they are shown."""

from typing import Any

from rest_framework import serializers

from optimapos.apikit.fields import AmountField, CouponCodeField, PercentField
from optimapos.core.money import currency_exponent
from optimapos.organization.models import Approval, User
from optimapos.organization.types import ApprovalAction, ApprovalStatus
from optimapos.sales.answers import figure, money
from optimapos.sales.api.serializers import NewItemSerializer
from optimapos.sales.commands import MAX_APPROVALS, MAX_COUPONS, MAX_LINES
from optimapos.sales.types import SaleType


class ApprovalCartSerializer(serializers.Serializer[Any]):
    """A whole cart, as `checkout` takes it. `approvals`: others that are asked for the same cart, whose prices hold in it."""

    storefront = serializers.UUIDField(required=False, allow_null=True, default=None)
    type = serializers.ChoiceField(choices=SaleType.choices, default=SaleType.RETAIL)
    customer = serializers.UUIDField(required=False, allow_null=True, default=None)
    customer_site = serializers.UUIDField(required=False, allow_null=True, default=None)
    discount_percentage = PercentField(required=False)
    discount_amount = AmountField(required=False)
    coupons = serializers.ListField(child=CouponCodeField(), max_length=MAX_COUPONS, default=list)
    items = NewItemSerializer(many=True, allow_empty=False, max_length=MAX_LINES)  # type: ignore[call-arg]  # of the list
    approvals = serializers.ListField(child=serializers.UUIDField(), max_length=MAX_APPROVALS, default=list)


class AskSerializer(serializers.Serializer[Any]):
    """What should be approved, of a stored cart (`sale`) or of one that is sent whole (`cart`), and why.

    `amount`: for `credit.override` the debt, by default the cart's total; else nothing that the cart does not say itself.
    """

    action = serializers.ChoiceField(choices=ApprovalAction.choices)
    reason = serializers.CharField(max_length=400)
    amount = AmountField(required=False)
    sale = serializers.UUIDField(required=False)
    cart = ApprovalCartSerializer(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """One of sale and cart."""
        if ("sale" in attrs) == ("cart" in attrs):
            raise serializers.ValidationError("Name a stored cart by `sale`, or send a whole one as `cart`.")
        return attrs


class GrantSerializer(serializers.Serializer[Any]):
    """Nothing from one's own session; at the asking terminal who grants it, by e-mail or as a `member`, with their PIN."""

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


class ShownLineSerializer(serializers.Serializer[Any]):
    """A line as it is shown."""

    product = serializers.UUIDField()
    product_name = serializers.CharField()
    packaging = serializers.UUIDField(allow_null=True)
    quantity = serializers.CharField()
    list_price = serializers.CharField()
    unit_price = serializers.CharField()
    discount_percentage = serializers.CharField()
    discount_amount = serializers.CharField()
    total_price = serializers.CharField()


class ShownCartSerializer(serializers.Serializer[Any]):
    """The cart that the approval is for."""

    storefront = serializers.UUIDField()
    type = serializers.CharField()
    customer = serializers.UUIDField(allow_null=True)
    customer_site = serializers.UUIDField(allow_null=True)
    currency = serializers.CharField()
    discount_percentage = serializers.CharField()
    discount_amount = serializers.CharField()
    total_amount = serializers.CharField()
    lines = ShownLineSerializer(many=True)


class ApprovalSerializer(serializers.ModelSerializer[Approval]):
    """An approval. `percent` is the limit that its discount needs; `sale` the cart it was asked for, `used_by` the sale."""

    storefront = serializers.UUIDField(source="location_id")
    terminal = serializers.UUIDField(source="terminal_id", allow_null=True)
    action = serializers.ChoiceField(choices=ApprovalAction.choices)
    status = serializers.ChoiceField(choices=ApprovalStatus.choices)
    is_lapsed = serializers.SerializerMethodField()
    amount = serializers.SerializerMethodField()
    percent = serializers.SerializerMethodField()
    cart = ShownCartSerializer()
    cart_hash = serializers.SerializerMethodField()
    sale = serializers.UUIDField(source="cart_id", allow_null=True)
    used_by = serializers.UUIDField(source="sale_id", allow_null=True)
    requested_by = serializers.UUIDField(source="requested_by_id")
    requested_by_name = serializers.SerializerMethodField()
    approver = serializers.UUIDField(source="approver_id", allow_null=True)
    approver_name = serializers.SerializerMethodField()

    class Meta:
        model = Approval
        fields = [
            "id",
            "storefront",
            "terminal",
            "action",
            "reason",
            "amount",
            "percent",
            "cart",
            "cart_hash",
            "sale",
            "status",
            "is_lapsed",
            "requested_by",
            "requested_by_name",
            "approver",
            "approver_name",
            "asked_at",
            "granted_at",
            "denied_at",
            "expires_at",
            "used_at",
            "used_by",
        ]

    def get_is_lapsed(self, row: Approval) -> bool:
        """Whether it was not decided, or not used, in time."""
        return row.is_lapsed(self.context["at"])

    def get_amount(self, row: Approval) -> str:
        """In the currency's decimals."""
        return money(row.amount, currency_exponent(row.cart["currency"]))

    def get_percent(self, row: Approval) -> str | None:
        """For a discount."""
        return None if row.percent is None else figure(row.percent)

    def get_cart_hash(self, row: Approval) -> str:
        """SHA-256 of the cart, in hexadecimal."""
        return bytes(row.cart_hash).hex()

    def get_requested_by_name(self, row: Approval) -> str:
        """Who asks."""
        return _name(row.requested_by)

    def get_approver_name(self, row: Approval) -> str | None:
        """Who decided."""
        return _name(row.approver) if row.approver else None


def _name(user: User) -> str:
    return user.name or user.email
