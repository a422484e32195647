"""Carts and sales: the endpoints of phase 1 that are not the checkout itself."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.pagination import CursorPages
from optimapos.apikit.problems import Refusal
from optimapos.apikit.renderers import plain
from optimapos.apikit.views import ScopedViewSet
from optimapos.core.actors import Actor, Capability
from optimapos.core.money import currency_exponent
from optimapos.core.result import DomainError
from optimapos.core.tenancy import tenant_scope
from optimapos.pricing.types import PriceSource
from optimapos.sales.answers import figure, line_document, money, sale_head
from optimapos.sales.api import serializers as shapes
from optimapos.sales.api.filters import SaleFilter
from optimapos.sales.commands import Line
from optimapos.sales.facts import Asked, Context, LineFacts
from optimapos.sales.models import Sale, SaleItem
from optimapos.sales.selectors.checkout import Caller, read_checkout
from optimapos.sales.selectors.sales import document_of, held_until, sales_of
from optimapos.sales.selectors.totals import totals_of_sales
from optimapos.sales.services import CartService

REPRICING = frozenset({"customer_id", "customer_site_id", "type", "coupons"})
"""Changes of a cart after which its lines may cost something else."""


class NewestFirst(CursorPages):
    """Newest sales first."""

    ordering = ("-created_at", "-id")  # type: ignore[assignment]


class SaleViewSet(ScopedViewSet):
    """Sales and carts at locations that the member may see, newest first."""

    serializer_class = shapes.SaleSerializer
    queryset = Sale._base_manager.none()
    filterset_class = SaleFilter
    pagination_class = NewestFirst
    lookup_value_converter = "uuid"
    sorts = {"created_at": "created_at", "total_amount": "total_amount", "business_date": "business_date"}
    capabilities = {
        "list": Capability.SALE_VIEW,
        "totals": Capability.SALE_VIEW,
        "retrieve": Capability.SALE_VIEW,
        "create": Capability.SALE_SELL,
        "partial_update": Capability.SALE_SELL,
        "hold": Capability.SALE_SELL,
        "recall": Capability.SALE_SELL,
        "cancel": Capability.SALE_CANCEL,
        "items": Capability.SALE_VIEW,
        "add_item": Capability.SALE_SELL,
        "item": Capability.SALE_VIEW,
        "change_item": Capability.SALE_SELL,
        "remove_item": Capability.SALE_SELL,
    }

    def records(self, actor: Actor) -> QuerySet[Sale]:
        """Sales at the membership's locations."""
        return sales_of(actor)

    @extend_schema(responses=shapes.SaleHeadSerializer(many=True))
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One page of sales, without their lines."""
        with tenant_scope(self.actor.business_id):
            page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
            return self.get_paginated_response([sale_head(sale) for sale in page])

    @extend_schema(responses=shapes.SaleTotalsSerializer, filters=True)
    @action(detail=False, methods=["get"], pagination_class=None)
    def totals(self, request: Request) -> Response:
        """How many sales the same filters leave, and the sums of their amounts."""
        with tenant_scope(self.actor.business_id):
            found = totals_of_sales(self.actor.business_id, self.filter_queryset(self.get_queryset()))
        return Response(shapes.SaleTotalsSerializer(found).data)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A whole sale."""
        with tenant_scope(self.actor.business_id):
            return Response(document_of(self.get_object()))

    @extend_schema(request=shapes.NewSaleSerializer, responses={201: shapes.SaleSerializer})
    def create(self, request: Request) -> Response:
        """Open a cart."""
        return self.act(
            CartService.create_sale,
            present=document_of,
            status=201,
            actor=self.actor,
            at=timezone.now(),
            **{"storefront_id": None, **self.parsed(shapes.NewSaleSerializer)},
        )

    @extend_schema(request=shapes.SaleChangesSerializer)
    def partial_update(self, request: Request, pk: UUID) -> Response:
        """Change a cart's customer, its site, type, coupons, notes or discount."""
        changes = self.parsed(shapes.SaleChangesSerializer)
        for_approval = changes.pop("for_approval")
        read = self._facts_of_lines(pk, changes) if changes.keys() & REPRICING else {}
        return self._on_cart(CartService.update_sale, pk, changes=changes, for_approval=for_approval, **read)

    @extend_schema(request=shapes.LabelSerializer)
    @action(detail=True, methods=["post"])
    def hold(self, request: Request, pk: UUID) -> Response:
        """Park a cart."""
        return self._on_cart(CartService.hold, pk, **self.parsed(shapes.LabelSerializer))

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def recall(self, request: Request, pk: UUID) -> Response:
        """Take a parked cart up again."""
        return self._on_cart(CartService.recall, pk)

    @extend_schema(request=shapes.ReasonSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: UUID) -> Response:
        """Give a cart up."""
        return self._on_cart(CartService.cancel, pk, **self.parsed(shapes.ReasonSerializer))

    @extend_schema(responses=shapes.SaleItemSerializer(many=True))
    @action(detail=True, methods=["get"], pagination_class=None, filterset_class=None)
    def items(self, request: Request, pk: UUID) -> Response:
        """The lines of a sale."""
        with tenant_scope(self.actor.business_id):
            return Response(document_of(self.get_object())["items"])

    @extend_schema(request=shapes.AddItemSerializer, responses={201: shapes.AddedItemSerializer})
    @items.mapping.post
    def add_item(self, request: Request, pk: UUID) -> Response:
        """Add a line and hold its stock."""
        body = self.parsed(shapes.AddItemSerializer)
        line = line_of(body)
        context, facts = self._facts(pk, line)
        return self._on_cart(
            CartService.add_item,
            pk,
            present=_added,
            status=201,
            line=line,
            context=context,
            facts=facts,
            for_approval=body["for_approval"],
        )

    @extend_schema(responses=shapes.ItemDetailSerializer)
    @action(detail=True, methods=["get"], url_path="items/<uuid:item_id>")
    def item(self, request: Request, pk: UUID, item_id: UUID) -> Response:
        """One line with its price waterfall."""
        return Response(_detail(self._line(pk, item_id), self.actor))

    @extend_schema(request=shapes.ItemChangesSerializer, responses=shapes.AddedItemSerializer)
    @item.mapping.patch
    def change_item(self, request: Request, pk: UUID, item_id: UUID) -> Response:
        """Change a line's quantity, price, discount or serial numbers."""
        body = self.parsed(shapes.ItemChangesSerializer)
        line = _changed(self._line(pk, item_id), body)
        context, facts = self._facts(pk, line)
        return self._on_cart(
            CartService.update_item,
            pk,
            present=_added,
            item_id=item_id,
            line=line,
            context=context,
            facts=facts,
            for_approval=body["for_approval"],
        )

    @extend_schema(responses={204: None})
    @item.mapping.delete
    def remove_item(self, request: Request, pk: UUID, item_id: UUID) -> Response:
        """Take a line out of the cart."""
        return self._on_cart(CartService.remove_item, pk, present=lambda _: None, status=204, item_id=item_id)

    def _on_cart(
        self, work: Any, pk: UUID, *, present: Any = document_of, status: int = 200, **arguments: Any
    ) -> Response:
        return self.act(
            work, present=present, status=status, actor=self.actor, sale_id=pk, at=timezone.now(), **arguments
        )

    def _line(self, pk: UUID, item_id: UUID) -> SaleItem:
        with tenant_scope(self.actor.business_id):
            found: SaleItem | None = self.get_object().sale_items.filter(pk=item_id).select_related("sale").first()
        if found is None:
            raise Refusal(DomainError("ITEM_NOT_FOUND", "There is no such line in the cart."))
        return found

    def _facts(self, pk: UUID, line: Line) -> tuple[Context, LineFacts]:
        """What is known of the line's product at the cart's place, read before the operation without locks."""
        with tenant_scope(self.actor.business_id):
            sale = self.get_object()
        asked = Asked(
            at=timezone.now(),
            storefront=sale.location_id,
            customer=sale.customer_id,
            customer_site=sale.customer_site_id,
            products=[line.product],
            barcodes=[line.barcode],
            packagings=[line.packaging],
        )
        context, facts = _read(self.actor, asked)
        return context, facts[0]

    def _facts_of_lines(self, pk: UUID, changes: dict[str, Any]) -> dict[str, Any]:
        """The same for all lines of the cart, for the customer that it gets."""
        with tenant_scope(self.actor.business_id):
            sale = self.get_object()
            rows = list(sale.sale_items.order_by("line_no"))
        asked = Asked(
            at=timezone.now(),
            storefront=sale.location_id,
            customer=changes.get("customer_id", sale.customer_id),
            customer_site=changes.get("customer_site_id", None if "customer_id" in changes else sale.customer_site_id),
            products=[row.product_id for row in rows],
            barcodes=[None] * len(rows),
            packagings=[row.packaging_id for row in rows],
        )
        context, facts = _read(self.actor, asked)
        return {"context": context, "facts": {row.pk: found for row, found in zip(rows, facts, strict=True)}}


