"""What purchase documents are answered with."""

from typing import Any

from rest_framework import serializers

from optimapos.apikit.fields import AmountField, PercentField
from optimapos.inventory.api.fields import FigureField
from optimapos.nomenclatures.api.documents import DOCUMENT_FIELDS, DocumentSerializer
from optimapos.purchases.api.fields import RateField
from optimapos.purchases.models import (
    DeliveryReceipt,
    DeliveryReceiptLine,
    PurchaseOrder,
    PurchaseOrderLine,
    PurchaseRequest,
    PurchaseRequestLine,
    PurchaseRequestOrderLink,
    SupplierReturn,
    SupplierReturnLine,
)

LINE_FIELDS = [
    "id",
    "line_no",
    "product",
    "product_sku",
    "product_name",
    "unit_code",
    "packaging",
    "factor_num",
    "factor_den",
    "quantity",
    "base_qty",
    "unit_price",
    "discount_percent",
    "tax_rate",
    "net_amount",
]
HEAD_FIELDS = [
    *DOCUMENT_FIELDS,
    "supplier",
    "supplier_name",
    "division",
    "currency",
    "exchange_rate",
    "net_amount",
    "expected_delivery_date",
    "supplier_reference",
]


class LineSerializer(serializers.ModelSerializer[Any]):
    """What every line shows. `quantity` counts packages, `base_qty` base units; prices and amounts without tax, in the
    document's currency.
    """

    product = serializers.UUIDField(source="product_id", read_only=True)
    product_sku = serializers.CharField(source="product.sku", read_only=True)
    product_name = serializers.CharField(source="product.name", read_only=True)
    unit_code = serializers.CharField(source="product.unit.code", read_only=True)
    packaging = serializers.UUIDField(source="packaging_id", read_only=True, allow_null=True)
    quantity = FigureField()
    base_qty = FigureField()
    unit_price = FigureField()
    discount_percent = PercentField(read_only=True)
    tax_rate = PercentField(read_only=True, allow_null=True)
    net_amount = AmountField(read_only=True)


class PurchaseRequestLinkSerializer(serializers.ModelSerializer[PurchaseRequestOrderLink]):
    """How much of a request's line an order asks for."""

    order = serializers.UUIDField(source="order_line.order_id", read_only=True)
    order_line = serializers.UUIDField(source="order_line_id", read_only=True)
    base_qty = FigureField(source="held_base_qty")

    class Meta:
        model = PurchaseRequestOrderLink
        fields = ["order", "order_line", "base_qty"]


class PurchaseOrderLinkSerializer(serializers.ModelSerializer[PurchaseRequestOrderLink]):
    """On behalf of which request's line how much is ordered."""

    request = serializers.UUIDField(source="request_line.request_id", read_only=True)
    request_line = serializers.UUIDField(source="request_line_id", read_only=True)
    base_qty = FigureField(source="held_base_qty")

    class Meta:
        model = PurchaseRequestOrderLink
        fields = ["request", "request_line", "base_qty"]


class PurchaseRequestLineSerializer(LineSerializer):
    """A line of a request. `unit_price` is an estimate, null where nobody made one."""

    unit_price = FigureField(allow_null=True)
    supplier = serializers.UUIDField(source="supplier_id", read_only=True, allow_null=True)
    converted_base_qty = FigureField()
    open_base_qty = FigureField()
    orders = PurchaseRequestLinkSerializer(source="links", many=True, read_only=True)

    class Meta:
        model = PurchaseRequestLine
        fields = [*LINE_FIELDS, "supplier", "converted_base_qty", "open_base_qty", "orders"]


class PurchaseOrderLineSerializer(LineSerializer):
    """A line of an order: what of it came, and what is still to come."""

    received_base_qty = FigureField()
    cancelled_base_qty = FigureField()
    open_base_qty = FigureField()
    requests = PurchaseOrderLinkSerializer(source="links", many=True, read_only=True)

    class Meta:
        model = PurchaseOrderLine
        fields = [*LINE_FIELDS, "received_base_qty", "cancelled_base_qty", "open_base_qty", "requests"]


class DeliveryReceiptLineSerializer(LineSerializer):
    """A line of a receipt. `unit_cost` of a base unit in the business's currency."""

    unit_cost = FigureField()
    order = serializers.UUIDField(source="order_line.order_id", read_only=True, default=None, allow_null=True)
    order_line = serializers.UUIDField(source="order_line_id", read_only=True, allow_null=True)
    serials = serializers.ListField(child=serializers.CharField(), read_only=True)
    returned_base_qty = FigureField()

    class Meta:
        model = DeliveryReceiptLine
        fields = [
            *LINE_FIELDS,
            "unit_cost",
            "order",
            "order_line",
            "supplier_lot",
            "batch_number",
            "expires_on",
            "serials",
            "stock_status",
            "returned_base_qty",
        ]


class SupplierReturnLineSerializer(LineSerializer):
    """A line of a return."""

    receipt = serializers.UUIDField(source="receipt_line.receipt_id", read_only=True)
    receipt_line = serializers.UUIDField(source="receipt_line_id", read_only=True)
    serials = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = SupplierReturnLine
        fields = [*LINE_FIELDS, "receipt", "receipt_line", "reason", "serials"]


class HeadSerializer(DocumentSerializer):
    """What every purchase document shows."""

    supplier = serializers.UUIDField(source="supplier_id", read_only=True, allow_null=True)
    supplier_name = serializers.CharField(source="supplier.name", read_only=True, default=None, allow_null=True)
    division = serializers.UUIDField(source="division_id", read_only=True, allow_null=True)
    exchange_rate = RateField(read_only=True)
    net_amount = AmountField(read_only=True)


class PurchaseRequestSerializer(HeadSerializer):
    """Goods that somebody asks to be bought."""

    lines = PurchaseRequestLineSerializer(many=True, read_only=True)

    class Meta:
        model = PurchaseRequest
        fields = [*HEAD_FIELDS, "lines"]


class PurchaseOrderSerializer(HeadSerializer):
    """Goods that were ordered."""

    lines = PurchaseOrderLineSerializer(many=True, read_only=True)

    class Meta:
        model = PurchaseOrder
        fields = [*HEAD_FIELDS, "lines"]


class DeliveryReceiptSerializer(HeadSerializer):
    """Goods that arrived."""

    lines = DeliveryReceiptLineSerializer(many=True, read_only=True)

    class Meta:
        model = DeliveryReceipt
        fields = [*HEAD_FIELDS, "lines"]


class SupplierReturnSerializer(HeadSerializer):
    """Goods that went back."""

    lines = SupplierReturnLineSerializer(many=True, read_only=True)

    class Meta:
        model = SupplierReturn
        fields = [*HEAD_FIELDS, "lines"]


class OrdersMadeSerializer(serializers.Serializer[Any]):
    """The orders that were made: one for each supplier and location."""

    orders = PurchaseOrderSerializer(many=True)
