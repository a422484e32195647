"""What a receipt answers. Amounts are strings in the currency's decimals."""

from typing import Any

from rest_framework import serializers

from optimapos.sales.types import PaymentMethod


class ReceiptBusinessSerializer(serializers.Serializer[Any]):
    """Who sold."""

    name = serializers.CharField()
    address = serializers.CharField()
    tax_number = serializers.CharField()
    country = serializers.CharField()
    logo = serializers.CharField(allow_null=True)


class ReceiptStorefrontSerializer(serializers.Serializer[Any]):
    """Where."""

    code = serializers.CharField()
    name = serializers.CharField()
    address = serializers.CharField()
    phone = serializers.CharField()


class ReceiptCustomerSerializer(serializers.Serializer[Any]):
    """To whom."""

    code = serializers.CharField()
    name = serializers.CharField()


class ReceiptDeliverySerializer(serializers.Serializer[Any]):
    """The customer's site that the goods go to."""

    name = serializers.CharField()
    city = serializers.CharField()
    address = serializers.CharField()


class ReceiptLineSerializer(serializers.Serializer[Any]):
    """A line: `amount` = price x quantity, `total` = `amount` less `discount`, in the sale's tax basis."""

    line_no = serializers.IntegerField()
    name = serializers.CharField()
    sku = serializers.CharField()
    quantity = serializers.CharField()
    packaging = serializers.CharField(allow_null=True)
    unit = serializers.CharField(allow_null=True)
    unit_price = serializers.CharField()
    amount = serializers.CharField()
    discount_percentage = serializers.CharField()
    discount = serializers.CharField()
    total = serializers.CharField()
    tax_code = serializers.CharField()
    tax_rate = serializers.CharField()
    warranty_until = serializers.DateField(allow_null=True)
    serials = serializers.ListField(child=serializers.CharField())


class ReceiptPromotionSerializer(serializers.Serializer[Any]):
    """What a promotion takes off the lines."""

    name = serializers.CharField()
    amount = serializers.CharField()


class ReceiptTaxSerializer(serializers.Serializer[Any]):
    """Base and tax of one code and rate."""

    code = serializers.CharField()
    rate = serializers.CharField()
    base = serializers.CharField()
    tax = serializers.CharField()
    gross = serializers.CharField()


class ReceiptPaymentSerializer(serializers.Serializer[Any]):
    """A tender that was taken."""

    payment_method = serializers.ChoiceField(choices=PaymentMethod.choices)
    tendered = serializers.CharField()
    change = serializers.CharField()
    amount_paid = serializers.CharField()
    transaction_reference = serializers.CharField()


class ReceiptSerializer(serializers.Serializer[Any]):
    """A receipt. `date` and `time` are the storefront's own; `qr` is what its code says;
    `copy_number` is 0 on the original and on what was not printed yet.
    """

    sale = serializers.UUIDField()
    receipt_number = serializers.CharField()
    date = serializers.DateField()
    time = serializers.CharField()
    timezone = serializers.CharField()
    completed_at = serializers.DateTimeField()
    business_date = serializers.DateField()
    currency = serializers.CharField()
    prices_include_tax = serializers.BooleanField()
    business = ReceiptBusinessSerializer()
    storefront = ReceiptStorefrontSerializer()
    terminal = serializers.CharField(allow_null=True)
    cashier = serializers.CharField()
    customer = ReceiptCustomerSerializer(allow_null=True)
    delivery_address = ReceiptDeliverySerializer(allow_null=True)
    footer = serializers.CharField()
    items = ReceiptLineSerializer(many=True)
    subtotal = serializers.CharField()
    promotions = ReceiptPromotionSerializer(many=True)
    discount_percentage = serializers.CharField()
    discount_amount = serializers.CharField()
    taxes = ReceiptTaxSerializer(many=True)
    tax_amount = serializers.CharField()
    rounding_amount = serializers.CharField()
    total_amount = serializers.CharField()
    payments = ReceiptPaymentSerializer(many=True)
    amount_paid = serializers.CharField()
    change = serializers.CharField()
    amount_due = serializers.CharField()
    due_date = serializers.DateField(allow_null=True)
    qr = serializers.CharField()
    copy_number = serializers.IntegerField()
