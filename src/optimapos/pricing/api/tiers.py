"""Prices of price groups, and step prices."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.paths import path_id
from optimapos.apikit.views import ScopedViewSet
from optimapos.core.actors import Actor, Capability
from optimapos.pricing.api import tier_shapes as shapes
from optimapos.pricing.models import ProductPriceByGroup, ProductStepPrice
from optimapos.pricing.selectors import group_prices_of, step_prices_of
from optimapos.pricing.services import GroupPriceService, StepPriceService

TIER_CAPABILITIES = dict.fromkeys(["list", "retrieve"], Capability.PRODUCT_VIEW) | dict.fromkeys(
    ["create", "partial_update", "destroy"], Capability.PRICE_MANAGE
)


class TierFilter(filters.FilterSet):
    """What both kinds are found by."""

    product = filters.UUIDFilter(field_name="product_id")
    location = filters.UUIDFilter(field_name="location_id")
    is_current = filters.BooleanFilter(method="in_force", help_text="Whether it applies now.")

    def in_force(self, rows: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        """Those that apply now, or the others."""
        now = timezone.now()
        applies = Q(valid_from__lte=now) & (Q(valid_until=None) | Q(valid_until__gt=now))
        return rows.filter(applies if value else ~applies)


class GroupPriceFilter(TierFilter):
    """By product, group and location, and what applies now."""

    price_group = filters.UUIDFilter(field_name="price_group_id")

    class Meta:
        model = ProductPriceByGroup
        fields: list[str] = []


class GroupPriceViewSet(ScopedViewSet, mixins.ListModelMixin, mixins.RetrieveModelMixin):
    """What customers of a price group pay."""

    serializer_class = shapes.GroupPriceSerializer
    filterset_class = GroupPriceFilter
    capabilities = TIER_CAPABILITIES

    def records(self, actor: Actor) -> QuerySet[ProductPriceByGroup]:
        """General ones, and those of locations that the member sees."""
        return group_prices_of(actor)

    @extend_schema(request=shapes.GroupPriceBody, responses={201: shapes.GroupPriceSerializer})
    def create(self, request: Request) -> Response:
        """Set a price."""
        return self.act(
            GroupPriceService.create_group_price,
            present=self._presented,
            status=201,
            actor=self.actor,
            fields=self.parsed(shapes.GroupPriceBody),
        )

    @extend_schema(request=shapes.GroupPriceChange(partial=True), responses=shapes.GroupPriceSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change a price; sales keep what they were made at."""
        return self.act(
            GroupPriceService.update_group_price,
            present=self._presented,
            actor=self.actor,
            row_id=path_id(pk),
            fields=self.parsed(shapes.GroupPriceChange, partial=True),
        )

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Let a price end now: one that has begun stays as history."""
        return self.act(
            GroupPriceService.end_group_price,
            present=lambda _: None,
            status=204,
            actor=self.actor,
            row_id=path_id(pk),
            at=timezone.now(),
        )

    def _presented(self, row: ProductPriceByGroup) -> Any:
        return self.get_serializer(self.records(self.actor).get(pk=row.pk)).data


class StepPriceFilter(TierFilter):
    """By product and location, and what applies now."""

    class Meta:
        model = ProductStepPrice
        fields: list[str] = []


class StepPriceViewSet(ScopedViewSet, mixins.ListModelMixin, mixins.RetrieveModelMixin):
    """What is paid from a quantity on."""

    serializer_class = shapes.StepPriceSerializer
    filterset_class = StepPriceFilter
    capabilities = TIER_CAPABILITIES

    def records(self, actor: Actor) -> QuerySet[ProductStepPrice]:
        """General ones, and those of locations that the member sees."""
        return step_prices_of(actor)

    @extend_schema(request=shapes.StepPriceBody, responses={201: shapes.StepPriceSerializer})
    def create(self, request: Request) -> Response:
        """Set a price."""
        return self.act(
            StepPriceService.create_step_price,
            present=self._presented,
            status=201,
            actor=self.actor,
            fields=self.parsed(shapes.StepPriceBody),
        )

    @extend_schema(request=shapes.StepPriceChange(partial=True), responses=shapes.StepPriceSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change a price; sales keep what they were made at."""
        return self.act(
            StepPriceService.update_step_price,
            present=self._presented,
            actor=self.actor,
            row_id=path_id(pk),
            fields=self.parsed(shapes.StepPriceChange, partial=True),
        )

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Let a price end now: one that has begun stays as history."""
        return self.act(
            StepPriceService.end_step_price,
            present=lambda _: None,
            status=204,
            actor=self.actor,
            row_id=path_id(pk),
            at=timezone.now(),
        )

    def _presented(self, row: ProductStepPrice) -> Any:
        return self.get_serializer(self.records(self.actor).get(pk=row.pk)).data
