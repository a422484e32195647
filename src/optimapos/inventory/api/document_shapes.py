"""What stock documents are asked and answered with, as far as several kinds share it. Quantities of lines count packages,
`base_quantity` base units.
"""

from typing import Any

from rest_framework import serializers

from optimapos.apikit.fields import DayField, QuantityField, SerialsField
from optimapos.inventory.api.fields import FigureField

MAX_LINES = 1000
# A lorry's load; one document stays below what the server accepts and a person can check.
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
    "base_quantity",
    "serials",
]
"""The columns that every line shows."""


class LineSerializer(serializers.ModelSerializer[Any]):
    """What every line shows. A kind's own serializer names its model, and `LINE_FIELDS` before its fields."""

    product_sku = serializers.CharField(source="product.sku", read_only=True)
    product_name = serializers.CharField(source="product.name", read_only=True)
    unit_code = serializers.CharField(source="product.unit.code", read_only=True)
    quantity = FigureField()
    base_quantity = FigureField(source="base_qty")
    serials = SerialsField(read_only=True)


class NewLineSerializer(serializers.Serializer[Any]):
    """A line to be written down."""

    product = serializers.UUIDField(source="product_id")
    packaging = serializers.UUIDField(source="packaging_id", allow_null=True, required=False)
    quantity = QuantityField()
    serials = SerialsField()


class HeadSerializer(serializers.Serializer[Any]):
    """What may be set of every document."""

    document_date = DayField(required=False)
    notes = serializers.CharField(max_length=2000, allow_blank=True, required=False)
