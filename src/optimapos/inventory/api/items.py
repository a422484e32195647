"""Items with their movements, layers and reservations, and opening stock."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.views import ScopedViewSet
from optimapos.core.actors import Actor, Capability
from optimapos.core.tenancy import tenant_scope
from optimapos.inventory.api import pages
from optimapos.inventory.api import serializers as shapes
from optimapos.inventory.api.filters import StockProductFilter
from optimapos.inventory.models import InventoryItem
from optimapos.inventory.selectors import Availability, availability_of, items_of
from optimapos.inventory.selectors.documents import with_reasons
from optimapos.inventory.services import OpeningLine, OpeningStockService
from optimapos.inventory.types import ReservationStatus

_VIEWED = ["list", "retrieve", "movements", "batches", "reservations"]


class StockProductViewSet(ScopedViewSet, mixins.ListModelMixin, mixins.RetrieveModelMixin):
    """Products at locations that the member may see. Costs and values only for those with `cost.view`."""

    serializer_class = shapes.StockProductSerializer
    filterset_class = StockProductFilter
    sorts = {"current_qty": "current_qty", "name": "product__name", "sku": "product__sku"}
    capabilities = dict.fromkeys(_VIEWED, Capability.STOCK_VIEW) | {"opening_stock": Capability.STOCK_RECEIVE}

    def records(self, actor: Actor) -> QuerySet[InventoryItem]:
        """The items at the membership's locations."""
        return items_of(actor)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One page of items with their figures."""
        with tenant_scope(self.actor.business_id):
            page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
            return self.get_paginated_response(self._presented(page, many=True))

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One item with its figures."""
        with tenant_scope(self.actor.business_id):
            item = self.get_object()
            return Response(self._presented([item], many=False))

    @extend_schema(responses=shapes.MovementSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"], pagination_class=pages.NewestMovementFirst, filterset_class=None)
    def movements(self, request: Request, pk: str) -> Response:
        """What moved, newest first."""
        return self._page_of(
            shapes.MovementSerializer, lambda item: with_reasons(item.business_id, item.movements.all())
        )

    @extend_schema(responses=shapes.BatchSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"], pagination_class=pages.OldestLayerFirst, filterset_class=None)
    def batches(self, request: Request, pk: str) -> Response:
        """The open layers, in the order in which they are sold."""
        return self._page_of(shapes.BatchSerializer, lambda item: item.batches.filter(is_open=True))

    @extend_schema(responses=shapes.ReservationSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"], pagination_class=pages.FirstToExpire, filterset_class=None)
    def reservations(self, request: Request, pk: str) -> Response:
        """What carts hold now; an expired reservation counts no more and is not shown."""
        alive = {"status": ReservationStatus.ACTIVE, "expires_at__gt": timezone.now()}
        return self._page_of(shapes.ReservationSerializer, lambda item: item.reservations.filter(**alive))

    @extend_schema(request=shapes.OpeningStockSerializer, responses={201: shapes.OpenedSerializer}, filters=False)
    @action(detail=False, methods=["post"], url_path="opening-stock", pagination_class=None, filterset_class=None)
    def opening_stock(self, request: Request) -> Response:
        """Take opening stock of up to 5,000 lines into one location: all of it or nothing."""
        body = self.parsed(shapes.OpeningStockSerializer)
        location = body["storefront"]
        return self.act(
            OpeningStockService.receive_opening_lines,
            present=lambda lines: {"storefront": str(location.pk), "lines": lines},
            status=201,
            location_id=location.pk,
            lines=[OpeningLine(**line) for line in body["lines"]],
            user_id=self.actor.user_id,
            at=timezone.now(),
        )

    def _page_of(self, serializer_class: Any, related: Any) -> Response:
        with tenant_scope(self.actor.business_id):
            page = self.paginate_queryset(related(self.get_object()))
            rows = serializer_class(page, many=True, context=self.get_serializer_context())
            return self.get_paginated_response(rows.data)

    def _presented(self, items: Iterable[InventoryItem], *, many: bool) -> Any:
        rows = list(items)
        context = self.get_serializer_context() | {"found": _figures(rows)}
        return shapes.StockProductSerializer(rows if many else rows[0], many=many, context=context).data


def _figures(items: list[InventoryItem]) -> dict[UUID, Availability]:
    """The availability of items, by one query for each business day: never more than three anywhere on earth."""
    now = timezone.now()
    by_day: dict[date, list[UUID]] = {}
    for item in items:
        by_day.setdefault(item.location.local_day(now), []).append(item.pk)
    found: dict[UUID, Availability] = {}
    for day, ids in by_day.items():
        found |= availability_of(ids, at=now, day=day)
    return found
