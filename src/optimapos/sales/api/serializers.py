"""What carts ask, and the shapes that the schema tells of."""

from typing import Any

from rest_framework import serializers

from optimapos.apikit.fields import AmountField, CouponCodeField, PercentField, PriceField, QuantityField, SerialsField
from optimapos.sales.commands import MAX_COUPONS, MAX_SERIALS
from optimapos.sales.types import PaymentMethod, PaymentStatus, PaymentType, SaleOrigin, SaleStatus, SaleType


class NewSaleSerializer(serializers.Serializer[Any]):
    """A cart to open. `storefront` may be left out at a terminal."""

    storefront = serializers.UUIDField(source="storefront_id", required=False, allow_null=True)
    type = serializers.ChoiceField(choices=SaleType.choices, default=SaleType.RETAIL)
    customer = serializers.UUIDField(source="customer_id", required=False, allow_null=True)
    customer_site = serializers.UUIDField(source="customer_site_id", required=False, allow_null=True)
    cart_session_id = serializers.CharField(max_length=100, required=False, allow_blank=True)
    notes = serializers.CharField(max_length=4000, required=False, allow_blank=True)


class ForApprovalSerializer(serializers.Serializer[Any]):
    """`for_approval`: keep a price or a discount that the member may not give; completing then needs an approval."""

    for_approval = serializers.BooleanField(
        required=False,
        default=False,
        help_text="Keep a price or a discount beyond one's rights; completing then needs an approval.",
    )


class SaleChangesSerializer(ForApprovalSerializer):
    """What may change in a cart."""

    type = serializers.ChoiceField(choices=SaleType.choices, required=False)
    customer = serializers.UUIDField(source="customer_id", required=False, allow_null=True)
    customer_site = serializers.UUIDField(source="customer_site_id", required=False, allow_null=True)
    cart_session_id = serializers.CharField(max_length=100, required=False, allow_blank=True)
    notes = serializers.CharField(max_length=4000, required=False, allow_blank=True)
    discount_percentage = PercentField(required=False)
    discount_amount = AmountField(source="discount_fixed", required=False)
    coupons = serializers.ListField(child=CouponCodeField(), max_length=MAX_COUPONS, required=False)


class NewItemSerializer(serializers.Serializer[Any]):
    """A line to add: a `product` by id or a `barcode`."""

    product = serializers.UUIDField(required=False)
    barcode = serializers.CharField(max_length=48, required=False)
    stock_product = serializers.UUIDField(required=False, allow_null=True)
    packaging = serializers.UUIDField(required=False, allow_null=True)
    quantity = QuantityField()
    unit_price = PriceField(required=False, allow_null=True)
    discount_percentage = PercentField(required=False)
    discount_amount = AmountField(required=False)
    serials = SerialsField(max_length=MAX_SERIALS)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """One of product and barcode."""
        if bool(attrs.get("product")) == bool(attrs.get("barcode")):
            raise serializers.ValidationError("Name the product by its id or by its barcode.")
        return attrs


class AddItemSerializer(NewItemSerializer, ForApprovalSerializer):
    """A line to add to a cart."""


class ItemChangesSerializer(ForApprovalSerializer):
    """What may change in a line."""

    quantity = QuantityField(required=False)
    unit_price = PriceField(required=False, allow_null=True)
    discount_percentage = PercentField(required=False)
    discount_amount = AmountField(required=False)
    serials = SerialsField(max_length=MAX_SERIALS)


class LabelSerializer(serializers.Serializer[Any]):
    """A name to find a parked cart by."""

    label = serializers.CharField(  # type: ignore[assignment]  # a field, not the attribute of that name
        max_length=80, required=False, allow_blank=True, default=""
    )


class ReasonSerializer(serializers.Serializer[Any]):
    """Why."""

    reason = serializers.CharField(max_length=400, required=False, allow_blank=True, default="")


class SaleItemSerializer(serializers.Serializer[Any]):
    """A line of a sale. Money as strings in the currency's decimals."""

    id = serializers.UUIDField()
    line_no = serializers.IntegerField()
    kind = serializers.CharField()
    product = serializers.UUIDField()
    product_name = serializers.CharField()
    product_sku = serializers.CharField()
    stock_product = serializers.UUIDField(allow_null=True)
    packaging = serializers.UUIDField(allow_null=True)
    quantity = serializers.CharField()
    base_quantity = serializers.CharField()
    list_price = serializers.CharField()
    unit_price = serializers.CharField()
    price_source = serializers.CharField()
    discount_percentage = serializers.CharField()
    discount_fixed = serializers.CharField()
    line_discount = serializers.CharField()
    promotion_discount = serializers.CharField()
    order_discount_share = serializers.CharField()
    tax_code = serializers.CharField()
    tax_rate = serializers.CharField()
    net = serializers.CharField()
    tax = serializers.CharField()
    gross = serializers.CharField()
    total_price = serializers.CharField()
    warranty_until = serializers.DateField(allow_null=True)
    serials = serializers.ListField(child=serializers.CharField())


