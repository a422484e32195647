"""What purchase documents are asked with. Products, packagings and lines are named by id and looked up all at once."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from optimapos.apikit.fields import DayField, InstantField, PercentField, PriceField, QuantityField, SerialsField
from optimapos.apikit.related import ScopedRelatedField
from optimapos.core.actors import Actor
from optimapos.inventory.types import BatchStatus
from optimapos.organization.selectors import visible_locations
from optimapos.partners.models import SupplierDivision
from optimapos.partners.selectors import suppliers_of
from optimapos.purchases.api.fields import RateField

MAX_LINES = 1000
# More than any delivery note has; one body stays below what the server accepts.
MAX_REQUESTS = 100


def divisions_of(actor: Actor) -> QuerySet[SupplierDivision]:
    """The divisions of the business's suppliers."""
    return SupplierDivision.objects.for_business(actor.business_id)


class LineBody(serializers.Serializer[Any]):
    """A line. `id` names the line of the document that it takes the place of; without a price the price list's applies."""

    id = serializers.UUIDField(source="line_id", required=False, allow_null=True)
    product = serializers.UUIDField(source="product_id")
    packaging = serializers.UUIDField(source="packaging_id", required=False, allow_null=True)
    quantity = QuantityField()
    unit_price = PriceField(required=False, allow_null=True)
    discount_percent = PercentField(required=False)
    tax_rate = PercentField(required=False, allow_null=True)


class RequestLineBody(LineBody):
    """A line of a request, perhaps from a supplier of its own."""

    supplier = serializers.UUIDField(source="supplier_id", required=False, allow_null=True)


class ReceiptLineBody(LineBody):
    """A line of a receipt. Without an `order_line` the goods came without an order."""

    order_line = serializers.UUIDField(source="order_line_id", required=False, allow_null=True)
    supplier_lot = serializers.CharField(max_length=60, required=False, allow_blank=True)
    batch_number = serializers.CharField(max_length=120, required=False, allow_blank=True)
    expires_on = DayField(required=False, allow_null=True)
    serials = SerialsField()
    stock_status = serializers.ChoiceField(choices=BatchStatus.choices, required=False)


class ReturnLineBody(serializers.Serializer[Any]):
    """Goods that go back: `quantity` packages as they were received, or base units."""

    id = serializers.UUIDField(source="line_id", required=False, allow_null=True)
    receipt_line = serializers.UUIDField(source="receipt_line_id")
    quantity = QuantityField()
    in_base_units = serializers.BooleanField(required=False)
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True)
    serials = SerialsField()


class HeadBody(serializers.Serializer[Any]):
    """What may be set of a document's head. Without a currency it is the supplier's; another than the business's own needs
    a rate.
    """

    division = ScopedRelatedField(divisions_of, required=False, allow_null=True)
    currency = serializers.RegexField(r"^[A-Z]{3}$", required=False)
    exchange_rate = RateField(required=False)
    expected_delivery_date = DayField(required=False, allow_null=True)
    supplier_reference = serializers.CharField(max_length=60, required=False, allow_blank=True)
    document_date = DayField(required=False)
    notes = serializers.CharField(max_length=5000, required=False, allow_blank=True)


class MovingHeadBody(HeadBody):
    """The head of a document that moves goods; `occurred_at` is when, for one that is written down later."""

    occurred_at = InstantField(required=False, allow_null=True)


class PurchaseRequestChange(HeadBody):
    """A request to change."""

    supplier = ScopedRelatedField(suppliers_of, required=False, allow_null=True)
    lines = serializers.ListField(child=RequestLineBody(), max_length=MAX_LINES, required=False)


class PurchaseRequestBody(PurchaseRequestChange):
    """A request to create."""

    location = ScopedRelatedField(visible_locations)


class PurchaseOrderChange(HeadBody):
    """An order to change; its supplier stays."""

    lines = serializers.ListField(child=LineBody(), max_length=MAX_LINES, required=False)


class PurchaseOrderBody(PurchaseOrderChange):
    """An order to create."""

    location = ScopedRelatedField(visible_locations)
    supplier = ScopedRelatedField(suppliers_of)


class DeliveryReceiptChange(MovingHeadBody):
    """A receipt to change; its supplier stays."""

    lines = serializers.ListField(child=ReceiptLineBody(), max_length=MAX_LINES, required=False)


class DeliveryReceiptBody(DeliveryReceiptChange):
    """A receipt to create."""

    location = ScopedRelatedField(visible_locations)
    supplier = ScopedRelatedField(suppliers_of)


class SupplierReturnChange(MovingHeadBody):
    """A return to change; its supplier stays."""

    lines = serializers.ListField(child=ReturnLineBody(), max_length=MAX_LINES, required=False)


class SupplierReturnBody(SupplierReturnChange):
    """A return to create."""

    location = ScopedRelatedField(visible_locations)
    supplier = ScopedRelatedField(suppliers_of)


class QuantityOfLineBody(serializers.Serializer[Any]):
    """So many packages of a line."""

    line = serializers.UUIDField()
    quantity = QuantityField()


class ConversionBody(HeadBody):
    """What to order of a request: all to one supplier, or each line to its own. Lines that are not named stay open; without
    lines it is all that is open.
    """

    supplier = ScopedRelatedField(suppliers_of, required=False, allow_null=True)
    lines = serializers.ListField(child=QuantityOfLineBody(), max_length=MAX_LINES, required=False, allow_empty=False)


class SeveralConversionBody(ConversionBody):
    """What to order of several requests."""

    requests = serializers.ListField(child=serializers.UUIDField(), max_length=MAX_REQUESTS, allow_empty=False)


class ReceivingBody(MovingHeadBody):
    """What arrived of an order: packages by line, or without lines all that is still to come."""

    lines = serializers.ListField(child=QuantityOfLineBody(), max_length=MAX_LINES, required=False, allow_empty=False)


class ReturningBody(MovingHeadBody):
    """What goes back of a receipt, or without lines all that did not go back yet."""

    lines = serializers.ListField(child=ReturnLineBody(), max_length=MAX_LINES, required=False, allow_empty=False)


class CancelLinesBody(serializers.Serializer[Any]):
    """Lines of an order of which nothing more is expected."""

    lines = serializers.ListField(child=serializers.UUIDField(), max_length=MAX_LINES, allow_empty=False)
    reason = serializers.CharField(max_length=2000)


class CorrectionBody(serializers.Serializer[Any]):
    """What a line of a completed receipt should have been: packages, or the price of one, or both."""

    line = serializers.UUIDField()
    quantity = QuantityField(required=False)
    unit_price = PriceField(required=False)
    reason = serializers.CharField(max_length=2000)
