"""What parts of customers are asked and answered with: sites and weeks."""

from typing import Any

from rest_framework import serializers

from optimapos.apikit.fields import PercentField
from optimapos.partners.api.supplier_shapes import CLOCK
from optimapos.partners.models import CustomerDaySchedule, CustomerSite
from optimapos.partners.types import CustomerDayPlan, Weekday


class SiteSerializer(serializers.ModelSerializer[CustomerSite]):
    """A site. `special_discount` null: as the customer."""

    phone = serializers.CharField(read_only=True)
    email = serializers.CharField(read_only=True)
    special_discount = PercentField(read_only=True, allow_null=True)

    class Meta:
        model = CustomerSite
        fields = [
            "id",
            "name",
            "city",
            "address",
            "contact_person",
            "phone",
            "email",
            "is_delivery_address",
            "is_billing_address",
            "is_primary",
            "special_discount",
            "is_active",
            "created_at",
            "updated_at",
        ]


class SiteWriteSerializer(serializers.Serializer[Any]):
    """A site to create or to change. One site of a customer may be the primary one."""

    name = serializers.CharField(max_length=200)
    city = serializers.CharField(max_length=120, allow_blank=True, required=False)
    address = serializers.CharField(max_length=1000, allow_blank=True, required=False)
    contact_person = serializers.CharField(max_length=120, allow_blank=True, required=False)
    phone = serializers.CharField(max_length=40, allow_blank=True, required=False)
    email = serializers.EmailField(max_length=254, allow_blank=True, required=False)
    is_delivery_address = serializers.BooleanField(required=False)
    is_billing_address = serializers.BooleanField(required=False)
    is_primary = serializers.BooleanField(required=False)
    special_discount = PercentField(allow_null=True, required=False)
    is_active = serializers.BooleanField(required=False)


class CustomerDaySerializer(serializers.ModelSerializer[CustomerDaySchedule]):
    """A day of a customer's week; times on the clock of the place that sells."""

    day = serializers.ChoiceField(choices=Weekday.choices, read_only=True)
    order_deadline_time = serializers.TimeField(format=CLOCK, read_only=True, allow_null=True)
    preferred_delivery_time_from = serializers.TimeField(format=CLOCK, read_only=True, allow_null=True)
    preferred_delivery_time_to = serializers.TimeField(format=CLOCK, read_only=True, allow_null=True)

    class Meta:
        model = CustomerDaySchedule
        fields = [
            "day",
            "expects_order",
            "expects_delivery",
            "order_deadline_time",
            "preferred_delivery_time_from",
            "preferred_delivery_time_to",
        ]


class CustomerWeekSerializer(serializers.Serializer[Any]):
    """The days on which something happens, from Monday on, and what comes next on the asking place's clock."""

    days = CustomerDaySerializer(many=True, read_only=True)
    can_order_today = serializers.BooleanField(read_only=True)
    next_order_deadline = serializers.DateTimeField(read_only=True, allow_null=True)
    next_delivery_date = serializers.DateField(read_only=True, allow_null=True)
    today = serializers.DateField(read_only=True)
    timezone = serializers.CharField(read_only=True)


class CustomerDayWriteSerializer(serializers.Serializer[Any]):
    """A day of the week. What is left out does not happen."""

    day = serializers.ChoiceField(choices=Weekday.choices)
    expects_order = serializers.BooleanField(default=False)
    expects_delivery = serializers.BooleanField(default=False)
    order_deadline_time = serializers.TimeField(allow_null=True, required=False)
    preferred_delivery_time_from = serializers.TimeField(allow_null=True, required=False)
    preferred_delivery_time_to = serializers.TimeField(allow_null=True, required=False)


class CustomerWeekWriteSerializer(serializers.Serializer[Any]):
    """Days of a customer's week."""

    days = serializers.ListField(child=CustomerDayWriteSerializer(), max_length=len(Weekday))

    def validate_days(self, days: list[dict[str, Any]]) -> list[CustomerDayPlan]:
        """The days as the rules take them."""
        return [CustomerDayPlan(**day) for day in days]
