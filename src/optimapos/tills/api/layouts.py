"""Favourites of tills, and how they read scanned codes."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import mixins, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.fields import BoundedIntegerField
from optimapos.apikit.paths import path_id
from optimapos.apikit.related import ScopedRelatedField
from optimapos.apikit.views import ActorView, ScopedViewSet
from optimapos.core.actors import Actor, Capability
from optimapos.core.tenancy import tenant_scope
from optimapos.organization.models import Terminal
from optimapos.organization.selectors import visible_locations
from optimapos.organization.types import LocationKind
from optimapos.tills.models import TillLayout
from optimapos.tills.models.codes import KINDS, SYMBOLOGIES
from optimapos.tills.rules.codes import MAX_PATTERN, CodePattern
from optimapos.tills.selectors import code_rules_of, layouts_of
from optimapos.tills.services import CodeRuleService, LayoutService, Tab, Tile

MAX_TABS, MAX_PLACES, MAX_RULES = 20, 200, 50


class TillTileSerializer(serializers.Serializer[Any]):
    """What stands at a place, counted from 0."""

    place = BoundedIntegerField(min_value=0, max_value=MAX_PLACES - 1)
    product = serializers.UUIDField(source="product_id")
    packaging = serializers.UUIDField(source="packaging_id", required=False, allow_null=True, default=None)


class TillTabSerializer(serializers.Serializer[Any]):
    """A tab with its tiles."""

    name = serializers.CharField(max_length=40)
    tiles = serializers.ListField(child=TillTileSerializer(), max_length=MAX_PLACES)


class TillLayoutSerializer(serializers.Serializer[Any]):
    """A grid of favourites: for a terminal, a storefront, or where both are null for all tills without one of their own."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    storefront = serializers.UUIDField(source="storefront_id", allow_null=True)
    terminal = serializers.UUIDField(source="terminal_id", allow_null=True)
    tabs = serializers.SerializerMethodField()

    @extend_schema_field(TillTabSerializer(many=True))
    def get_tabs(self, row: Any) -> list[dict[str, Any]]:
        """Its tabs in order."""
        tiles = list(row.tiles.all())
        return [
            {"name": name, "tiles": TillTileSerializer([tile for tile in tiles if tile.tab == tab], many=True).data}
            for tab, name in enumerate(row.tabs)
        ]


def _storefronts(actor: Actor) -> QuerySet[Any]:
    return visible_locations(actor).filter(kind=LocationKind.STOREFRONT)


def _terminals(actor: Actor) -> QuerySet[Any]:
    return Terminal.objects.for_business(actor.business_id).filter(location__in=visible_locations(actor))


class LayoutBody(serializers.Serializer[Any]):
    """A layout to make or change; `tabs` replace all that it had."""

    name = serializers.CharField(max_length=60)
    storefront = ScopedRelatedField(_storefronts, required=False, allow_null=True)
    terminal = ScopedRelatedField(_terminals, required=False, allow_null=True)
    tabs = serializers.ListField(child=TillTabSerializer(), max_length=MAX_TABS)

    def validate_tabs(self, value: list[dict[str, Any]]) -> list[Tab]:
        """The tabs as the service takes them."""
        return [Tab(tab["name"], [Tile(**tile) for tile in tab["tiles"]]) for tab in value]


class LayoutViewSet(ScopedViewSet, mixins.ListModelMixin, mixins.RetrieveModelMixin):
    """Grids of favourites that tills show."""

    serializer_class = TillLayoutSerializer
    queryset = TillLayout._base_manager.none()
    capabilities = {
        "list": Capability.SALE_SELL,
        "retrieve": Capability.SALE_SELL,
        "create": Capability.PRODUCT_MANAGE,
        "partial_update": Capability.PRODUCT_MANAGE,
        "destroy": Capability.PRODUCT_MANAGE,
    }

    def records(self, actor: Actor) -> QuerySet[TillLayout]:
        """Those for places that the member sees."""
        return layouts_of(actor)

    @extend_schema(request=LayoutBody, responses={201: TillLayoutSerializer})
    def create(self, request: Request) -> Response:
        """Make a layout."""
        return self._done(LayoutService.create_layout, status=201, fields=self.parsed(LayoutBody))

    @extend_schema(request=LayoutBody(partial=True), responses=TillLayoutSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change a layout."""
        changes = self.parsed(LayoutBody, partial=True)
        return self._done(LayoutService.update_layout, layout_id=path_id(pk), fields=changes)

    def destroy(self, request: Request, pk: str) -> Response:
        """Delete a layout: its tills show the next one that is for them."""
        return self.act(
            LayoutService.delete_layout, present=lambda _: None, status=204, actor=self.actor, layout_id=path_id(pk)
        )

    def _done(self, work: Any, *, status: int = 200, **arguments: Any) -> Response:
        return self.act(work, present=self._presented, status=status, actor=self.actor, **arguments)

    def _presented(self, row: TillLayout) -> Any:
        return self.get_serializer(self.records(self.actor).get(pk=row.pk)).data


class CodeRuleSerializer(serializers.Serializer[Any]):
    """A rule. `pattern`: letters, digits and - _ / : as they are, `.` for any, `{NNDDD}` for a number with so many digits
    before and after the point, `*` at the end for any rest; of EAN and UPC all digits but the last.
    """

    name = serializers.CharField(max_length=60)
    kind = serializers.ChoiceField(choices=KINDS)
    pattern = serializers.CharField(max_length=MAX_PATTERN)
    symbology = serializers.ChoiceField(choices=SYMBOLOGIES, required=False, default="ANY")


class CodeRulesSerializer(serializers.Serializer[Any]):
    """Rules in the order in which they are tried."""

    rules = serializers.ListField(child=CodeRuleSerializer(), max_length=MAX_RULES)


class CodeRulesView(ActorView):
    """How scanned codes are read: the first rule that fits."""

    capabilities = {"get": Capability.SALE_SELL, "post": Capability.PRODUCT_MANAGE}

    @extend_schema(responses=CodeRulesSerializer)
    def get(self, request: Request) -> Response:
        """The rules in order."""
        with tenant_scope(self.actor.business_id):
            return Response(_presented(code_rules_of(self.actor.business_id)))

    @extend_schema(request=CodeRulesSerializer, responses=CodeRulesSerializer)
    def post(self, request: Request) -> Response:
        """Replace all rules; an empty list sets them back to those that a business starts with."""
        rules = [CodePattern(**rule) for rule in self.parsed(CodeRulesSerializer)["rules"]]
        return self.act(
            CodeRuleService.set_rules,
            present=lambda _: _presented(code_rules_of(self.actor.business_id)),
            actor=self.actor,
            rules=rules,
        )


def _presented(rules: Any) -> Any:
    return CodeRulesSerializer({"rules": rules}).data
