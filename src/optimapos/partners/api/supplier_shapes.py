"""What suppliers are answered with. Amounts are in the business's currency."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from optimapos.apikit.fields import AmountField, QuantityField
from optimapos.partners.models import Supplier, SupplierDaySchedule, SupplierDivision
from optimapos.partners.types import Period, Weekday

CLOCK = "%H:%M"


class SupplierSerializer(serializers.ModelSerializer[Supplier]):
    """A supplier. `can_deliver_today`, `order_days` and `delivery_days` come from its week, on the asking place's day.

    `credit_limit` null: none was agreed; 0: the supplier gives no credit. `currency` is that of its papers.
    """

    credit_limit = AmountField(read_only=True, allow_null=True)
    can_deliver = serializers.BooleanField(read_only=True)
    can_deliver_today = serializers.SerializerMethodField()
    order_days = serializers.SerializerMethodField()
    delivery_days = serializers.SerializerMethodField()

    class Meta:
        model = Supplier
        fields = [
            "id",
            "code",
            "name",
            "vat_number",
            "vat_registered",
            "contact_person",
            "city",
            "address",
            "phone",
            "email",
            "currency",
            "credit_limit",
            "payment_days",
            "lead_time_days",
            "delivery_blocked",
            "can_deliver",
            "can_deliver_today",
            "order_days",
            "delivery_days",
            "is_active",
            "notes",
            "created_at",
            "updated_at",
        ]

    def get_can_deliver_today(self, supplier: Supplier) -> bool:
        """Whether it delivers on the day in the context."""
        return supplier.can_deliver_on(self.context["today"])

    def get_order_days(self, supplier: Supplier) -> list[str]:
        """The days on which it takes orders."""
        return [row.day for row in supplier.get_order_days()]

    def get_delivery_days(self, supplier: Supplier) -> list[str]:
        """The days on which it delivers."""
        return [row.day for row in supplier.get_delivery_days()]


class DivisionSerializer(serializers.ModelSerializer[SupplierDivision]):
    """A division. `payment_days` null: as the supplier; `effective_payment_days` is the figure that counts."""

    effective_payment_days = serializers.IntegerField(source="get_effective_payment_days", read_only=True)

    class Meta:
        model = SupplierDivision
        fields = [
            "id",
            "code",
            "name",
            "payment_days",
            "effective_payment_days",
            "contact_person",
            "phone",
            "email",
            "is_active",
        ]


class DaySerializer(serializers.ModelSerializer[SupplierDaySchedule]):
    """A day of a supplier's week; times on the clock of the place that orders."""

    day = serializers.ChoiceField(choices=Weekday.choices, read_only=True)
    order_deadline_time = serializers.TimeField(format=CLOCK, read_only=True, allow_null=True)
    delivery_time_from = serializers.TimeField(format=CLOCK, read_only=True, allow_null=True)
    delivery_time_to = serializers.TimeField(format=CLOCK, read_only=True, allow_null=True)

    class Meta:
        model = SupplierDaySchedule
        fields = [
            "day",
            "expects_order",
            "makes_delivery",
            "order_deadline_time",
            "delivery_time_from",
            "delivery_time_to",
        ]


class WeekSerializer(serializers.Serializer[Any]):
    """The days on which something happens, from Monday on."""

    days = DaySerializer(many=True, read_only=True)


class BasicInfoSerializer(serializers.Serializer[Any]):
    """Who a supplier is."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    code = serializers.CharField()
    contact_person = serializers.CharField()
    is_active = serializers.BooleanField()
    delivery_blocked = serializers.BooleanField()
    can_deliver = serializers.BooleanField()


class ActiveDivisionSerializer(serializers.Serializer[Any]):
    """An active division with the days that count for it."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    code = serializers.CharField()
    contact_person = serializers.CharField()
    payment_days = serializers.IntegerField()


class FinancialSerializer(serializers.Serializer[Any]):
    """Credit and what is owed. `available_credit` is null where no limit was agreed, below 0 where it is exceeded."""

    credit_limit = AmountField(allow_null=True)
    used_credit = AmountField()
    available_credit = AmountField(low=None, allow_null=True)
    payment_days = serializers.IntegerField()
    total_orders_amount = AmountField()
    unpaid_count = serializers.IntegerField()
    unpaid_amount = AmountField()
    overdue_amount = AmountField()


class OrderDaySerializer(serializers.Serializer[Any]):
    """A day that takes orders."""

    day = serializers.ChoiceField(choices=Weekday.choices)
    deadline = serializers.CharField(allow_null=True)


