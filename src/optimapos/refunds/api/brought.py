"""What is asked about goods that come without a receipt."""

from typing import Any

from rest_framework import serializers

from optimapos.apikit.fields import PriceField, QuantityField, SerialsField
from optimapos.apikit.related import ScopedRelatedField
from optimapos.organization.selectors import visible_locations
from optimapos.partners.selectors import customers_of
from optimapos.refunds.types import Brought, BroughtItem, Destination, RefundMethod, RefundReason
from optimapos.sales.commands import MAX_LINES

METHODS = [choice for choice in RefundMethod.choices if choice[0] in {RefundMethod.CASH, RefundMethod.CREDIT_NOTE}]
DESTINATIONS = [choice for choice in Destination.choices if choice[0] in {Destination.SHELF, Destination.DAMAGED}]


class BroughtItemSerializer(serializers.Serializer[Any]):
    """So much of a product, in packages where a `packaging` is named. `unit_price` is what one gives back, tax included, and
    may be lower than the lowest price of the last 30 days at this place and than the price now, never higher; without it,
    it is the lower of these.
    """

    product = serializers.UUIDField()
    packaging = serializers.UUIDField(required=False, allow_null=True)
    quantity = QuantityField()
    unit_price = PriceField(required=False, allow_null=True)
    destination = serializers.ChoiceField(choices=DESTINATIONS, default=Destination.SHELF)
    serials = SerialsField(required=False)


class AskBroughtSerializer(serializers.Serializer[Any]):
    """Goods without a receipt. `notes`: why, in words. `brought_by`: who brought them, and how that was seen. `location`:
    where, for a session without a terminal. `customer`: whose store credit a credit note becomes; without one it is of
    whoever has its code.
    """

    location = ScopedRelatedField(visible_locations, required=False, allow_null=True)
    customer = ScopedRelatedField(customers_of, required=False, allow_null=True)
    refund_method = serializers.ChoiceField(choices=METHODS)
    reason = serializers.ChoiceField(choices=RefundReason.choices, default=RefundReason.OTHER)
    notes = serializers.CharField(max_length=400)
    brought_by = serializers.CharField(max_length=200)
    items = BroughtItemSerializer(many=True, allow_empty=False, max_length=MAX_LINES)  # type: ignore[call-arg]  # of the list


def brought_of(body: dict[str, Any]) -> Brought:
    """What the service takes for a body."""
    customer = body.get("customer")
    return Brought(
        refund_method=body["refund_method"],
        reason=body["reason"],
        note=body["notes"],
        brought_by=body["brought_by"],
        customer_id=None if customer is None else customer.pk,
        items=tuple(_item(item) for item in body["items"]),
    )


def _item(item: dict[str, Any]) -> BroughtItem:
    return BroughtItem(
        product_id=item["product"],
        quantity=item["quantity"],
        packaging_id=item.get("packaging"),
        unit_price=item.get("unit_price"),
        destination=item["destination"],
        serials=tuple(item.get("serials", ())),
    )
