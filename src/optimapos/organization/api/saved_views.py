"""Saved views of tables."""

from typing import Any, cast
from uuid import UUID

import orjson
from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import mixins, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.paths import path_id
from optimapos.apikit.permissions import SignedIn
from optimapos.apikit.views import ScopedViewSet
from optimapos.core.actors import Actor
from optimapos.organization.models import SavedView
from optimapos.organization.selectors.views import saved_views_of
from optimapos.organization.services import SavedViewService

LARGEST_STATE = 16_000


@extend_schema_field({"type": "object", "additionalProperties": True})
class StateField(serializers.JSONField):
    """An object of the screen's own, up to 16 kB."""

    def to_internal_value(self, data: Any) -> Any:
        """The object.

        Raises: ValidationError for anything else, or for one that is too large.
        """
        value = super().to_internal_value(data)
        if not isinstance(value, dict) or len(orjson.dumps(value)) > LARGEST_STATE:
            raise serializers.ValidationError(f"Write an object of at most {LARGEST_STATE} bytes.")
        return value


class SavedViewSerializer(serializers.ModelSerializer[SavedView]):
    """A table's filters, columns, order and density under a name. `state` is the screen's own."""

    owner = serializers.CharField(source="user.name", read_only=True)
    is_mine = serializers.SerializerMethodField()

    class Meta:
        model = SavedView
        fields = ["id", "page", "name", "state", "is_shared", "owner", "is_mine", "created_at", "updated_at"]

    def get_is_mine(self, row: SavedView) -> bool:
        """Whether the caller may change it."""
        return row.user_id == cast(UUID, self.context["actor"].user_id)


class NewSavedViewSerializer(serializers.Serializer[Any]):
    """A view to keep."""

    page = serializers.RegexField(r"^[a-z0-9][a-z0-9/_-]{0,39}$")
    name = serializers.CharField(max_length=80)
    state = StateField()
    is_shared = serializers.BooleanField(default=False)


class SavedViewChangesSerializer(serializers.Serializer[Any]):
    """What may change of a view."""

    name = serializers.CharField(max_length=80, required=False)
    state = StateField(required=False)
    is_shared = serializers.BooleanField(required=False)


class SavedViewFilter(filters.FilterSet):
    """By the table that they are of."""

    page = filters.CharFilter()

    class Meta:
        model = SavedView
        fields: list[str] = []


class SavedViewViewSet(ScopedViewSet, mixins.ListModelMixin, mixins.RetrieveModelMixin):
    """How tables were arranged: one's own views, and those that others share."""

    serializer_class = SavedViewSerializer
    filterset_class = SavedViewFilter
    permission_classes = [SignedIn]

    def records(self, actor: Actor) -> QuerySet[SavedView]:
        """Those that the member sees."""
        return saved_views_of(actor)

    @extend_schema(request=NewSavedViewSerializer, responses={201: SavedViewSerializer})
    def create(self, request: Request) -> Response:
        """Keep a view."""
        return self.act(
            SavedViewService.create_view,
            present=self._presented,
            status=201,
            actor=self.actor,
            **self.parsed(NewSavedViewSerializer),
        )

    @extend_schema(request=SavedViewChangesSerializer, responses=SavedViewSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change a view of one's own."""
        return self.act(
            SavedViewService.change_view,
            present=self._presented,
            view_id=path_id(pk),
            actor=self.actor,
            changes=self.parsed(SavedViewChangesSerializer),
        )

    def destroy(self, request: Request, pk: str) -> Response:
        """Delete a view of one's own."""
        return self.act(
            SavedViewService.delete_view, present=lambda _: None, status=204, view_id=path_id(pk), actor=self.actor
        )

    def _presented(self, row: SavedView) -> Any:
        return self.get_serializer(row).data
