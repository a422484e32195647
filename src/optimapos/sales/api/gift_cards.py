"""/api/gift-card-sales/: gift cards are sold and loaded for money, and taken back."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.problems import Refusal
from optimapos.apikit.views import ActorView
from optimapos.core.actors import Actor, Capability
from optimapos.core.result import DomainError
from optimapos.core.tenancy import tenant_scope
from optimapos.organization.models import Location
from optimapos.sales.api import gift_card_shapes as shapes
from optimapos.sales.api.accounts import place_of_money
from optimapos.sales.models import Payment
from optimapos.sales.selectors.gift_cards import CardSale, card_sales_of, told
from optimapos.sales.services.gift_cards import GiftCardSaleService
from optimapos.wallet.api.throttles import slow_down
from optimapos.wallet.models import WalletEntry


class CardSaleFilter(filters.FilterSet):
    """By the shift that they count in, and by till."""

    shift = filters.UUIDFilter(method="_shift")
    terminal = filters.UUIDFilter(field_name="terminal_id")

    class Meta:
        model = WalletEntry
        fields: list[str] = []

    def _shift(self, rows: QuerySet[Any], name: str, value: UUID) -> QuerySet[Any]:
        paid = Payment.objects.for_business(self.request.auth.business_id).filter(shift_id=value, sale=None)
        return rows.filter(pk__in=paid.values("wallet_entry_id"))


class GiftCardSaleViewSet(ActorView, viewsets.GenericViewSet[Any]):
    """Gift cards that were sold."""

    http_method_names = ["get", "post", "head", "options"]
    serializer_class = shapes.CardSaleSerializer
    filterset_class = CardSaleFilter
    lookup_value_converter = "uuid"
    capabilities = {
        **dict.fromkeys(["list", "retrieve"], Capability.SALE_VIEW),
        "create": Capability.SALE_SELL,
        "void": Capability.SALE_VOID,
    }

    @property
    def is_personal(self) -> bool:  # type: ignore[override]  # of one of its actions alone
        """The answer to selling has a code, so it is stored sealed."""
        return self.action == "create"

    def get_queryset(self) -> QuerySet[WalletEntry]:
        """The entries; none where the schema generator asks without an actor."""
        if getattr(self, "swagger_fake_view", False):
            return WalletEntry._base_manager.none()
        return card_sales_of(self.actor)

    @extend_schema(responses=shapes.CardSaleSerializer(many=True))
    def list(self, request: Request) -> Response:
        """One page, newest first. No row has a code."""
        with tenant_scope(self.actor.business_id):
            page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
            found = told(self.actor.business_id, page)
            return self.get_paginated_response(shapes.CardSaleSerializer(found, many=True).data)

    @extend_schema(responses=shapes.CardSaleSerializer, filters=False)
    def retrieve(self, request: Request, pk: UUID) -> Response:
        """One card that was sold."""
        with tenant_scope(self.actor.business_id):
            return Response(shapes.CardSaleSerializer(sold_card(self.actor, pk)).data)

    @extend_schema(request=shapes.SellCardBody, responses={201: shapes.CardSoldSerializer}, filters=False)
    def create(self, request: Request) -> Response:
        """Sell a gift card, or load the card of a `code`. It is no sale: money is taken, and as much is owed. A new card's
        code is told in this answer, and again under the same idempotency key.
        """
        body = self.parsed(shapes.SellCardBody)
        if body.get("code"):
            slow_down(request._request)
        tenders, location = shapes.tenders_of(body), _place(self.actor, body)
        body.pop("payments")
        return self.act(
            GiftCardSaleService.sell,
            present=lambda sold: shapes.CardSoldSerializer(sold).data,
            status=201,
            actor=self.actor,
            location=location,
            tenders=tenders,
            at=timezone.now(),
            **body,
        )

    @extend_schema(request=shapes.VoidCardBody, responses=shapes.CardSaleSerializer, filters=False)
    @action(detail=True, methods=["post"])
    def void(self, request: Request, pk: UUID) -> Response:
        """Take a card back that was sold by mistake: at its till, in its shift, while nothing of it was spent. The money goes
        out as it came in, and a card that was sold new is blocked.
        """
        body = self.parsed(shapes.VoidCardBody)
        return self.act(
            GiftCardSaleService.void,
            present=lambda sold: shapes.CardSaleSerializer(sold).data,
            actor=self.actor,
            entry_id=pk,
            location=_place(self.actor, body),
            at=timezone.now(),
            **body,
        )


def sold_card(actor: Actor, pk: UUID) -> CardSale:
    """A card that the actor may see.

    Refuses: NOT_FOUND.
    """
    found = card_sales_of(actor).filter(pk=pk).first()
    if found is None:
        raise Refusal(DomainError("NOT_FOUND", "There is no such card that was sold."))
    return told(actor.business_id, [found])[0]


def _place(actor: Actor, body: dict[str, Any]) -> Location:
    """Where the terminal is; the body's place for a session without one.

    Refuses: UNKNOWN_LOCATION.
    """
    named: Location | None = body.pop("location", None)
    here: Location = named if named and actor.terminal_id is None else place_of_money(actor)
    return here
