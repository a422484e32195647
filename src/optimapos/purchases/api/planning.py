"""Price lists, reorder rules, the order board, stock alerts, and the settings of purchasing."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.paths import path_id
from optimapos.apikit.views import ActorView, ScopedViewSet
from optimapos.core.actors import Actor, Capability
from optimapos.core.tenancy import tenant_scope
from optimapos.partners.api.places import asking_place
from optimapos.purchases.api import answers
from optimapos.purchases.api import planning_shapes as shapes
from optimapos.purchases.models import PurchaseSettings, ReorderRule, StockAlert, SupplierProduct
from optimapos.purchases.selectors.board import alerts_of, order_board, rules_of
from optimapos.purchases.selectors.documents import orders_of, requests_of
from optimapos.purchases.selectors.price_lists import supplier_products_of
from optimapos.purchases.selectors.settings import settings_of
from optimapos.purchases.services import (
    OrderBoardService,
    PurchaseSettingsService,
    ReorderRuleService,
    SupplierProductService,
)
from optimapos.purchases.services.board import Bought

LOCATION = OpenApiParameter(
    "location",
    {"type": "string", "format": "uuid"},
    description="For which place; without it the terminal's, or the member's first by code.",
)


class SupplierProductFilter(filters.FilterSet):
    """By supplier and product, and what is preferred."""

    supplier = filters.UUIDFilter(field_name="supplier_id")
    product = filters.UUIDFilter(field_name="product_id")
    is_preferred = filters.BooleanFilter()

    class Meta:
        model = SupplierProduct
        fields: list[str] = []


class SupplierProductViewSet(ScopedViewSet, mixins.ListModelMixin, mixins.RetrieveModelMixin):
    """Price lists of suppliers."""

    serializer_class = shapes.SupplierProductSerializer
    filterset_class = SupplierProductFilter
    capabilities = dict.fromkeys(["list", "retrieve"], Capability.PURCHASE_VIEW) | dict.fromkeys(
        ["create", "partial_update", "destroy"], Capability.SUPPLIER_MANAGE
    )

    def records(self, actor: Actor) -> QuerySet[SupplierProduct]:
        """All price lists of the business."""
        return supplier_products_of(actor)

    @extend_schema(request=shapes.SupplierProductBody, responses={201: shapes.SupplierProductSerializer})
    def create(self, request: Request) -> Response:
        """List a price."""
        return self.act(
            SupplierProductService.create_supplier_product,
            present=self._presented,
            status=201,
            actor=self.actor,
            fields=self.parsed(shapes.SupplierProductBody),
        )

    @extend_schema(request=shapes.SupplierProductChange(partial=True), responses=shapes.SupplierProductSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change a listed price; documents keep what they were written with."""
        return self.act(
            SupplierProductService.update_supplier_product,
            present=self._presented,
            actor=self.actor,
            row_id=path_id(pk),
            fields=self.parsed(shapes.SupplierProductChange, partial=True),
        )

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Take a price off the list."""
        return self.act(
            SupplierProductService.delete_supplier_product,
            present=lambda _: None,
            status=204,
            actor=self.actor,
            row_id=path_id(pk),
        )

    def _presented(self, row: SupplierProduct) -> Any:
        return self.get_serializer(self.records(self.actor).get(pk=row.pk)).data


class ReorderRuleFilter(filters.FilterSet):
    """By product, location and supplier, and whether it is used."""

    product = filters.UUIDFilter(field_name="product_id")
    location = filters.UUIDFilter(field_name="location_id")
    supplier = filters.UUIDFilter(field_name="supplier_id")
    is_active = filters.BooleanFilter()

    class Meta:
        model = ReorderRule
        fields: list[str] = []


class ReorderRuleViewSet(ScopedViewSet, mixins.ListModelMixin, mixins.RetrieveModelMixin):
    """Reorder rules of the member's locations."""

    serializer_class = shapes.ReorderRuleSerializer
    filterset_class = ReorderRuleFilter
    capabilities = dict.fromkeys(["list", "retrieve"], Capability.PURCHASE_VIEW) | dict.fromkeys(
        ["create", "partial_update", "destroy"], Capability.PURCHASE_ORDER
    )

    def records(self, actor: Actor) -> QuerySet[ReorderRule]:
        """The rules of the locations that the member sees."""
        return rules_of(actor)

    @extend_schema(request=shapes.ReorderRuleBody, responses={201: shapes.ReorderRuleSerializer})
    def create(self, request: Request) -> Response:
        """Say when to buy a product again for a location."""
        return self.act(
            ReorderRuleService.create_rule,
            present=self._presented,
            status=201,
            actor=self.actor,
            fields=self.parsed(shapes.ReorderRuleBody),
        )

    @extend_schema(request=shapes.ReorderRuleChange(partial=True), responses=shapes.ReorderRuleSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change a rule."""
        return self.act(
            ReorderRuleService.update_rule,
            present=self._presented,
            actor=self.actor,
            rule_id=path_id(pk),
            fields=self.parsed(shapes.ReorderRuleChange, partial=True),
        )

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Forget a rule."""
        return self.act(
            ReorderRuleService.delete_rule,
            present=lambda _: None,
            status=204,
            actor=self.actor,
            rule_id=path_id(pk),
        )

    def _presented(self, rule: ReorderRule) -> Any:
        return self.get_serializer(self.records(self.actor).get(pk=rule.pk)).data


class StockAlertFilter(filters.FilterSet):
    """By product and location, and whether the stock is still low."""

    product = filters.UUIDFilter(field_name="product_id")
    location = filters.UUIDFilter(field_name="location_id")
    is_open = filters.BooleanFilter(field_name="closed_at", lookup_expr="isnull")

    class Meta:
        model = StockAlert
        fields: list[str] = []


class StockAlertViewSet(ScopedViewSet, mixins.ListModelMixin, mixins.RetrieveModelMixin):
    """Products that ran low at the member's locations."""

    serializer_class = shapes.StockAlertSerializer
    filterset_class = StockAlertFilter
    capabilities = dict.fromkeys(["list", "retrieve"], Capability.STOCK_VIEW)

    def records(self, actor: Actor) -> QuerySet[StockAlert]:
        """The alerts of the locations that the member sees."""
        return alerts_of(actor)


class OrderBoardView(ActorView):
    """The order board of a location."""

    capabilities = {"get": Capability.PURCHASE_VIEW}

    @extend_schema(parameters=[LOCATION], responses=shapes.BoardSerializer)
    def get(self, request: Request) -> Response:
        """What has to be bought for a location, from whom, how much of it, and by when."""
        now = timezone.now()
        with tenant_scope(self.actor.business_id):
            location = asking_place(request, self.actor)
            groups = order_board(self.actor.business_id, location, now)
            board = {"location": location.pk, "as_of": now, "groups": groups}
            return Response(shapes.BoardSerializer(board).data)


class BuyingView(ActorView):
    """Buying from the order board."""

    capabilities = {"post": Capability.PURCHASE_REQUEST}

    @extend_schema(request=shapes.BuyingBody, responses={201: shapes.BoughtSerializer})
    def post(self, request: Request) -> Response:
        """Turn the board as it is now into draft requests, or orders: one for each supplier."""
        body = self.parsed(shapes.BuyingBody)
        return self.act(
            OrderBoardService.buy,
            present=self._presented,
            status=201,
            actor=self.actor,
            location=body["location"],
            supplier_ids=body.get("suppliers"),
            as_orders=body.get("as_orders", False),
            at=timezone.now(),
        )

    def _presented(self, bought: Bought) -> Any:
        requests = requests_of(self.actor).filter(pk__in=[each.pk for each in bought.requests]).order_by("number")
        orders = orders_of(self.actor).filter(pk__in=[each.pk for each in bought.orders]).order_by("number")
        return {
            "requests": answers.PurchaseRequestSerializer(requests, many=True).data,
            "orders": answers.PurchaseOrderSerializer(orders, many=True).data,
        }


class PurchaseSettingsView(ActorView):
    """How the business buys."""

    capabilities = {"get": Capability.PURCHASE_VIEW, "patch": Capability.SETTINGS_MANAGE}

    @extend_schema(responses=shapes.PurchaseSettingsSerializer)
    def get(self, request: Request) -> Response:
        """The settings."""
        with tenant_scope(self.actor.business_id):
            return Response(self._presented(settings_of(self.actor.business_id)))

    @extend_schema(request=shapes.PurchaseSettingsSerializer(partial=True), responses=shapes.PurchaseSettingsSerializer)
    def patch(self, request: Request) -> Response:
        """Change the settings."""
        return self.act(
            PurchaseSettingsService.update_settings,
            present=self._presented,
            actor=self.actor,
            **self.parsed(shapes.PurchaseSettingsSerializer, partial=True),
        )

    def _presented(self, row: PurchaseSettings) -> Any:
        return shapes.PurchaseSettingsSerializer(row).data
