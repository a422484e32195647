"""Who is asking."""

from typing import Any, cast
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.views import ActorView
from optimapos.core.actors import Actor
from optimapos.organization.selectors.me import me_of


class _ChoiceSerializer(serializers.Serializer[Any]):
    """A business that the account works for."""

    id = serializers.UUIDField(source="pk")
    name = serializers.CharField()
    currency = serializers.CharField()


class _RoleNameSerializer(serializers.Serializer[Any]):
    """The role's code and name."""

    code = serializers.CharField()
    name = serializers.CharField()


class MeSerializer(serializers.Serializer[Any]):
    """Who is asking, and what they may do. Until a business is chosen, all that hangs on it is null or empty."""

    user = serializers.UUIDField(source="user.pk")
    name = serializers.CharField(source="user.name")
    email = serializers.CharField(source="user.email")
    businesses = _ChoiceSerializer(many=True)
    business = serializers.UUIDField(source="actor.business_id", default=None, allow_null=True)
    membership = serializers.UUIDField(source="actor.membership_id", default=None, allow_null=True)
    role = _RoleNameSerializer(allow_null=True)
    capabilities = serializers.ListField(child=serializers.CharField(), source="actor.capabilities", default=[])
    locations = serializers.ListField(
        child=serializers.UUIDField(), source="actor.location_ids", default=None, allow_null=True
    )
    terminal = serializers.UUIDField(source="actor.terminal_id", default=None, allow_null=True)
    max_discount = serializers.DecimalField(max_digits=7, decimal_places=4, allow_null=True)


class HasAccount(BasePermission):
    """For whoever is signed in, also before a business is chosen."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Whether somebody is signed in."""
        return bool(request.user.is_authenticated)


class MeView(ActorView):
    """Who is asking."""

    permission_classes = [HasAccount]
    chooses_business = True

    @extend_schema(responses=MeSerializer)
    def get(self, request: Request) -> Response:
        """Who is asking, what they may do, and the businesses to choose from by `X-Business`. `locations` null: all."""
        me = me_of(cast(UUID, request.user.pk), cast("Actor | None", request.auth))
        return Response(MeSerializer(me).data)
