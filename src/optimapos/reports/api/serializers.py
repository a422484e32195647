"""What reports ask and answer."""

from typing import Any

from rest_framework import serializers

from optimapos.apikit.fields import AmountField, InstantField, StrictDecimalField
from optimapos.core.money import AMOUNT_LIMIT
from optimapos.partners.api.receivable_shapes import AgingSerializer


class DashboardQuery(serializers.Serializer[Any]):
    """Figures as of `at` (now), for one location or all that the caller sees."""

    at = InstantField(required=False)
    location = serializers.UUIDField(required=False)


def _amount(**options: Any) -> AmountField:
    return AmountField(low=None, **options)


def _percent() -> StrictDecimalField:
    return StrictDecimalField(places=1, low=None, high=AMOUNT_LIMIT, allow_null=True)


class PeriodFiguresSerializer(serializers.Serializer[Any]):
    """A period's sales. `net` is without tax; `profit` and `margin_percent` are null for who may not see costs."""

    sales_count = serializers.IntegerField()
    gross = _amount()
    net = _amount()
    profit = _amount(allow_null=True)
    margin_percent = _percent()
    average = _amount(allow_null=True)


class ComparedSerializer(serializers.Serializer[Any]):
    """A period so far, and the one before it up to the same hour. `change_percent` is of `gross`."""

    current = PeriodFiguresSerializer()
    before = PeriodFiguresSerializer()
    change_percent = _percent()


class HourSerializer(serializers.Serializer[Any]):
    """An hour today, and on the same weekday last week."""

    hour = serializers.IntegerField()
    sales_count = serializers.IntegerField()
    gross = _amount()
    before_count = serializers.IntegerField()
    before_gross = _amount()


class BestProductSerializer(serializers.Serializer[Any]):
    """A product and what was paid for it in seven days."""

    product = serializers.UUIDField()
    sku = serializers.CharField()
    name = serializers.CharField()
    quantity = serializers.CharField()
    gross = _amount()
    profit = _amount(allow_null=True)


class TenderSerializer(serializers.Serializer[Any]):
    """What was taken today in one way, less what was given back."""

    payment_method = serializers.CharField()
    count = serializers.IntegerField()
    amount = _amount()


class StockLineSerializer(serializers.Serializer[Any]):
    """Goods to look after."""

    product = serializers.UUIDField()
    sku = serializers.CharField()
    name = serializers.CharField()
    location = serializers.UUIDField()
    quantity = serializers.CharField()
    reorder_point = serializers.CharField(allow_null=True)
    expires_on = serializers.DateField(allow_null=True)


class StockListSerializer(serializers.Serializer[Any]):
    """The first of them, and how many there are."""

    count = serializers.IntegerField()
    rows = StockLineSerializer(many=True)


class BusinessDashboardSerializer(serializers.Serializer[Any]):
    """Figures as of an instant. What the caller's role does not show is null."""

    as_of = serializers.DateTimeField()
    currency = serializers.CharField()
    location = serializers.UUIDField(allow_null=True)
    today = ComparedSerializer()
    week = ComparedSerializer()
    month = ComparedSerializer()
    hours = HourSerializer(many=True)
    top_products = BestProductSerializer(many=True)
    tenders = TenderSerializer(many=True)
    low_stock = StockListSerializer(allow_null=True)
    expiring = StockListSerializer(allow_null=True)
    owed = AgingSerializer(allow_null=True)
