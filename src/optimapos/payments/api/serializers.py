"""Shapes of payments: what tills ask for, what they are answered, and what the back office sees."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from optimapos.apikit.fields import AmountField, BoundedIntegerField, DayField
from optimapos.apikit.related import ScopedRelatedField
from optimapos.core.money import currency_exponent
from optimapos.payments.models import PaymentIntent, ProviderAccount, ProviderEvent
from optimapos.payments.rules.asking import method_of, needs_of
from optimapos.payments.selectors import accounts_of, intents_of
from optimapos.payments.types import Difference, IntentMethod, IntentStatus, Mode, Provider
from optimapos.sales.answers import money
from optimapos.sales.commands import MAX_TENDERS
from optimapos.sales.selectors.sales import sales_of
from optimapos.sales.types import BESIDE_TENDERS, PaymentMethod

MESSAGES = {
    IntentStatus.CREATED: "The provider is being asked",
    IntentStatus.PENDING: "Customer will receive payment prompt",
    IntentStatus.SUCCEEDED: "Paid",
    IntentStatus.FAILED: "The payment failed",
    IntentStatus.CANCELLED: "The payment was given up",
    IntentStatus.EXPIRED: "The customer did not pay in time",
}


class BesideBody(serializers.Serializer[Any]):
    """A tender that completes the sale beside the provider's. `code`: of a gift card or of store credit."""

    payment_method = serializers.ChoiceField(choices=BESIDE_TENDERS)
    amount_paid = AmountField()
    transaction_reference = serializers.CharField(max_length=120, allow_blank=True, required=False)
    code = serializers.CharField(max_length=60, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """As `TenderLine`."""
        if "code" in attrs and attrs["payment_method"] not in {PaymentMethod.GIFT_CARD, PaymentMethod.STORE_CREDIT}:
            raise serializers.ValidationError({"code": ["A code is of a gift card or of store credit."]})
        return attrs


class CardIntentBody(serializers.Serializer[Any]):
    """A card to be charged for a sale: a cart, which it completes, or a completed sale that owes. Without `amount` all that
    the other `payments` leave.
    """

    sale = ScopedRelatedField(sales_of)
    amount = AmountField(required=False)
    currency = serializers.RegexField(r"\A[A-Z]{3}\Z", required=False)
    account = ScopedRelatedField(accounts_of, required=False)
    payments = serializers.ListField(child=BesideBody(), max_length=MAX_TENDERS - 1, required=False)
    email = serializers.EmailField(max_length=254, required=False)


class MobileMoneyBody(serializers.Serializer[Any]):
    """A phone to be charged for a sale."""

    sale = ScopedRelatedField(sales_of)
    phone_number = serializers.CharField(max_length=32)
    network = serializers.CharField(max_length=30)
    amount = AmountField(required=False)
    currency = serializers.RegexField(r"\A[A-Z]{3}\Z", required=False)
    account = ScopedRelatedField(accounts_of, required=False)
    payments = serializers.ListField(child=BesideBody(), max_length=MAX_TENDERS - 1, required=False)


class IntentSerializer(serializers.ModelSerializer[PaymentIntent]):
    """A payment through a provider. `outcome` tells what became of money that was taken."""

    sale = serializers.UUIDField(source="sale_id", allow_null=True)
    receipt_number = serializers.CharField(source="sale.receipt_number", default=None, allow_null=True)
    customer = serializers.UUIDField(source="customer_id", allow_null=True)
    storefront = serializers.UUIDField(source="location_id")
    terminal = serializers.UUIDField(source="terminal_id", allow_null=True)
    user = serializers.UUIDField(source="user_id")
    account = serializers.UUIDField(source="account_id")
    original = serializers.UUIDField(source="original_id", allow_null=True)
    payment = serializers.UUIDField(source="payment_id", allow_null=True)
    amount = serializers.SerializerMethodField()

    class Meta:
        model = PaymentIntent
        fields = [
            "id",
            "kind",
            "provider",
            "method",
            "status",
            "outcome",
            "amount",
            "currency",
            "sale",
            "receipt_number",
            "customer",
            "storefront",
            "terminal",
            "user",
            "account",
            "network",
            "reference",
            "on_account",
            "original",
            "payment",
            "error_code",
            "error_words",
            "attempts",
            "expires_at",
            "settled_at",
            "created_at",
        ]

    def get_amount(self, row: PaymentIntent) -> str:
        """With the currency's decimals."""
        return money(row.amount, currency_exponent(row.currency))


class CardIntentSerializer(IntentSerializer):
    """A card's payment: the `client_secret` lets the customer's browser, or the reader, confirm it."""

    client_secret = serializers.CharField()
    payment_intent_id = serializers.CharField(source="reference")

    class Meta:
        model = PaymentIntent
        fields = [*IntentSerializer.Meta.fields, "client_secret", "payment_intent_id"]


class MobileMoneySerializer(IntentSerializer):
    """A phone's payment: `transaction_id` is the provider's name for it."""

    transaction_id = serializers.SerializerMethodField()
    message = serializers.SerializerMethodField()

    class Meta:
        model = PaymentIntent
        fields = [*IntentSerializer.Meta.fields, "transaction_id", "message"]

    def get_transaction_id(self, row: PaymentIntent) -> str:
        """As the provider has it; before it is asked, as we will name it."""
        return row.reference or str(row.key)

    def get_message(self, row: PaymentIntent) -> str:
        """What to tell the customer."""
        return MESSAGES[IntentStatus(row.status)]


class ConfirmBody(serializers.Serializer[Any]):
    """What the card machine said; `reference` is the slip's number."""

    approved = serializers.BooleanField()
    reference = serializers.CharField(max_length=120, allow_blank=True, required=False)


class EventSerializer(serializers.ModelSerializer[ProviderEvent]):
    """An event of a provider."""

    account = serializers.UUIDField(source="account_id")
    intent = serializers.UUIDField(source="intent_id", allow_null=True)

    class Meta:
        model = ProviderEvent
        fields = [
            "id",
            "account",
            "event_id",
            "type",
            "state",
            "reason",
            "said",
            "reference",
            "minor",
            "currency",
            "intent",
            "occurred_at",
            "created_at",
            "handled_at",
        ]


class MatchBody(serializers.Serializer[Any]):
    """The payment that an event is about."""

    intent = ScopedRelatedField(intents_of)


class AccountSerializer(serializers.ModelSerializer[ProviderAccount]):
    """An account at a provider: which secrets are kept, never what they are. `webhook_path` is where events are sent to."""

    webhook_path = serializers.SerializerMethodField()
    secret_names = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = ProviderAccount
        fields = [
            "id",
            "provider",
            "name",
            "mode",
            "currencies",
            "networks",
            "base_url",
            "callback_url",
            "publishable_key",
            "secret_names",
            "webhook_path",
            "is_active",
            "created_at",
        ]

    def get_webhook_path(self, row: ProviderAccount) -> str:
        """Below the server's own address."""
        return f"/api/payments/webhooks/{row.provider.lower()}/{row.endpoint_key}/"


class WaySerializer(serializers.ModelSerializer[ProviderAccount]):
    """What a till may charge: an open account, the tender that it makes, and what a charge has to name. No secret of it."""

    method = serializers.SerializerMethodField()
    needs = serializers.SerializerMethodField()

    class Meta:
        model = ProviderAccount
        fields = ["id", "provider", "name", "mode", "method", "currencies", "networks", "needs"]

    @extend_schema_field(serializers.ChoiceField(choices=IntentMethod.choices))
    def get_method(self, row: ProviderAccount) -> str:
        """CARD or MOMO."""
        return method_of(row.provider)

    @extend_schema_field(
        serializers.ListField(child=serializers.ChoiceField(choices=["phone_number", "network", "email"]))
    )
    def get_needs(self, row: ProviderAccount) -> list[str]:
        """The fields of the request."""
        return needs_of(row.provider)


class AccountChangeBody(serializers.Serializer[Any]):
    """What can be changed of an account. Secrets are written and never read."""

    name = serializers.CharField(max_length=80, required=False)
    mode = serializers.ChoiceField(choices=Mode.choices, required=False)
    currencies = serializers.ListField(
        child=serializers.RegexField(r"\A[A-Z]{3}\Z"), min_length=1, max_length=40, required=False
    )
    networks = serializers.ListField(child=serializers.CharField(max_length=30), max_length=20, required=False)
    base_url = serializers.CharField(max_length=200, allow_blank=True, required=False)
    callback_url = serializers.CharField(max_length=300, allow_blank=True, required=False)
    publishable_key = serializers.CharField(max_length=200, allow_blank=True, required=False)
    secrets = serializers.DictField(child=serializers.CharField(max_length=500), required=False, write_only=True)
    webhook_secrets = serializers.ListField(
        child=serializers.CharField(max_length=200), min_length=1, max_length=2, required=False, write_only=True
    )
    is_active = serializers.BooleanField(required=False)


class AccountBody(AccountChangeBody):
    """A new account."""

    provider = serializers.ChoiceField(choices=Provider.choices)
    name = serializers.CharField(max_length=80)


class PeriodQuery(serializers.Serializer[Any]):
    """The account and the days to compare, both included."""

    account = serializers.UUIDField()
    first_day = DayField()
    last_day = DayField()


class BookDifferenceSerializer(serializers.Serializer[Any]):
    """A difference between a provider's books and ours: theirs, and ours, where there is one. Amounts in minor units."""

    difference = serializers.ChoiceField(choices=Difference.choices)
    reference = serializers.CharField()
    intent = serializers.UUIDField(allow_null=True)
    their_minor = BoundedIntegerField(min_value=0, max_value=2**63 - 1, allow_null=True)
    their_currency = serializers.CharField(allow_blank=True)
    their_status = serializers.CharField(allow_null=True)
    our_minor = BoundedIntegerField(min_value=0, max_value=2**63 - 1, allow_null=True)
    our_currency = serializers.CharField(allow_blank=True)
    our_status = serializers.ChoiceField(choices=IntentStatus.choices, allow_null=True)
