"""The prices of a product."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.paths import path_id
from optimapos.apikit.problems import Refusal
from optimapos.apikit.views import ScopedViewSet
from optimapos.core.actors import Actor, Capability
from optimapos.core.result import DomainError
from optimapos.pricing.api import serializers as shapes
from optimapos.pricing.models import ProductPrice
from optimapos.pricing.selectors import current_ids, prices_seen_by
from optimapos.pricing.services import PricingService


class ProductPriceViewSet(ScopedViewSet, mixins.ListModelMixin):
    """Base prices of one product, newest first: general ones, and those of locations that the member may see."""

    serializer_class = shapes.ProductPriceSerializer
    capabilities = {"list": Capability.PRODUCT_VIEW, "create": Capability.PRICE_MANAGE}

    def records(self, actor: Actor) -> QuerySet[ProductPrice]:
        """The product's prices.

        Refuses: NOT_FOUND for an unknown product.
        """
        product_id = path_id(self.kwargs["product"])
        rows = prices_seen_by(actor, product_id)
        if rows is None:
            raise Refusal(DomainError("NOT_FOUND", "There is no such product."))
        return rows

    def get_serializer_context(self) -> dict[str, Any]:
        """Which prices apply now."""
        product_id = path_id(self.kwargs["product"])
        current = current_ids(self.actor.business_id, product_id, timezone.now())
        return super().get_serializer_context() | {"current": current}

    @extend_schema(request=shapes.SetBasePriceSerializer, responses={201: shapes.ProductPriceSerializer})
    def create(self, request: Request, product: str) -> Response:
        """Set a base price from now on."""
        body = self.parsed(shapes.SetBasePriceSerializer)
        location = body.get("location")
        terms = {
            "product_id": path_id(product),
            "includes_tax": body.get("includes_tax"),
            "location_id": location.pk if location else None,
            "packaging_id": body.get("packaging"),
        }
        if "price" in body:
            return self._made(PricingService.set_base_price, price=body["price"], user_id=self.actor.user_id, **terms)
        return self._made(
            PricingService.set_markup_price,
            actor=self.actor,
            markup_percent=body["markup_percent"],
            rounding=shapes.rounding_of(body),
            **terms,
        )

    def _made(self, work: Any, **arguments: Any) -> Response:
        return self.act(
            work,
            present=lambda row: self.get_serializer(self.get_queryset().get(pk=row.pk)).data,
            status=201,
            **arguments,
        )
