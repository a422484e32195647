"""Storefronts, and how much of a product there is at one."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.paths import path_id
from optimapos.apikit.problems import Refusal
from optimapos.apikit.views import ScopedViewSet
from optimapos.core.actors import Actor, Capability
from optimapos.core.result import DomainError
from optimapos.core.tenancy import tenant_scope
from optimapos.inventory.api import pages
from optimapos.inventory.api import serializers as shapes
from optimapos.inventory.models import InventoryItem
from optimapos.inventory.selectors import Availability, availability_of
from optimapos.organization.models import Location, StoreFront
from optimapos.products.models import Product

NOTHING = Decimal(0)
PRODUCT = OpenApiParameter("product", OpenApiTypes.UUID, OpenApiParameter.PATH, description="Or a stock_product's id.")


class StoreFrontViewSet(ScopedViewSet, mixins.ListModelMixin, mixins.RetrieveModelMixin):
    """Storefronts that the member may see."""

    serializer_class = shapes.StoreFrontSerializer
    pagination_class = pages.ByCode
    capabilities = {
        "list": Capability.PRODUCT_VIEW,
        "retrieve": Capability.PRODUCT_VIEW,
        "availability": Capability.STOCK_VIEW,
    }

    def records(self, actor: Actor) -> QuerySet[StoreFront]:
        """The membership's storefronts."""
        rows: QuerySet[StoreFront] = StoreFront.objects.for_business(actor.business_id)
        return rows if actor.location_ids is None else rows.filter(pk__in=actor.location_ids)

    @extend_schema(parameters=[PRODUCT], responses=shapes.AvailabilitySerializer, filters=False)
    @action(detail=True, methods=["get"], url_path="stock-products/(?P<product>[^/.]+)/availability")
    def availability(self, request: Request, pk: str, product: str) -> Response:
        """How much of a product there is to sell. `product` is its id, or that of its stock_product here."""
        now = timezone.now()
        with tenant_scope(self.actor.business_id):
            storefront = self.records(self.actor).filter(pk=path_id(pk)).first()
            if storefront is None:
                raise Refusal(DomainError("STOREFRONT_NOT_FOUND", "There is no such storefront."))
            document = _availability(storefront, path_id(product), now)
        return Response(shapes.AvailabilitySerializer(document).data)


def _availability(storefront: Location, wanted: UUID, at: datetime) -> dict[str, Any]:
    items = InventoryItem.objects.for_business(storefront.business_id).filter(location_id=storefront.pk)
    item = items.filter(Q(product_id=wanted) | Q(pk=wanted)).first()
    if item is None:
        return _never_stocked(storefront, wanted, at)
    found = availability_of([item.pk], at=at, day=storefront.local_day(at))[item.pk]
    return _document(storefront, found.product_id, at, found)


def _never_stocked(storefront: Location, product_id: UUID, at: datetime) -> dict[str, Any]:
    if not Product.objects.for_business(storefront.business_id).filter(pk=product_id).exists():
        raise Refusal(DomainError("PRODUCT_NOT_FOUND", "There is no such product."))
    return _document(storefront, product_id, at, None)


def _document(storefront: Location, product_id: UUID, at: datetime, found: Availability | None) -> dict[str, Any]:
    available = found.shown if found else NOTHING
    return {
        "storefront": storefront.pk,
        "product": product_id,
        "stock_product": found.item_id if found else None,
        "quantity": found.quantity if found else NOTHING,
        "sellable": found.sellable if found else NOTHING,
        "reserved": found.reserved if found else NOTHING,
        "unreserved": available,
        "available": available,
        "is_available": available > 0,
        "as_of": at,
    }
