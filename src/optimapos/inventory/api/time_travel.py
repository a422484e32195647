"""Stock as of an instant, and as it was known at another: item by item, and summed by location."""

from typing import Any
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.fields import BoundedIntegerField, InstantField
from optimapos.apikit.problems import Refusal
from optimapos.apikit.views import ActorView
from optimapos.core.actors import Capability
from optimapos.core.money import ZERO
from optimapos.core.result import DomainError
from optimapos.core.tenancy import tenant_scope
from optimapos.inventory.api.fields import CostField, FigureField, HidesCosts
from optimapos.inventory.selectors.time_travel import stock_as_of, value_as_of

PAGE_SIZE = 100
MAX_PAGE_SIZE = 1000


class MomentSerializer(serializers.Serializer[Any]):
    """Which moment is asked for: `at`, as known at `known_at` or now; of one location or of all that may be seen."""

    at = InstantField()
    known_at = InstantField(required=False)
    location = serializers.UUIDField(required=False)


class PageSerializer(MomentSerializer):
    """The same with one product or all, and which page."""

    product = serializers.UUIDField(required=False)
    after = serializers.UUIDField(required=False)
    page_size = BoundedIntegerField(min_value=1, max_value=MAX_PAGE_SIZE, default=PAGE_SIZE)


class StockThenSerializer(HidesCosts, serializers.Serializer[Any]):
    """One product at one location, as it was."""

    stock_product = serializers.UUIDField(source="item_id")
    product = serializers.UUIDField(source="product_id")
    location = serializers.UUIDField(source="location_id")
    product_sku = serializers.CharField(source="sku")
    product_name = serializers.CharField(source="name")
    quantity = FigureField()
    value = CostField()


class StockThenPageSerializer(serializers.Serializer[Any]):
    """A page of items by their ids; `next` is the `after` of the page behind it, null on the last one."""

    at = InstantField()
    known_at = serializers.DateTimeField(allow_null=True)
    next = serializers.UUIDField(allow_null=True)
    results = StockThenSerializer(many=True)


class LocationThenSerializer(serializers.Serializer[Any]):
    """What a location held: how many items, and their value."""

    location = serializers.UUIDField(source="location_id")
    code = serializers.CharField()
    items = serializers.IntegerField()
    value = FigureField()


class ValueThenSerializer(serializers.Serializer[Any]):
    """The value of stock by location and altogether."""

    at = InstantField()
    known_at = serializers.DateTimeField(allow_null=True)
    value = FigureField()
    locations = LocationThenSerializer(many=True)


_MOMENT = [
    OpenApiParameter("at", OpenApiTypes.DATETIME, required=True, description="The instant."),
    OpenApiParameter("known_at", OpenApiTypes.DATETIME, description="Without what was booked after this."),
    OpenApiParameter("location", OpenApiTypes.UUID),
]
_PAGE = [
    OpenApiParameter("product", OpenApiTypes.UUID),
    OpenApiParameter("after", OpenApiTypes.STR, description="`next` of the page before."),
    OpenApiParameter("page_size", OpenApiTypes.INT, description=f"At most {MAX_PAGE_SIZE}."),
]


class StockAsOfView(ActorView):
    """Stock as of an instant."""

    capabilities = {"get": Capability.STOCK_VIEW}

    @extend_schema(parameters=[*_MOMENT, *_PAGE], responses=StockThenPageSerializer)
    def get(self, request: Request) -> Response:
        """Every item that had stock at an instant, what was booked later but had happened by then included."""
        asked = self.asked(PageSerializer)
        size = asked.pop("page_size")
        with tenant_scope(self.actor.business_id):
            rows = stock_as_of(
                self.actor.business_id,
                asked["at"],
                location_ids=_places(self, asked.get("location")),
                product_id=asked.get("product"),
                known_at=asked.get("known_at"),
                after=asked.get("after"),
                limit=size + 1,
            )
        page = {
            "at": asked["at"],
            "known_at": asked.get("known_at"),
            "next": rows[size - 1].item_id if len(rows) > size else None,
            "results": rows[:size],
        }
        return Response(StockThenPageSerializer(page, context={"actor": self.actor}).data)


class StockValueAsOfView(ActorView):
    """The value of stock as of an instant."""

    capabilities = {"get": Capability.COST_VIEW}

    @extend_schema(parameters=_MOMENT, responses=ValueThenSerializer)
    def get(self, request: Request) -> Response:
        """What each location held at an instant, goods in transit as a location of their own, and all together."""
        asked = self.asked(MomentSerializer)
        with tenant_scope(self.actor.business_id):
            rows = value_as_of(
                self.actor.business_id,
                asked["at"],
                location_ids=_places(self, asked.get("location")),
                known_at=asked.get("known_at"),
            )
        summed = {
            "at": asked["at"],
            "known_at": asked.get("known_at"),
            "value": sum((row.value for row in rows), ZERO),
            "locations": rows,
        }
        return Response(ValueThenSerializer(summed).data)


def _places(view: ActorView, location: UUID | None) -> frozenset[UUID] | None:
    """The locations to look at; None: all.

    Refuses: UNKNOWN_LOCATION for one that the actor does not see.
    """
    if location is None:
        return view.actor.location_ids
    if not view.actor.sees(location):
        raise Refusal(DomainError("UNKNOWN_LOCATION", "There is no such location."))
    return frozenset({location})