class DeliveryDaySerializer(serializers.Serializer[Any]):
    """A day with deliveries."""

    day = serializers.ChoiceField(choices=Weekday.choices)
    time_from = serializers.CharField(allow_null=True)
    time_to = serializers.CharField(allow_null=True)


class DashboardScheduleSerializer(serializers.Serializer[Any]):
    """The week as the dashboard shows it."""

    order_days = OrderDaySerializer(many=True)
    delivery_days = DeliveryDaySerializer(many=True)


class DeliverySerializer(serializers.Serializer[Any]):
    """What came in one delivery. `amount` is left out for those who may not see costs."""

    id = serializers.UUIDField()
    number = serializers.CharField()
    date = serializers.DateField()
    location = serializers.UUIDField()
    status = serializers.CharField()
    order_numbers = serializers.ListField(child=serializers.CharField())
    lines = serializers.IntegerField()
    amount = AmountField(low=None, required=False)

    def to_representation(self, instance: Mapping[str, Any]) -> dict[str, Any]:
        """The delivery, without its amount where the context says so."""
        told = super().to_representation(instance)
        if not self.context.get("sees_amounts"):
            told.pop("amount", None)
        return told


class TopProductSerializer(serializers.Serializer[Any]):
    """What was bought most."""

    product_id = serializers.UUIDField()
    sku = serializers.CharField()
    name = serializers.CharField()
    quantity = QuantityField(low=None)
    amount = AmountField(low=None)


class StatisticsSerializer(serializers.Serializer[Any]):
    """How much was bought from `since` to `until`. Averages and shares are null without anything to take them of."""

    period = serializers.ChoiceField(choices=Period.choices)
    since = serializers.DateField()
    until = serializers.DateField()
    orders_count = serializers.IntegerField()
    orders_amount = AmountField()
    receipts_count = serializers.IntegerField()
    received_amount = AmountField()
    returned_amount = AmountField()
    average_order_amount = AmountField(allow_null=True)
    average_lead_time_days = serializers.DecimalField(max_digits=9, decimal_places=2, allow_null=True)
    on_time_percent = serializers.DecimalField(max_digits=7, decimal_places=2, allow_null=True)
    last_order_date = serializers.DateField(allow_null=True)
    last_delivery_date = serializers.DateField(allow_null=True)
    top_products = TopProductSerializer(many=True)


class DashboardSerializer(serializers.Serializer[Any]):
    """All about a supplier. `financial` and `statistics` are left out for those who may not see costs."""

    basic_info = BasicInfoSerializer()
    divisions = ActiveDivisionSerializer(many=True)
    financial = FinancialSerializer(required=False)
    schedule = DashboardScheduleSerializer()
    deliveries = DeliverySerializer(many=True)
    statistics = StatisticsSerializer(required=False)


class ValidatedSerializer(serializers.Serializer[Any]):
    """An amount that may be bought, and the credit that it was held against; null where no limit was agreed."""

    available_credit = AmountField(low=None, allow_null=True)
    requested_amount = AmountField()


class CanOrderSerializer(serializers.Serializer[Any]):
    """Whether an order placed now is taken today, and by when the next one has to be placed."""

    can_order_today = serializers.BooleanField()
    next_order_deadline = serializers.DateTimeField(allow_null=True)
    as_of = serializers.DateTimeField()
    timezone = serializers.CharField()


class NextDeliverySerializer(serializers.Serializer[Any]):
    """The next of seven days, today included, with a delivery; null without one."""

    next_delivery_date = serializers.DateField(allow_null=True)
    today = serializers.DateField()
    timezone = serializers.CharField()


class ExpectedDeliverySerializer(serializers.ModelSerializer[Supplier]):
    """A supplier that delivers on `date`, and when."""

    supplier = serializers.UUIDField(source="pk", read_only=True)
    date = serializers.SerializerMethodField()
    time_from = serializers.TimeField(format=CLOCK, read_only=True, allow_null=True)
    time_to = serializers.TimeField(format=CLOCK, read_only=True, allow_null=True)

    class Meta:
        model = Supplier
        fields = ["supplier", "code", "name", "phone", "date", "time_from", "time_to"]

    def get_date(self, supplier: Supplier) -> str:
        """The day in the context."""
        return str(self.context["day"])


class OrderDeadlineSerializer(serializers.ModelSerializer[Supplier]):
    """A supplier that takes orders on `date`, and until when."""

    supplier = serializers.UUIDField(source="pk", read_only=True)
    date = serializers.SerializerMethodField()
    deadline = serializers.TimeField(format=CLOCK, read_only=True)

    class Meta:
        model = Supplier
        fields = ["supplier", "code", "name", "phone", "date", "deadline"]

    def get_date(self, supplier: Supplier) -> str:
        """The day in the context."""
        return str(self.context["day"])