def _read(actor: Actor, asked: Asked) -> tuple[Context, list[LineFacts]]:
    context, facts, _ = read_checkout(Caller.by_actor(actor), asked)
    if context is None:
        raise Refusal(DomainError("NOT_AUTHENTICATED", "Sign in first."))
    return context, facts


def line_of(body: dict[str, Any]) -> Line:
    """A line as the services take it."""
    figures = {name: plain(body[name]) for name in ("discount_percentage", "discount_amount") if name in body}
    price = body.get("unit_price")
    return Line(
        quantity=plain(body["quantity"]),
        product=body.get("product"),
        barcode=body.get("barcode"),
        stock_product=body.get("stock_product"),
        packaging=body.get("packaging"),
        unit_price=None if price is None else plain(price),
        serials=body.get("serials", []),
        **figures,
    )


def _changed(found: SaleItem, changes: dict[str, Any]) -> Line:
    price = changes.get("unit_price")
    return Line(
        quantity=plain(changes.get("quantity", found.quantity)),
        product=found.product_id,
        packaging=found.packaging_id,
        unit_price=None if price is None else plain(price),
        discount_percentage=plain(changes.get("discount_percentage", found.discount_percentage)),
        discount_amount=plain(changes.get("discount_amount", found.discount_fixed)),
        serials=changes.get("serials", found.serials),
    )


def _added(made: tuple[Sale, SaleItem]) -> dict[str, Any]:
    sale, item = made
    places = currency_exponent(sale.currency)
    return {
        **line_document(item, places),
        "total_amount": money(sale.total_amount, places),
        "reserved_until": held_until(sale),
    }


def _detail(item: SaleItem, actor: Actor) -> dict[str, Any]:
    places = currency_exponent(item.sale.currency)
    sees_costs = actor.can(Capability.COST_VIEW)
    steps = [step for step in item.waterfall if sees_costs or step["source"] != PriceSource.FALLBACK]
    document = {**line_document(item, places), "waterfall": steps}
    if sees_costs:
        document |= {
            "cost_amount": figure(item.cost_amount, places),
            "unit_cost": figure(item.unit_cost, places),
            "profit_amount": figure(item.profit_amount, places),
            "profit_margin": figure(item.profit_margin, 1),
            "total_profit_amount": figure(item.total_profit_amount, places),
        }
    return document
