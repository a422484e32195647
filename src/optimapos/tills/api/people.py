"""Who may sign in at a till, asked before anybody did."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.core.actors import Capability
from optimapos.organization.api.authentication import TERMINAL_SCHEME
from optimapos.organization.api.views import DoorView
from optimapos.organization.selectors import people_at
from optimapos.organization.types import PERMITTED_BY


class TillPersonSerializer(serializers.Serializer[Any]):
    """Somebody who works here. Without a PIN nobody signs in at a till."""

    member = serializers.UUIDField(source="pk")
    name = serializers.CharField(source="shown_name")
    initials = serializers.SerializerMethodField()
    role_name = serializers.CharField(source="role.name")
    has_pin = serializers.SerializerMethodField()
    sells = serializers.SerializerMethodField()
    approves = serializers.SerializerMethodField()
    max_discount = serializers.DecimalField(
        source="role.max_discount",
        max_digits=7,
        decimal_places=4,
        help_text="The largest discount in percent to approve",
    )

    def get_initials(self, member: Any) -> str:
        """Of the first word and the last."""
        words = member.shown_name.split()
        return "".join(word[0] for word in dict.fromkeys((*words[:1], *words[-1:]))).upper()

    def get_has_pin(self, member: Any) -> bool:
        """Whether a PIN is set."""
        return bool(member.pin)

    def get_sells(self, member: Any) -> bool:
        """Whether the role sells at a till."""
        return Capability.SALE_SELL in member.role.capabilities

    @extend_schema_field(
        serializers.ListField(
            child=serializers.CharField(), help_text="Actions, as approvals name them, and refund.approve"
        )
    )
    def get_approves(self, member: Any) -> list[str]:
        """What the role may approve."""
        may = set(member.role.capabilities)
        refunds = {Capability.REFUND_APPROVE.value} & may
        return [*(action for action, needed in PERMITTED_BY.items() if needed <= may), *refunds]


class TillPeopleSerializer(serializers.Serializer[Any]):
    """The terminal, where it is, and who works there."""

    terminal = serializers.UUIDField(source="pk")
    code = serializers.CharField()
    storefront = serializers.UUIDField(source="location_id")
    storefront_name = serializers.CharField(source="location.name")
    business = serializers.UUIDField(source="business_id")
    business_name = serializers.CharField(source="business.name")
    people = TillPersonSerializer(many=True)


class PeopleView(DoorView):
    """Who may sign in at a till. `Authorization: Terminal <device token>`."""

    throttle_scope = "till-people"

    @extend_schema(responses=TillPeopleSerializer)
    def get(self, request: Request) -> Response:
        """The people who work where this device is, by name: a till shows them, and asks for the PIN alone."""
        token = request.headers.get("Authorization", "").removeprefix(f"{TERMINAL_SCHEME} ")
        terminal, people = people_at(token, timezone.now())
        terminal.people = people  # type: ignore[attr-defined]  # shown together
        return Response(TillPeopleSerializer(terminal).data)
