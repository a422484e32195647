"""Who may sign in at a till, asked before anybody did."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.organization.api.authentication import TERMINAL_SCHEME
from optimapos.organization.api.views import DoorView
from optimapos.organization.selectors import people_at


class TillPersonSerializer(serializers.Serializer[Any]):
    """Somebody who works here. Without a PIN nobody signs in at a till."""

    member = serializers.UUIDField(source="pk")
    name = serializers.CharField(source="shown_name")
    initials = serializers.SerializerMethodField()
    role_name = serializers.CharField(source="role.name")
    has_pin = serializers.SerializerMethodField()

    def get_initials(self, member: Any) -> str:
        """Of the first word and the last."""
        words = member.shown_name.split()
        return "".join(word[0] for word in dict.fromkeys((*words[:1], *words[-1:]))).upper()

    def get_has_pin(self, member: Any) -> bool:
        """Whether a PIN is set."""
        return bool(member.pin)


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
