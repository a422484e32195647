"""Brands, groups, units, tax categories and rates, price groups, sequences."""

from typing import Any

from django.db.models import Model, Q, QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.paths import path_id, query_id
from optimapos.apikit.problems import problem_response
from optimapos.apikit.views import RecordViewSet, ScopedViewSet
from optimapos.core.actors import Actor, Capability
from optimapos.core.tenancy import tenant_scope
from optimapos.nomenclatures.api import serializers as shapes
from optimapos.nomenclatures.models import ProductGroup, TaxRate
from optimapos.nomenclatures.selectors import group_tree
from optimapos.nomenclatures.services import (
    ProductGroupService,
    SequenceService,
    TaxRateService,
    UnitService,
    bump_settings_version,
)
from optimapos.organization.selectors import visible_locations

CATALOG_CAPABILITIES = dict.fromkeys(["list", "retrieve", "tree"], Capability.PRODUCT_VIEW) | dict.fromkeys(
    ["create", "partial_update", "destroy"], Capability.PRODUCT_MANAGE
)


class CatalogRecordViewSet(RecordViewSet, mixins.ListModelMixin, mixins.RetrieveModelMixin):
    """Reference data: everybody who sees the catalog reads it, who manages products changes it."""

    capabilities = CATALOG_CAPABILITIES

    def presented(self, record: Model) -> Any:
        """The record as a later GET answers it, so that figures look alike."""
        return super().presented(self.records(self.actor).get(pk=record.pk))


class BrandViewSet(CatalogRecordViewSet):
    """Brands."""

    serializer_class = shapes.BrandSerializer


class TaxCategoryViewSet(CatalogRecordViewSet):
    """Tax categories."""

    serializer_class = shapes.TaxCategorySerializer


class PriceGroupViewSet(CatalogRecordViewSet):
    """Price groups."""

    serializer_class = shapes.PriceGroupSerializer

    def _trace(self, record: Model, what: str) -> None:
        super()._trace(record, what)
        bump_settings_version(self.actor.business_id)


class UnitViewSet(CatalogRecordViewSet):
    """Units."""

    serializer_class = shapes.UnitSerializer

    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Change a unit; its decimals only while nothing is counted in it."""
        return self.act(
            UnitService.update_unit,
            present=self.presented,
            unit_id=path_id(kwargs["pk"]),
            actor=self.actor,
            fields=self.parsed(shapes.UnitSerializer, partial=True),
        )


class ProductGroupFilter(filters.FilterSet):
    """By the group right above; `is_root=true` for the roots."""

    parent = filters.UUIDFilter(field_name="parent_id")
    is_root = filters.BooleanFilter(field_name="parent", lookup_expr="isnull")

    class Meta:
        model = ProductGroup
        fields: list[str] = []


class ProductGroupViewSet(CatalogRecordViewSet):
    """The tree of product groups."""

    serializer_class = shapes.ProductGroupSerializer
    filterset_class = ProductGroupFilter

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Create a group."""
        return self.act(
            ProductGroupService.create_group,
            present=self.presented,
            status=201,
            actor=self.actor,
            fields=self.parsed(shapes.ProductGroupSerializer),
        )

    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Change a group, or move it with all that is below it."""
        return self.act(
            ProductGroupService.update_group,
            present=self.presented,
            group_id=path_id(kwargs["pk"]),
            actor=self.actor,
            fields=self.parsed(shapes.ProductGroupSerializer, partial=True),
        )

    @extend_schema(
        parameters=[OpenApiParameter("root", str, description="A group to start at; without it, all roots.")],
        responses=shapes.GroupTreeSerializer(many=True),
        filters=False,
    )
    @action(detail=False, methods=["get"], pagination_class=None)
    def tree(self, request: Request) -> Response:
        """Groups with all that is below them, nested."""
        root = query_id(request, "root")
        with tenant_scope(self.actor.business_id):
            nodes = group_tree(self.actor.business_id, root)
        if root and not nodes:
            return problem_response("NOT_FOUND", "There is no such group.")
        return Response(shapes.GroupTreeSerializer(nodes, many=True).data)


class TaxRateFilter(filters.FilterSet):
    """By category and place."""

    category = filters.UUIDFilter(field_name="category_id")
    location = filters.UUIDFilter(field_name="location_id")

    class Meta:
        model = TaxRate
        fields: list[str] = []


class TaxRateViewSet(ScopedViewSet, mixins.ListModelMixin, mixins.RetrieveModelMixin):
    """Tax rates: general ones, and those of locations that the member may see."""

    serializer_class = shapes.TaxRateSerializer
    filterset_class = TaxRateFilter
    capabilities = CATALOG_CAPABILITIES

    def records(self, actor: Actor) -> QuerySet[TaxRate]:
        """General rates and those of the membership's locations."""
        places = Q(location=None) | Q(location__in=visible_locations(actor))
        return TaxRate.objects.for_business(actor.business_id).filter(places)

    def create(self, request: Request) -> Response:
        """Add a rate."""
        body = self.parsed(shapes.TaxRateSerializer)
        location = body.pop("location", None)
        return self.act(
            TaxRateService.add_rate,
            present=lambda row: shapes.TaxRateSerializer(self.records(self.actor).get(pk=row.pk)).data,
            status=201,
            actor=self.actor,
            category_id=body.pop("category").pk,
            location_id=location.pk if location else None,
            **body,
        )

    def destroy(self, request: Request, pk: str) -> Response:
        """Delete a rate; sales keep the one that they were made at."""
        return self.act(
            TaxRateService.remove_rate,
            present=lambda _: None,
            status=204,
            rate_id=path_id(pk),
            actor=self.actor,
        )


class SequenceViewSet(CatalogRecordViewSet):
    """Sequences. They are never deleted: their numbers were given out."""

    serializer_class = shapes.SequenceSerializer
    http_method_names = ["get", "post", "patch", "head", "options"]

    @extend_schema(request=shapes.SequenceChangesSerializer, responses=shapes.SequenceSerializer)
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Change how a series looks, or let it skip ahead."""
        return self.act(
            SequenceService.set_sequence,
            present=self.presented,
            sequence_id=path_id(kwargs["pk"]),
            actor=self.actor,
            **self.parsed(shapes.SequenceChangesSerializer),
        )
