"""What the wallet is asked and answered with. Amounts in the business's currency, of LOYALTY in points. No answer has a code
but that of issuing.
"""

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from optimapos.apikit.fields import AmountField, BoundedIntegerField, DayField, InstantField, PercentField, PriceField
from optimapos.apikit.fields import StrictDecimalField as DecimalField
from optimapos.apikit.related import ScopedRelatedField
from optimapos.organization.selectors import visible_locations
from optimapos.partners.selectors import customers_of
from optimapos.wallet.models import LoyaltyProgram, WalletEntry
from optimapos.wallet.rules.codes import LONGEST
from optimapos.wallet.rules.points import MOST_DAYS, MOST_PER_UNIT, MOST_POINTS
from optimapos.wallet.types import GROUPS_LIMIT, LoyaltyTerms, PointsBasis, WalletKind, WalletStatus

MAX_REASON = 400


class HoldingSerializer(serializers.Serializer[Any]):
    """An account as it stands today: `balance` is in the books, `available` of it may be spent. `lapses_amount` of that
    lapses after `lapses_on`; null where nothing does.
    """

    id = serializers.UUIDField(source="account.pk")
    kind = serializers.ChoiceField(source="account.kind", choices=WalletKind.choices)
    customer = serializers.UUIDField(source="account.customer_id", allow_null=True)
    currency = serializers.CharField(source="account.currency")
    balance = AmountField(source="account.balance")
    available = AmountField()
    status = serializers.ChoiceField(choices=WalletStatus.choices)
    last4 = serializers.CharField(source="account.code_last4")
    expires_on = serializers.DateField(source="account.expires_on", allow_null=True)
    lapses_on = serializers.DateField(allow_null=True)
    lapses_amount = AmountField()
    created_at = serializers.DateTimeField(source="account.created_at")


class WalletEntrySerializer(serializers.ModelSerializer[WalletEntry]):
    """An entry: above 0 it adds, below 0 it takes off. `reversal_of`: the entry of which it takes (a part) back."""

    amount = AmountField(low=None)
    balance_after = AmountField()
    reversal_of = serializers.UUIDField(source="reversal_of_id", allow_null=True)

    class Meta:
        model = WalletEntry
        fields = [
            "id",
            "seq",
            "kind",
            "amount",
            "balance_after",
            "source_type",
            "source_id",
            "reversal_of",
            "reference",
            "user_id",
            "terminal_id",
            "business_date",
            "occurred_at",
            "posted_at",
        ]


class WalletIssuedSerializer(serializers.Serializer[Any]):
    """What was issued: the account, its entry, and this once the code of a card or note; empty for a customer's own."""

    code = serializers.CharField()
    account = serializers.UUIDField(source="account.pk")
    kind = serializers.ChoiceField(source="account.kind", choices=WalletKind.choices)
    balance = AmountField(source="account.balance")
    expires_on = serializers.DateField(source="account.expires_on", allow_null=True)
    entry = WalletEntrySerializer()


class _Posted(serializers.Serializer[Any]):
    """Where it is booked: on the day of that location, or without one of the business."""

    location = ScopedRelatedField(visible_locations, required=False, allow_null=True)


class IssueBody(_Posted):
    """A gift card to issue. `expires_on`: its last day."""

    amount = AmountField()
    customer = ScopedRelatedField(customers_of, required=False, allow_null=True)
    expires_on = DayField(required=False, allow_null=True)
    reference = serializers.CharField(max_length=60, allow_blank=True, required=False)


class CreditBody(IssueBody):
    """Store credit to grant: to the customer, or without one a credit note with a code. `expires_on`: its last day."""

    reason = serializers.CharField(max_length=MAX_REASON)


class ReloadBody(_Posted):
    """Money to put on a gift card. `expires_on`: a later last day of the whole card."""

    amount = AmountField()
    expires_on = DayField(required=False, allow_null=True)
    reference = serializers.CharField(max_length=60, allow_blank=True, required=False)


class WalletAdjustBody(_Posted):
    """So much to add, or below 0 to take off, and why."""

    amount = AmountField(low=None)
    reason = serializers.CharField(max_length=MAX_REASON)


class ReasonBody(serializers.Serializer[Any]):
    """Why."""

    reason = serializers.CharField(max_length=MAX_REASON)


class CodeBody(serializers.Serializer[Any]):
    """A code as it was typed or scanned."""

    code = serializers.CharField(max_length=LONGEST)


class LiabilityQuery(serializers.Serializer[Any]):
    """A period: from `since`, or `on` alone, to the end of `on`, or today."""

    since = DayField(required=False)
    on = DayField(required=False)


class OwedSerializer(serializers.Serializer[Any]):
    """What is owed by one kind; of LOYALTY in points, with their `value` in money by the terms in force."""

    kind = serializers.ChoiceField(choices=WalletKind.choices)
    opening = AmountField(low=None)
    issued = AmountField(low=None)
    redeemed = AmountField(low=None)
    expired = AmountField(low=None)
    adjusted = AmountField(low=None)
    balance = AmountField(low=None)
    value = AmountField(low=None)


class LiabilitySerializer(serializers.Serializer[Any]):
    """What is owed to bearers and customers at the end of `on`, and what made it so from `since` on."""

    since = serializers.DateField()
    on = serializers.DateField()
    currency = serializers.CharField()
    kinds = OwedSerializer(many=True)
    total_value = AmountField(low=None)


class CustomerWalletSerializer(serializers.Serializer[Any]):
    """What a customer has here. `points` may be spent, which are worth `points_value`."""

    customer = serializers.UUIDField()
    points = BoundedIntegerField(min_value=0, max_value=10**12)
    points_value = AmountField()
    store_credit = AmountField()
    accounts = HoldingSerializer(many=True)


class LoyaltyProgramSerializer(serializers.ModelSerializer[LoyaltyProgram]):
    """The terms in force."""

    points_per_unit = DecimalField(places=4, low=None, high=MOST_PER_UNIT)
    point_value = PriceField()
    max_share = PercentField()
    excluded_groups = serializers.ListField(child=serializers.UUIDField())

    class Meta:
        model = LoyaltyProgram
        fields = [
            "id",
            "valid_from",
            "points_per_unit",
            "basis",
            "point_value",
            "min_points",
            "max_share",
            "validity_days",
            "excluded_groups",
            "is_active",
        ]


class LoyaltyProgramBody(serializers.Serializer[Any]):
    """New terms, from `valid_from` or from now on: points that a unit of the currency earns, what one is worth, how many are
    spent at least, which share of a sale they pay at most (in percent), for how many days they are valid (0: for ever).
    """

    points_per_unit = DecimalField(places=4, low=None, high=MOST_PER_UNIT)
    point_value = PriceField()
    basis = serializers.ChoiceField(choices=PointsBasis.choices, default=PointsBasis.GROSS)
    min_points = BoundedIntegerField(min_value=0, max_value=MOST_POINTS, default=0)
    max_share = PercentField(default=Decimal(100))
    validity_days = BoundedIntegerField(min_value=0, max_value=MOST_DAYS, default=0)
    excluded_groups = serializers.ListField(child=serializers.UUIDField(), max_length=GROUPS_LIMIT, default=list)
    is_active = serializers.BooleanField(default=True)
    valid_from = InstantField(required=False, allow_null=True)


def terms_of(body: dict[str, Any]) -> LoyaltyTerms:
    """The terms that a body asks for."""
    given = {name: value for name, value in body.items() if name != "valid_from"}
    given["basis"] = PointsBasis(given["basis"])
    given["excluded_groups"] = tuple(given["excluded_groups"])
    return LoyaltyTerms(**given)
