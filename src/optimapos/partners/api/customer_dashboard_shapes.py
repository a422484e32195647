"""What a customer's dashboard is answered with. Amounts are in the business's currency."""

from typing import Any

from rest_framework import serializers

from optimapos.apikit.fields import AmountField, BoundedIntegerField
from optimapos.partners.api.supplier_shapes import TopProductSerializer
from optimapos.partners.types import CustomerCategory, PartnerType, Period, Segment, Weekday


class CustomerInfoSerializer(serializers.Serializer[Any]):
    """Who a customer is."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    code = serializers.CharField()
    type = serializers.ChoiceField(choices=PartnerType.choices)
    category = serializers.ChoiceField(choices=CustomerCategory.choices)
    is_active = serializers.BooleanField()
    sales_blocked = serializers.BooleanField()
    credit_blocked = serializers.BooleanField()
    can_buy = serializers.BooleanField()
    can_buy_on_credit = serializers.BooleanField()


class CustomerFinancialSerializer(serializers.Serializer[Any]):
    """Credit and what is owed. `available_credit` is below 0 where more is owed than the limit."""

    credit_limit = AmountField()
    used_credit = AmountField()
    available_credit = AmountField(low=None)
    payment_delay_days = serializers.IntegerField()
    total_orders_amount = AmountField()
    unpaid_amount = AmountField()


class DashboardSiteSerializer(serializers.Serializer[Any]):
    """A site in use."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    city = serializers.CharField()
    address = serializers.CharField()
    is_primary = serializers.BooleanField()
    is_delivery_address = serializers.BooleanField()
    is_billing_address = serializers.BooleanField()


class DeliveryPreferenceSerializer(serializers.Serializer[Any]):
    """When deliveries of a day are welcome."""

    day = serializers.ChoiceField(choices=Weekday.choices)
    time_from = serializers.CharField(allow_null=True)
    time_to = serializers.CharField(allow_null=True)


class CustomerDashboardScheduleSerializer(serializers.Serializer[Any]):
    """The week as the dashboard shows it."""

    order_days = serializers.ListField(child=serializers.ChoiceField(choices=Weekday.choices))
    delivery_days = serializers.ListField(child=serializers.ChoiceField(choices=Weekday.choices))
    delivery_preferences = DeliveryPreferenceSerializer(many=True)


class InAllSerializer(serializers.Serializer[Any]):
    """What was bought in all, and what of it was given back; a sale or a refund counts a moment after it was made."""

    total_purchases = AmountField()
    total_refunded = AmountField()
    sales_count = serializers.IntegerField()
    first_purchase_at = serializers.DateTimeField(allow_null=True)
    last_purchase_at = serializers.DateTimeField(allow_null=True)


class CustomerStatisticsSerializer(serializers.Serializer[Any]):
    """What was bought from `since` to `until`, and in all. The average is null without a sale."""

    period = serializers.ChoiceField(choices=Period.choices)
    since = serializers.DateField()
    until = serializers.DateField()
    sales_count = serializers.IntegerField()
    sales_amount = AmountField()
    average_sale_amount = AmountField(allow_null=True)
    items_count = serializers.IntegerField()
    last_purchase_date = serializers.DateField(allow_null=True)
    top_products = TopProductSerializer(many=True)
    in_all = InAllSerializer()


class CustomerDashboardSerializer(serializers.Serializer[Any]):
    """All about a customer."""

    basic_info = CustomerInfoSerializer()
    financial = CustomerFinancialSerializer()
    sites = DashboardSiteSerializer(many=True)
    schedule = CustomerDashboardScheduleSerializer()
    statistics = CustomerStatisticsSerializer()


class OperationSerializer(serializers.Serializer[Any]):
    """An amount that is to be sold, in the business's currency; `on_credit` false: it is paid at once."""

    amount = AmountField()
    on_credit = serializers.BooleanField(default=True)


class ValidOperationSerializer(serializers.Serializer[Any]):
    """An amount that may be sold, and the credit that it was held against; null for what is paid at once."""

    available_credit = AmountField(low=None, allow_null=True)
    requested_amount = AmountField()


class SegmentFiguresSerializer(serializers.Serializer[Any]):
    """A segment: how many customers in use it has, and what they bought in all."""

    segment = serializers.ChoiceField(choices=Segment.choices)
    customers = serializers.IntegerField()
    revenue = AmountField()
    sales_count = serializers.IntegerField()


class SegmentsSerializer(serializers.Serializer[Any]):
    """All segments in order, on a day of the asking place's clock."""

    on = serializers.DateField()
    timezone = serializers.CharField()
    segments = SegmentFiguresSerializer(many=True)


class MetricsQuery(serializers.Serializer[Any]):
    """Who counts as active: those who bought something in so many days."""

    days = BoundedIntegerField(min_value=1, max_value=3650, default=30)


class MetricsSerializer(serializers.Serializer[Any]):
    """The figures of all customers. A sale counts a moment after it was made; the average is null without one."""

    total_customers = serializers.IntegerField()
    active_customers = serializers.IntegerField()
    active_since = serializers.DateTimeField()
    total_outstanding_credit = AmountField()
    purchases_count = serializers.IntegerField()
    purchases_amount = AmountField()
    average_purchase_value = AmountField(allow_null=True)


class PlannedPartnerSerializer(serializers.Serializer[Any]):
    """A partner with something planned for the day; times on the clock of the place that asks."""

    id = serializers.UUIDField(source="pk")
    code = serializers.CharField()
    name = serializers.CharField()
    deadline = serializers.TimeField(format="%H:%M", required=False, allow_null=True)
    time_from = serializers.TimeField(format="%H:%M", required=False, allow_null=True)
    time_to = serializers.TimeField(format="%H:%M", required=False, allow_null=True)


class DailyOperationsSerializer(serializers.Serializer[Any]):
    """What is planned for a day, by name. A list ends after 500; `counts` tells how many there are."""

    date = serializers.DateField()
    timezone = serializers.CharField()
    counts = serializers.DictField(child=serializers.IntegerField())
    suppliers_expecting_orders = PlannedPartnerSerializer(many=True)
    suppliers_making_deliveries = PlannedPartnerSerializer(many=True)
    customers_placing_orders = PlannedPartnerSerializer(many=True)
    customers_expecting_deliveries = PlannedPartnerSerializer(many=True)
