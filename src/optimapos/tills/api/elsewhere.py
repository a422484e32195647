"""Where else there is something."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.fields import QuantityField
from optimapos.apikit.paths import path_id
from optimapos.apikit.views import ActorView
from optimapos.core.actors import Capability
from optimapos.core.tenancy import tenant_scope
from optimapos.organization.types import LocationKind
from optimapos.tills.selectors import stock_elsewhere


class StockAtSerializer(serializers.Serializer[Any]):
    """What may be sold of a product at a place, and when the first of it expires."""

    location = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=LocationKind.choices)
    available = QuantityField()
    expires_on = serializers.DateField(allow_null=True)


class ElsewhereView(ActorView):
    """What there is of a product, place by place."""

    capabilities = {"get": Capability.STOCK_VIEW}

    @extend_schema(responses=StockAtSerializer(many=True))
    def get(self, request: Request, product: str) -> Response:
        """At all places that the member may see, the most first: a till's operator finds what another shop has."""
        with tenant_scope(self.actor.business_id):
            return Response(StockAtSerializer(stock_elsewhere(self.actor, path_id(product)), many=True).data)
