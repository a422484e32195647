"""What customers are asked and answered with."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from optimapos.apikit.fields import AmountField, BoundedIntegerField, PercentField
from optimapos.apikit.related import ScopedRelatedField
from optimapos.core.actors import Actor
from optimapos.nomenclatures.models import PriceGroup
from optimapos.partners.models import Customer
from optimapos.partners.types import CustomerCategory, CustomerType, PartnerType

MAX_TERMS_DAYS = 3650


def price_groups_of(actor: Actor) -> QuerySet[PriceGroup]:
    """The price groups of the actor's business."""
    return PriceGroup.objects.for_business(actor.business_id)


class CustomerSerializer(serializers.ModelSerializer[Customer]):
    """A customer with what they owe and may still owe. `payment_delay_days` and `credit_terms_days` are one figure.

    What was bought in all counts a moment after the sale.
    """

    price_group = ScopedRelatedField()
    merged_into = serializers.UUIDField(source="merged_into_id", read_only=True, allow_null=True)
    phone = serializers.CharField(read_only=True)
    email = serializers.CharField(read_only=True)
    vat_number = serializers.CharField(read_only=True)
    effective_discount = PercentField(source="get_effective_discount", read_only=True)
    discount_percent = PercentField(read_only=True)
    credit_limit = AmountField(read_only=True)
    outstanding_balance = AmountField(read_only=True)
    balance = AmountField(read_only=True)
    available_credit = AmountField(read_only=True)
    payment_delay_days = serializers.IntegerField(read_only=True)
    can_buy = serializers.BooleanField(read_only=True)
    can_buy_on_credit = serializers.BooleanField(read_only=True)
    sales_count = serializers.IntegerField(read_only=True)
    total_purchases = AmountField(read_only=True)
    total_refunded = AmountField(read_only=True)
    last_purchase_at = serializers.DateTimeField(read_only=True, allow_null=True)

    class Meta:
        model = Customer
        fields = [
            "id",
            "code",
            "name",
            "contact_person",
            "phone",
            "email",
            "city",
            "address",
            "vat_number",
            "vat_registered",
            "type",
            "customer_type",
            "category",
            "price_group",
            "discount_percent",
            "effective_discount",
            "is_tax_exempt",
            "credit_limit",
            "credit_terms_days",
            "payment_delay_days",
            "credit_blocked",
            "sales_blocked",
            "outstanding_balance",
            "balance",
            "available_credit",
            "can_buy",
            "can_buy_on_credit",
            "sales_count",
            "total_purchases",
            "total_refunded",
            "last_purchase_at",
            "notes",
            "is_active",
            "merged_into",
            "created_at",
            "updated_at",
        ]


class CustomerWriteSerializer(serializers.Serializer[Any]):
    """A customer to create or to change. Balances come from the ledger alone."""

    code = serializers.CharField(max_length=30, required=False)
    name = serializers.CharField(max_length=200)
    vat_number = serializers.CharField(max_length=40, allow_blank=True, required=False)
    vat_registered = serializers.BooleanField(required=False)
    contact_person = serializers.CharField(max_length=120, allow_blank=True, required=False)
    city = serializers.CharField(max_length=120, allow_blank=True, required=False)
    address = serializers.CharField(max_length=1000, allow_blank=True, required=False)
    phone = serializers.CharField(max_length=40, allow_blank=True, required=False)
    email = serializers.EmailField(max_length=254, allow_blank=True, required=False)
    type = serializers.ChoiceField(choices=PartnerType.choices, required=False)
    customer_type = serializers.ChoiceField(choices=CustomerType.choices, required=False)
    category = serializers.ChoiceField(choices=CustomerCategory.choices, required=False)
    price_group = ScopedRelatedField(price_groups_of, allow_null=True, required=False)
    discount_percent = PercentField(required=False)
    is_tax_exempt = serializers.BooleanField(required=False)
    credit_limit = AmountField(required=False)
    credit_terms_days = BoundedIntegerField(min_value=0, max_value=MAX_TERMS_DAYS, required=False)
    payment_delay_days = BoundedIntegerField(
        min_value=0, max_value=MAX_TERMS_DAYS, required=False, help_text="Another name of credit_terms_days."
    )
    credit_blocked = serializers.BooleanField(required=False)
    sales_blocked = serializers.BooleanField(required=False)
    notes = serializers.CharField(max_length=5000, allow_blank=True, required=False)
    is_active = serializers.BooleanField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """The days under their one name.

        Raises: ValidationError where both names are sent and differ.
        """
        if "payment_delay_days" in attrs:
            days = attrs.pop("payment_delay_days")
            if attrs.setdefault("credit_terms_days", days) != days:
                raise serializers.ValidationError({"payment_delay_days": "Differs from credit_terms_days."})
        return attrs
