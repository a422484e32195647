"""What the organization asks and answers."""

from decimal import Decimal
from typing import Any

import segno
from rest_framework import serializers

from optimapos.apikit.fields import AmountField, BoundedIntegerField, PercentField, StrictDecimalField
from optimapos.core.actors import Capability
from optimapos.organization.models import Business, Location, Role, Terminal
from optimapos.organization.types import LocationKind, StockPolicy, logo_url


class BusinessSerializer(serializers.ModelSerializer[Business]):
    """The business and what its owner may set."""

    fallback_markup_percent = StrictDecimalField(places=4, low=Decimal(0), high=Decimal(999), required=False)
    cash_rounding_step = AmountField(required=False)
    credit_grace_days = BoundedIntegerField(min_value=0, max_value=3650, required=False)
    return_days = BoundedIntegerField(min_value=0, max_value=3650, required=False)
    refund_limit = AmountField(required=False, allow_null=True)
    reservation_minutes = BoundedIntegerField(min_value=1, max_value=1440, required=False)
    currency = serializers.CharField(min_length=3, max_length=3, required=False)
    logo = serializers.SerializerMethodField()

    class Meta:
        model = Business
        fields = [
            "id",
            "name",
            "slug",
            "currency",
            "currency_fixed",
            "country",
            "tax_number",
            "address",
            "receipt_footer",
            "receipt_code_page",
            "logo",
            "prices_include_tax",
            "price_policy",
            "fallback_markup_percent",
            "cash_rounding_step",
            "credit_grace_days",
            "requires_shift",
            "return_days",
            "refund_limit",
            "reservation_minutes",
        ]
        read_only_fields = ["slug", "currency_fixed"]

    def get_logo(self, row: Business) -> str | None:
        """Where the logo of its papers is; it is brought to `business/logo/`."""
        return logo_url(row.logo) if row.logo else None


class LocationSerializer(serializers.ModelSerializer[Location]):
    """A storefront or a warehouse."""

    class Meta:
        model = Location
        fields = [
            "id",
            "code",
            "name",
            "kind",
            "timezone",
            "day_starts_at",
            "address",
            "phone",
            "stock_policy",
            "is_active",
        ]


PLACES = [choice for choice in LocationKind.choices if choice[0] != LocationKind.TRANSIT]
"""The kinds that people create; goods in transit get theirs with the first transfer."""


class NewLocationSerializer(serializers.Serializer[Any]):
    """A location to create. The code takes capital letters, digits and is part of receipt numbers."""

    code = serializers.RegexField(r"^[A-Z0-9]{1,12}$")
    name = serializers.CharField(max_length=120)
    kind = serializers.ChoiceField(choices=PLACES, default=LocationKind.STOREFRONT)
    timezone = serializers.CharField(max_length=64, default="UTC")
    day_starts_at = serializers.TimeField(required=False)
    address = serializers.CharField(max_length=500, allow_blank=True, required=False)
    phone = serializers.CharField(max_length=32, allow_blank=True, required=False)
    stock_policy = serializers.ChoiceField(choices=StockPolicy.choices, required=False)


class LocationChangesSerializer(serializers.Serializer[Any]):
    """What may change of a location. Code and kind are set once."""

    name = serializers.CharField(max_length=120, required=False)
    timezone = serializers.CharField(max_length=64, required=False)
    day_starts_at = serializers.TimeField(required=False)
    address = serializers.CharField(max_length=500, allow_blank=True, required=False)
    phone = serializers.CharField(max_length=32, allow_blank=True, required=False)
    stock_policy = serializers.ChoiceField(choices=StockPolicy.choices, required=False)
    is_active = serializers.BooleanField(required=False)


class RoleSerializer(serializers.ModelSerializer[Role]):
    """A role: a member is given one by its code. `max_discount` in percent."""

    max_discount = PercentField()

    class Meta:
        model = Role
        fields = ["id", "code", "name", "capabilities", "max_discount", "is_builtin"]


class NewRoleSerializer(serializers.Serializer[Any]):
    """A role to create. What is not given is as in the role `copy_of`; without a code, one is made of the name."""

    name = serializers.CharField(max_length=80)
    code = serializers.RegexField(r"^[a-z][a-z0-9_]{0,29}$", required=False)
    capabilities = serializers.ListField(child=serializers.ChoiceField(choices=Capability.choices), required=False)
    max_discount = PercentField(required=False)
    copy_of = serializers.UUIDField(required=False)


class RoleChangesSerializer(serializers.Serializer[Any]):
    """What may change of a role."""

    name = serializers.CharField(max_length=80, required=False)
    capabilities = serializers.ListField(child=serializers.ChoiceField(choices=Capability.choices), required=False)
    max_discount = PercentField(required=False)


class RightSerializer(serializers.Serializer[Any]):
    """A capability as one tells a shop owner."""

    code = serializers.CharField()
    group = serializers.CharField()
    sentence = serializers.CharField()
    is_mine = serializers.BooleanField()


class TerminalSerializer(serializers.ModelSerializer[Terminal]):
    """A till."""

    location = serializers.UUIDField(source="location_id", read_only=True)
    is_enrolled = serializers.BooleanField(read_only=True)

    class Meta:
        model = Terminal
        fields = ["id", "location", "code", "name", "enrolled_at", "is_enrolled", "last_seen_at", "is_active"]


