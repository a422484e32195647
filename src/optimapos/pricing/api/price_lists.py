"""Price lists over HTTP."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.fields import InstantField, PriceField
from optimapos.apikit.paths import path_id
from optimapos.apikit.views import ScopedViewSet
from optimapos.core.actors import Actor, Capability
from optimapos.core.tenancy import tenant_scope
from optimapos.pricing.models import PriceList, PriceListRow, PromotedSales, PromotionStatus
from optimapos.pricing.selectors import price_list_rows_of, price_lists_of
from optimapos.pricing.services import ListedPrice, PriceListService

MAX_ROWS = 2000


class PriceListSerializer(serializers.ModelSerializer[PriceList]):
    """A price list. `sale_type` empty: for retail and wholesale. `approved_by` is a user's id."""

    row_count = serializers.IntegerField(read_only=True)

    class Meta:
        model = PriceList
        fields = [
            "id",
            "name",
            "sale_type",
            "includes_tax",
            "valid_from",
            "valid_until",
            "status",
            "approved_by",
            "approved_at",
            "row_count",
            "created_at",
            "updated_at",
        ]


class PriceListRowSerializer(serializers.ModelSerializer[PriceListRow]):
    """What one base unit, or one package, costs."""

    product = serializers.UUIDField(source="product_id", read_only=True)
    product_sku = serializers.CharField(source="product.sku", read_only=True)
    product_name = serializers.CharField(source="product.name", read_only=True)
    packaging = serializers.UUIDField(source="packaging_id", allow_null=True, read_only=True)
    price = PriceField(read_only=True)

    class Meta:
        model = PriceListRow
        fields = ["id", "product", "product_sku", "product_name", "packaging", "price"]


class PriceListBody(serializers.Serializer[Any]):
    """A price list to draft or change."""

    name = serializers.CharField(max_length=120)
    sale_type = serializers.ChoiceField(choices=PromotedSales.choices, required=False, allow_blank=True)
    includes_tax = serializers.BooleanField(required=False, help_text="As the business keeps its prices, if left out.")
    valid_from = InstantField()
    valid_until = InstantField(required=False, allow_null=True)


class ListedPriceBody(serializers.Serializer[Any]):
    """A row to set; a price of null takes it off the list."""

    product = serializers.UUIDField()
    packaging = serializers.UUIDField(required=False, allow_null=True)
    price = PriceField(allow_null=True)


class ListedPricesBody(serializers.Serializer[Any]):
    """Rows to set."""

    rows = serializers.ListField(child=ListedPriceBody(), min_length=1, max_length=MAX_ROWS)


class PriceListFilter(filters.FilterSet):
    """By a part of the name, status and kind of sale."""

    search = filters.CharFilter(field_name="name", lookup_expr="icontains", max_length=200)
    status = filters.ChoiceFilter(choices=PromotionStatus.choices)
    sale_type = filters.ChoiceFilter(choices=PromotedSales.choices)

    class Meta:
        model = PriceList
        fields: list[str] = []


class PriceListViewSet(ScopedViewSet, mixins.ListModelMixin, mixins.RetrieveModelMixin):
    """Price lists."""

    serializer_class = PriceListSerializer
    filterset_class = PriceListFilter
    sorts = {"name": "name", "created_at": "created_at"}
    capabilities = {
        "list": Capability.PRODUCT_VIEW,
        "retrieve": Capability.PRODUCT_VIEW,
        "rows": Capability.PRODUCT_VIEW,
        "create": Capability.PRICE_MANAGE,
        "partial_update": Capability.PRICE_MANAGE,
        "set_rows": Capability.PRICE_MANAGE,
        "end": Capability.PRICE_MANAGE,
        "approve": Capability.PRICE_APPROVE,
    }

    def records(self, actor: Actor) -> QuerySet[PriceList]:
        """All lists of the business."""
        return price_lists_of(actor)

    @extend_schema(request=PriceListBody, responses={201: PriceListSerializer})
    def create(self, request: Request) -> Response:
        """Draft a list."""
        return self._done(PriceListService.create_price_list, status=201, fields=self.parsed(PriceListBody))

    @extend_schema(request=PriceListBody(partial=True), responses=PriceListSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change a draft."""
        changes = self.parsed(PriceListBody, partial=True)
        return self._done(PriceListService.update_price_list, list_id=path_id(pk), fields=changes)

    @extend_schema(request=None, responses=PriceListSerializer)
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, pk: str) -> Response:
        """Approve a draft: from its beginning on its rows are base prices."""
        return self._done(PriceListService.approve_price_list, list_id=path_id(pk), at=timezone.now())

    @extend_schema(request=None, responses=PriceListSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """End a list for good."""
        return self._done(PriceListService.end_price_list, list_id=path_id(pk))

    @extend_schema(responses=PriceListRowSerializer(many=True))
    @action(detail=True, methods=["get"], filterset_class=None)
    def rows(self, request: Request, pk: str) -> Response:
        """One page of the list's prices."""
        with tenant_scope(self.actor.business_id):
            page = self.paginate_queryset(price_list_rows_of(self.actor, self.get_object().pk)) or []
            return self.get_paginated_response(PriceListRowSerializer(page, many=True).data)

    @extend_schema(request=ListedPricesBody, responses=PriceListSerializer)
    @rows.mapping.post
    def set_rows(self, request: Request, pk: str) -> Response:
        """Put prices on a draft, change them, or take them off."""
        asked = self.parsed(ListedPricesBody)["rows"]
        rows = [ListedPrice(each["product"], each["price"], each.get("packaging")) for each in asked]
        return self._done(PriceListService.set_rows, list_id=path_id(pk), rows=rows)

    def _done(self, work: Any, *, status: int = 200, **arguments: Any) -> Response:
        return self.act(work, present=self._presented, status=status, actor=self.actor, **arguments)

    def _presented(self, row: PriceList) -> Any:
        return self.get_serializer(self.records(self.actor).get(pk=row.pk)).data
