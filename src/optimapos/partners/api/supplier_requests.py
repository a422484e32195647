"""What suppliers are asked for: bodies and queries."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from optimapos.apikit.fields import AmountField, BoundedIntegerField, DayField
from optimapos.partners.models.suppliers import MAX_DAYS
from optimapos.partners.types import DateRange, DayPlan, Period, Weekday

MAX_NOTES = 5000
MAX_DELIVERIES = 200


class SupplierWriteSerializer(serializers.Serializer[Any]):
    """A supplier to create or to change. `credit_limit` null: none was agreed; 0: the supplier gives no credit."""

    code = serializers.CharField(max_length=30, required=False)
    name = serializers.CharField(max_length=200)
    vat_number = serializers.CharField(max_length=40, allow_blank=True, required=False)
    vat_registered = serializers.BooleanField(required=False)
    contact_person = serializers.CharField(max_length=120, allow_blank=True, required=False)
    city = serializers.CharField(max_length=120, allow_blank=True, required=False)
    address = serializers.CharField(max_length=1000, allow_blank=True, required=False)
    phone = serializers.CharField(max_length=40, allow_blank=True, required=False)
    email = serializers.EmailField(max_length=254, allow_blank=True, required=False)
    currency = serializers.CharField(max_length=3, min_length=3, required=False)
    credit_limit = AmountField(allow_null=True, required=False)
    payment_days = BoundedIntegerField(min_value=0, max_value=MAX_DAYS, required=False)
    lead_time_days = BoundedIntegerField(min_value=0, max_value=MAX_DAYS, required=False)
    delivery_blocked = serializers.BooleanField(required=False)
    is_active = serializers.BooleanField(required=False)
    notes = serializers.CharField(max_length=MAX_NOTES, allow_blank=True, required=False)


class DivisionWriteSerializer(serializers.Serializer[Any]):
    """A division to create or to change. `payment_days` null: as the supplier; 0: paid at once."""

    code = serializers.CharField(max_length=30)
    name = serializers.CharField(max_length=200)
    payment_days = BoundedIntegerField(min_value=0, max_value=MAX_DAYS, allow_null=True, required=False)
    contact_person = serializers.CharField(max_length=120, allow_blank=True, required=False)
    phone = serializers.CharField(max_length=40, allow_blank=True, required=False)
    email = serializers.EmailField(max_length=254, allow_blank=True, required=False)
    is_active = serializers.BooleanField(required=False)


class DayWriteSerializer(serializers.Serializer[Any]):
    """A day of the week. What is left out does not happen."""

    day = serializers.ChoiceField(choices=Weekday.choices)
    expects_order = serializers.BooleanField(default=False)
    makes_delivery = serializers.BooleanField(default=False)
    order_deadline_time = serializers.TimeField(allow_null=True, required=False)
    delivery_time_from = serializers.TimeField(allow_null=True, required=False)
    delivery_time_to = serializers.TimeField(allow_null=True, required=False)


class WeekWriteSerializer(serializers.Serializer[Any]):
    """Days of a supplier's week."""

    days = serializers.ListField(child=DayWriteSerializer(), max_length=len(Weekday))

    def validate_days(self, days: list[dict[str, Any]]) -> list[DayPlan]:
        """The days as the rules take them."""
        return [DayPlan(**day) for day in days]


class AmountSerializer(serializers.Serializer[Any]):
    """An amount that is to be bought, in the business's currency."""

    amount = AmountField()


class DeliveriesQuery(serializers.Serializer[Any]):
    """Which deliveries to show: those of 90 days, ten at most, unless the query says otherwise."""

    since = DayField(required=False)
    until = DayField(required=False)
    limit = BoundedIntegerField(min_value=1, max_value=MAX_DELIVERIES, required=False)


def days_of(query: Mapping[str, Any], usual: DateRange) -> DateRange:
    """The days that a query names, else the usual ones.

    Raises: ValidationError where they end before they begin.
    """
    found = DateRange(query.get("since", usual.since), query.get("until", usual.until))
    if found.since > found.until:
        raise serializers.ValidationError({"until": "Not before since."})
    return found


class PeriodQuery(serializers.Serializer[Any]):
    """How far back to look."""

    period = serializers.ChoiceField(choices=Period.choices, default=Period.MONTH)


class DayQuery(serializers.Serializer[Any]):
    """Which day to ask about; today at the asking place if left out."""

    date = DayField(required=False)
