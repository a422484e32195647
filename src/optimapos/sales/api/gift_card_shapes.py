"""What is asked and answered about gift cards that are sold. Amounts in the business's currency."""

from typing import Any

from rest_framework import serializers

from optimapos.apikit.fields import AmountField
from optimapos.apikit.related import ScopedRelatedField
from optimapos.organization.selectors import visible_locations
from optimapos.partners.selectors import customers_of
from optimapos.sales.rules.settlement import TenderInput
from optimapos.sales.types import PaymentMethod
from optimapos.wallet.api.shapes import MAX_REASON
from optimapos.wallet.rules.codes import LONGEST

MAX_TENDERS = 10


class CardTenderBody(serializers.Serializer[Any]):
    """What is handed over: of cash perhaps more than is asked. A card is paid in cash, by card, mobile money or transfer."""

    payment_method = serializers.ChoiceField(choices=PaymentMethod.choices)
    amount_paid = AmountField()
    transaction_reference = serializers.CharField(max_length=120, allow_blank=True, required=False)
    phone_number = serializers.CharField(max_length=32, allow_blank=True, required=False)


class SellCardBody(serializers.Serializer[Any]):
    """A gift card to sell, or with the `code` of one that exists, to load. `currency` is checked where it is sent;
    `location` where the money is taken without a till.
    """

    amount = AmountField()
    payments = serializers.ListField(child=CardTenderBody(), min_length=1, max_length=MAX_TENDERS)
    currency = serializers.CharField(max_length=3, required=False)
    code = serializers.CharField(max_length=LONGEST, required=False)
    customer = ScopedRelatedField(customers_of, required=False, allow_null=True)
    location = ScopedRelatedField(visible_locations, required=False)


class VoidCardBody(serializers.Serializer[Any]):
    """Why the card is taken back."""

    reason = serializers.CharField(max_length=MAX_REASON)
    location = ScopedRelatedField(visible_locations, required=False)


class CardPaymentSerializer(serializers.Serializer[Any]):
    """What was taken for a card."""

    id = serializers.UUIDField(source="pk")
    payment_method = serializers.ChoiceField(choices=PaymentMethod.choices)
    amount_paid = AmountField()
    tendered = AmountField()
    change = AmountField()
    transaction_reference = serializers.CharField()


class CardSaleSerializer(serializers.Serializer[Any]):
    """A gift card that was sold new, or with `is_load` loaded: `balance` is what it held then. `voided_at`: when it was taken
    back.
    """

    id = serializers.UUIDField(source="entry.pk")
    number = serializers.CharField()
    is_load = serializers.BooleanField()
    account = serializers.UUIDField(source="entry.account_id")
    last4 = serializers.CharField(source="entry.account.code_last4")
    customer = serializers.UUIDField(source="entry.account.customer_id", allow_null=True)
    currency = serializers.CharField(source="entry.account.currency")
    amount = AmountField(source="entry.amount")
    balance = AmountField(source="entry.balance_after")
    expires_on = serializers.DateField(source="entry.account.expires_on", allow_null=True)
    change = AmountField()
    payments = CardPaymentSerializer(many=True)
    terminal = serializers.UUIDField(source="entry.terminal_id", allow_null=True)
    shift = serializers.UUIDField(source="shift_id", allow_null=True)
    user = serializers.UUIDField(source="entry.user_id")
    business_date = serializers.DateField(source="entry.business_date")
    sold_at = serializers.DateTimeField(source="entry.occurred_at")
    voided_at = serializers.DateTimeField(source="voided_by.occurred_at", default=None, allow_null=True)


class CardSoldSerializer(CardSaleSerializer):
    """The same with the `code` of a new card, this once; empty for one that was loaded."""

    code = serializers.CharField()


class CardPaperSerializer(CardSaleSerializer):
    """What stands on its paper: the `code` on the original alone, which has the `copy_number` 0."""

    code = serializers.CharField()
    copy_number = serializers.IntegerField()


def tenders_of(body: dict[str, Any]) -> list[TenderInput]:
    """What a body says is handed over."""
    return [
        TenderInput(
            each["payment_method"],
            each["amount_paid"],
            each.get("transaction_reference", ""),
            each.get("phone_number", ""),
        )
        for each in body["payments"]
    ]