class AddedItemSerializer(SaleItemSerializer):
    """A line with what its cart now costs, and until when its stock is held."""

    total_amount = serializers.CharField()
    reserved_until = serializers.DateTimeField(allow_null=True)


class ItemDetailSerializer(SaleItemSerializer):
    """A line with its price waterfall; costs and profits for those who may see them."""

    waterfall = serializers.ListField(child=serializers.DictField())
    cost_amount = serializers.CharField(required=False)
    unit_cost = serializers.CharField(required=False)
    profit_amount = serializers.CharField(required=False)
    profit_margin = serializers.CharField(required=False)
    total_profit_amount = serializers.CharField(required=False)


class SaleTaxSerializer(serializers.Serializer[Any]):
    """Base and tax of one code."""

    code = serializers.CharField()
    rate = serializers.CharField()
    base = serializers.CharField()
    tax = serializers.CharField()


class PaymentSerializer(serializers.Serializer[Any]):
    """A tender."""

    id = serializers.UUIDField()
    payment_method = serializers.ChoiceField(choices=PaymentMethod.choices)
    status = serializers.ChoiceField(choices=PaymentStatus.choices)
    amount_paid = serializers.CharField()
    tendered = serializers.CharField()
    change = serializers.CharField()
    transaction_reference = serializers.CharField()
    phone_number = serializers.CharField()


class SaleTotalsSerializer(serializers.Serializer[Any]):
    """How many sales there are, how many of them are completed, and the sums of their amounts. `reduced_amount` is what was
    taken off in all: `line_discount_amount` of lines, `promotion_amount` by promotions on baskets, `discount_amount` of whole
    sales.
    """

    currency = serializers.CharField()
    count = serializers.IntegerField()
    completed_count = serializers.IntegerField()
    subtotal = AmountField()
    line_discount_amount = AmountField()
    promotion_amount = AmountField()
    discount_amount = AmountField()
    reduced_amount = AmountField()
    tax_amount = AmountField()
    total_amount = AmountField()
    amount_paid = AmountField()
    amount_due = AmountField()
    amount_refunded = AmountField()


class SaleHeadSerializer(serializers.Serializer[Any]):
    """A sale without its lines."""

    id = serializers.UUIDField()
    receipt_number = serializers.CharField(allow_null=True)
    status = serializers.ChoiceField(choices=SaleStatus.choices)
    type = serializers.ChoiceField(choices=SaleType.choices)
    payment_type = serializers.ChoiceField(choices=PaymentType.choices, allow_null=True)
    origin = serializers.ChoiceField(choices=SaleOrigin.choices)
    storefront = serializers.UUIDField()
    terminal = serializers.UUIDField(allow_null=True)
    user = serializers.UUIDField()
    customer = serializers.UUIDField(allow_null=True)
    customer_site = serializers.UUIDField(allow_null=True)
    currency = serializers.CharField()
    prices_include_tax = serializers.BooleanField()
    subtotal = serializers.CharField()
    discount_percentage = serializers.CharField()
    discount_fixed = serializers.CharField()
    discount_amount = serializers.CharField()
    promotion_amount = serializers.CharField()
    coupons = serializers.ListField(child=serializers.CharField())
    tax_amount = serializers.CharField()
    rounding_amount = serializers.CharField()
    total_amount = serializers.CharField()
    amount_paid = serializers.CharField()
    amount_due = serializers.CharField()
    amount_refunded = serializers.CharField()
    due_date = serializers.DateField(allow_null=True)
    flags = serializers.ListField(child=serializers.CharField())
    manager_override = serializers.BooleanField()
    override_reason = serializers.CharField()
    override_by = serializers.UUIDField(allow_null=True)
    cart_session_id = serializers.CharField()
    notes = serializers.CharField()
    is_held = serializers.BooleanField()
    hold_label = serializers.CharField()
    version = serializers.IntegerField()
    business_date = serializers.DateField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    occurred_at = serializers.DateTimeField(allow_null=True)
    completed_at = serializers.DateTimeField(allow_null=True)
    cancelled_at = serializers.DateTimeField(allow_null=True)


class ListedSaleSerializer(SaleHeadSerializer):
    """A sale in a list. `customer_name` is empty without a customer, and for who may not see customers."""

    customer_name = serializers.CharField()


class SalePromotionSerializer(serializers.Serializer[Any]):
    """A promotion that the sale used. `shares` by number of the line."""

    promotion = serializers.UUIDField()
    name = serializers.CharField()
    amount = serializers.CharField()
    times = serializers.IntegerField()
    in_prices = serializers.BooleanField(help_text="Whether it is in the unit prices already.")
    coupon = serializers.CharField(allow_null=True)
    shares = serializers.DictField(child=serializers.CharField())


class SaleSerializer(SaleHeadSerializer):
    """A whole sale."""

    change = serializers.CharField()
    promotions = SalePromotionSerializer(many=True)
    items = SaleItemSerializer(many=True)
    taxes = SaleTaxSerializer(many=True)
    payments = PaymentSerializer(many=True)