class TerminalChangesSerializer(serializers.Serializer[Any]):
    """What may change of a terminal. Its code is part of receipt numbers."""

    name = serializers.CharField(max_length=80, allow_blank=True, required=False)
    is_active = serializers.BooleanField(required=False)


class NewTerminalSerializer(serializers.Serializer[Any]):
    """A terminal to create."""

    location = serializers.UUIDField(source="location_id")
    code = serializers.RegexField(r"^[A-Z0-9]{1,8}$")
    name = serializers.CharField(max_length=80, allow_blank=True, required=False)


class IssuedSerializer(serializers.Serializer[Any]):
    """A secret, shown this once."""

    terminal = serializers.UUIDField(source="terminal_id")
    secret = serializers.CharField()
    expires_at = serializers.DateTimeField()


class EnrolmentSerializer(IssuedSerializer):
    """An enrolment code. `qr` is the same as an SVG drawing, for the device's camera."""

    qr = serializers.SerializerMethodField()

    def get_qr(self, issued: Any) -> str:
        """The drawing: modules only, without the text."""
        drawing: str = segno.make(issued.secret, error="m", micro=False).svg_inline(scale=4, border=2, omitsize=True)
        return drawing


class OperatorSerializer(serializers.Serializer[Any]):
    """A member as a till shows them, and what they may do."""

    member = serializers.UUIDField(source="pk")
    user = serializers.UUIDField(source="user_id")
    name = serializers.CharField(source="shown_name")
    role = serializers.CharField(source="role.code")
    role_name = serializers.CharField(source="role.name")
    capabilities = serializers.ListField(child=serializers.CharField(), source="role.capabilities")
    max_discount = serializers.DecimalField(max_digits=7, decimal_places=4, source="role.max_discount")


class SignedInSerializer(IssuedSerializer):
    """The secret of an operator's session, shown this once, and who the operator is."""

    operator = OperatorSerializer(source="member")


class PublicKeySerializer(serializers.Serializer[Any]):
    """The public half of a device's ECDSA pair on P-256, as a JWK with these four members alone."""

    kty = serializers.ChoiceField(choices=["EC"])
    crv = serializers.ChoiceField(choices=["P-256"])
    x = serializers.RegexField(r"\A[A-Za-z0-9_-]{43}\Z")
    y = serializers.RegexField(r"\A[A-Za-z0-9_-]{43}\Z")


class EnrolSerializer(serializers.Serializer[Any]):
    """An enrolment code as typed in, and the public key of a device that is to sell offline."""

    code = serializers.CharField(max_length=40)
    public_key = PublicKeySerializer(required=False)


class SignInSerializer(serializers.Serializer[Any]):
    """Who signs in at the terminal: somebody by e-mail address, or a `member` by id."""

    email = serializers.CharField(max_length=254, required=False)
    member = serializers.UUIDField(required=False)
    pin = serializers.CharField(max_length=8)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Exactly one of the two.

        Raises: ValidationError.
        """
        if ("email" in attrs) == ("member" in attrs):
            raise serializers.ValidationError("Name who signs in by `email` or by `member`.")
        return attrs


class NewMemberSerializer(serializers.Serializer[Any]):
    """Somebody to make a member. No locations: all of them."""

    email = serializers.EmailField(max_length=254)
    name = serializers.CharField(max_length=120, allow_blank=True, required=False)
    role = serializers.CharField(max_length=30, source="role_code")
    password = serializers.CharField(max_length=128, min_length=10, required=False)
    pin = serializers.CharField(max_length=8, allow_blank=True, required=False)
    locations = serializers.ListField(
        child=serializers.UUIDField(), source="location_ids", required=False, max_length=1000
    )


class MemberChangesSerializer(serializers.Serializer[Any]):
    """What may change of a member. `locations` ends being a member of all."""

    name = serializers.CharField(max_length=120, allow_blank=True, required=False)
    role = serializers.CharField(max_length=30, source="role_code", required=False)
    locations = serializers.ListField(
        child=serializers.UUIDField(), source="location_ids", required=False, max_length=1000
    )
    all_locations = serializers.BooleanField(required=False)
    is_active = serializers.BooleanField(required=False)


class MemberSerializer(serializers.Serializer[Any]):
    """A member. `user` is who other records name."""

    id = serializers.UUIDField()
    user = serializers.UUIDField(source="user_id")
    email = serializers.CharField(source="user.email")
    name = serializers.CharField(source="user.name")
    role = serializers.CharField(source="role.code")
    all_locations = serializers.BooleanField()
    locations = serializers.SerializerMethodField()
    is_active = serializers.BooleanField()

    def get_locations(self, member: Any) -> list[str]:
        """Ids of the member's locations; empty for a member of all."""
        return [str(at.location_id) for at in member.membership_locations.all()]


class MemberNameSerializer(serializers.Serializer[Any]):
    """How the person is called whom records name by `user`."""

    user = serializers.UUIDField(source="user_id")
    name = serializers.SerializerMethodField()
    is_active = serializers.BooleanField()

    def get_name(self, member: Any) -> str:
        """The name, else the e-mail."""
        return str(member.user.name or member.user.email)


class PinSerializer(serializers.Serializer[Any]):
    """A new PIN."""

    pin = serializers.CharField(max_length=8)
