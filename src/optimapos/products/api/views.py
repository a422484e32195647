"""The catalog: products, what is on and in their packages, and whether they are in order."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.paths import path_id, query_id
from optimapos.apikit.problems import Refusal, problem_response
from optimapos.apikit.views import ScopedViewSet
from optimapos.core.actors import Actor, Capability
from optimapos.core.ids import UUID
from optimapos.core.result import DomainError
from optimapos.core.tenancy import tenant_scope
from optimapos.organization.selectors import visible_locations
from optimapos.products.api import requests as asked
from optimapos.products.api import serializers as shapes
from optimapos.products.api.filters import ProductFilter
from optimapos.products.models import Product
from optimapos.products.selectors import (
    checkable,
    detailed,
    find_by_code,
    main_pictures,
    prices_at,
    products_of,
    validated,
)
from optimapos.products.services import BarcodeService, PackagingService, ProductService

STOREFRONT = OpenApiParameter(
    "storefront", str, description="Where prices are asked for; a terminal's own location if left out."
)
PACKAGING = OpenApiParameter("packaging", UUID, OpenApiParameter.PATH)
BARCODE = OpenApiParameter("barcode", UUID, OpenApiParameter.PATH)
_VIEWED = ["list", "retrieve", "lookup", "validation", "validations"]
_MANAGED = [
    "create",
    "partial_update",
    "life_cycle",
    "packagings",
    "packaging",
    "remove_packaging",
    "barcodes",
    "remove_barcode",
]


@extend_schema(parameters=[STOREFRONT])
class ProductViewSet(ScopedViewSet, mixins.ListModelMixin, mixins.RetrieveModelMixin):
    """Products of the business, newest first unless asked otherwise."""

    serializer_class = shapes.ProductSerializer
    filterset_class = ProductFilter
    sorts = {"name": "name", "sku": "sku", "created_at": "created_at"}
    capabilities = dict.fromkeys(_VIEWED, Capability.PRODUCT_VIEW) | dict.fromkeys(_MANAGED, Capability.PRODUCT_MANAGE)

    def records(self, actor: Actor) -> QuerySet[Product]:
        """All products of the business."""
        return products_of(actor)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One page, each product with its current price."""
        with tenant_scope(self.actor.business_id):
            page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
            rows = shapes.ProductSerializer(page, many=True, context=self._priced(page)).data
            return self.get_paginated_response(rows)

    @extend_schema(responses=shapes.ProductDetailSerializer)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One product with its packagings, barcodes and current price."""
        with tenant_scope(self.actor.business_id):
            return Response(self._presented(path_id(kwargs["pk"])))

    @extend_schema(request=asked.NewProductSerializer, responses={201: shapes.ProductDetailSerializer})
    def create(self, request: Request) -> Response:
        """Create a product with its packagings, barcodes, prices and opening stock: all of it or nothing."""
        return self.act(
            ProductService.create_product,
            present=lambda product: self._presented(product.pk),
            status=201,
            actor=self.actor,
            **self.parsed(asked.NewProductSerializer),
        )

    @extend_schema(request=asked.ProductWriteSerializer(partial=True), responses=shapes.ProductDetailSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change a product."""
        return self.act(
            ProductService.update_product,
            present=lambda product: self._presented(product.pk),
            product_id=path_id(pk),
            actor=self.actor,
            fields=self.parsed(asked.ProductWriteSerializer, partial=True),
        )

    @extend_schema(request=asked.LifeCycleSerializer, responses=shapes.ProductDetailSerializer)
    @action(detail=True, methods=["post"], url_path="life-cycle")
    def life_cycle(self, request: Request, pk: str) -> Response:
        """Move a product to another stage of its life."""
        return self.act(
            ProductService.set_life_cycle,
            present=lambda product: self._presented(product.pk),
            product_id=path_id(pk),
            actor=self.actor,
            **self.parsed(asked.LifeCycleSerializer),
        )

    @extend_schema(
        parameters=[OpenApiParameter("code", str, required=True)], responses=shapes.MatchSerializer, filters=False
    )
    @action(detail=False, methods=["get"], pagination_class=None)
    def lookup(self, request: Request) -> Response:
        """The product with exactly this barcode, else this PLU, else this SKU."""
        query = self.asked(asked.LookupSerializer)
        with tenant_scope(self.actor.business_id):
            match = find_by_code(self.actor, query["code"])
            if match is None:
                return problem_response("PRODUCT_NOT_FOUND", "No product has this code.", query)
            return Response(shapes.MatchSerializer(match, context=self._priced([match.product])).data)

    @extend_schema(responses=shapes.CheckedSerializer, parameters=[])
    @action(detail=True, methods=["get"])
    def validation(self, request: Request, pk: str) -> Response:
        """All that doesn't fit about a product."""
        with tenant_scope(self.actor.business_id):
            product = self._product(checkable(products_of(self.actor)), path_id(pk))
            checked = validated(self.actor, [product], timezone.now())[0]
            return Response(shapes.CheckedSerializer(checked).data)

    @extend_schema(responses=shapes.CheckedSerializer(many=True))
    @action(detail=False, methods=["get"], url_path="validation")
    def validations(self, request: Request) -> Response:
        """One page of products, each with all that doesn't fit about it."""
        with tenant_scope(self.actor.business_id):
            page = self.paginate_queryset(self.filter_queryset(checkable(self.get_queryset()))) or []
            checked = validated(self.actor, page, timezone.now())
            return self.get_paginated_response(shapes.CheckedSerializer(checked, many=True).data)

    @extend_schema(request=asked.NewPackagingSerializer, responses={201: shapes.PackagingSerializer})
    @action(detail=True, methods=["post"])
    def packagings(self, request: Request, pk: str) -> Response:
        """Add a packaging with its barcodes and its price."""
        return self.act(
            PackagingService.add_packaging,
            present=lambda row: shapes.PackagingSerializer(row).data,
            status=201,
            product_id=path_id(pk),
            actor=self.actor,
            packaging=self.parsed(asked.NewPackagingSerializer),
        )

    @extend_schema(
        parameters=[PACKAGING],
        request=asked.PackagingChangesSerializer(partial=True),
        responses=shapes.PackagingSerializer,
    )
    @action(detail=True, methods=["patch"], url_path="packagings/(?P<packaging>[^/.]+)")
    def packaging(self, request: Request, pk: str, packaging: str) -> Response:
        """Change a packaging; its factor only while nothing was sold in it."""
        return self.act(
            PackagingService.change_packaging,
            present=lambda row: shapes.PackagingSerializer(row).data,
            product_id=path_id(pk),
            packaging_id=path_id(packaging),
            actor=self.actor,
            fields=self.parsed(asked.PackagingChangesSerializer, partial=True),
        )

    @extend_schema(parameters=[PACKAGING], responses={204: None})
    @packaging.mapping.delete
    def remove_packaging(self, request: Request, pk: str, packaging: str) -> Response:
        """Delete a packaging that nothing was sold in."""
        return self.act(
            PackagingService.remove_packaging,
            present=lambda _: None,
            status=204,
            product_id=path_id(pk),
            packaging_id=path_id(packaging),
            actor=self.actor,
        )

    @extend_schema(request=asked.NewBarcodeSerializer, responses={201: shapes.BarcodeSerializer})
    @action(detail=True, methods=["post"])
    def barcodes(self, request: Request, pk: str) -> Response:
        """Add a barcode of the product, or of one of its packagings."""
        return self.act(
            BarcodeService.add_barcode,
            present=lambda row: shapes.BarcodeSerializer(row).data,
            status=201,
            product_id=path_id(pk),
            actor=self.actor,
            **self.parsed(asked.NewBarcodeSerializer),
        )

    @extend_schema(parameters=[BARCODE], responses={204: None})
    @action(detail=True, methods=["delete"], url_path="barcodes/(?P<barcode>[^/.]+)")
    def remove_barcode(self, request: Request, pk: str, barcode: str) -> Response:
        """Delete a barcode."""
        return self.act(
            BarcodeService.remove_barcode,
            present=lambda _: None,
            status=204,
            product_id=path_id(pk),
            barcode_id=path_id(barcode),
            actor=self.actor,
        )

    def _presented(self, product_id: UUID) -> Any:
        product = self._product(detailed(products_of(self.actor)), product_id)
        return shapes.ProductDetailSerializer(product, context=self._priced([product])).data

    def _product(self, rows: QuerySet[Product], product_id: UUID) -> Product:
        product = rows.filter(pk=product_id).first()
        if product is None:
            raise Refusal(DomainError("NOT_FOUND", "There is no such product."))
        return product

    def _priced(self, products: Sequence[Product]) -> dict[str, Any]:
        location_id = self._storefront()
        ids = [product.pk for product in products]
        prices = prices_at(self.actor.business_id, ids, location_id, timezone.now())
        pictures = main_pictures(self.actor.business_id, ids)
        return self.get_serializer_context() | {"prices": prices, "pictures": pictures}

    def _storefront(self) -> UUID | None:
        wanted = query_id(self.request, "storefront")
        if wanted and not visible_locations(self.actor).filter(pk=wanted).exists():
            raise Refusal(DomainError("UNKNOWN_LOCATION", "There is no such location.", {"location": str(wanted)}))
        return wanted or self.actor.terminal_location_id
