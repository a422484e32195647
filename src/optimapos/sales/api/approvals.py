"""Approvals at the till: asked for a cart, granted or denied by somebody else, there by a PIN or from an own session."""

import hashlib
from datetime import datetime
from functools import cached_property
from typing import Any, cast

from django.db.models import QuerySet
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle, ScopedRateThrottle

from optimapos.apikit.pagination import CursorPages
from optimapos.apikit.paths import path_id
from optimapos.apikit.renderers import plain
from optimapos.apikit.views import ScopedViewSet
from optimapos.core.actors import Actor, Capability
from optimapos.organization.models import Approval
from optimapos.organization.selectors import approvals_of, waiting_or_own
from optimapos.organization.services import ApprovalService
from optimapos.organization.types import ApprovalAction, ApprovalStatus
from optimapos.sales.api import approval_shapes as shapes
from optimapos.sales.api.views import line_of
from optimapos.sales.commands import Checkout
from optimapos.sales.services.approvals import CartApprovalService, Question
from optimapos.sales.types import SaleType


class ApprovalFilter(filters.FilterSet):
    """By place, state and action."""

    storefront = filters.UUIDFilter(field_name="location_id")
    status = filters.ChoiceFilter(choices=ApprovalStatus.choices)
    action = filters.ChoiceFilter(choices=ApprovalAction.choices)

    class Meta:
        model = Approval
        fields: list[str] = []


class NewestFirst(CursorPages):
    """Newest first."""

    ordering = ("-asked_at", "-id")  # type: ignore[assignment]  # the stub knows one name only


class ApprovalViewSet(ScopedViewSet, mixins.ListModelMixin, mixins.RetrieveModelMixin):
    """Approvals: those that wait at the member's locations, and the member's own."""

    serializer_class = shapes.ApprovalSerializer
    filterset_class = ApprovalFilter
    pagination_class = NewestFirst
    throttle_scope = "sign-in"
    capabilities = {
        "list": Capability.SALE_VIEW,
        "retrieve": Capability.SALE_VIEW,
        "create": Capability.SALE_SELL,
        "grant": Capability.SALE_VIEW,
        "deny": Capability.SALE_VIEW,
    }

    @cached_property
    def at(self) -> datetime:
        """When the request came."""
        return timezone.now()

    def records(self, actor: Actor) -> QuerySet[Approval]:
        """In the list what waits and one's own; by id all of the member's locations."""
        return waiting_or_own(actor, self.at) if self.action == "list" else approvals_of(actor)

    def get_throttles(self) -> list[BaseThrottle]:
        """PINs are guessed at as slowly as at the door."""
        return [ScopedRateThrottle()] if self.action == "grant" and self.request.data else []

    def fingerprint(self) -> bytes:
        """Without a PIN, which a stored hash would give away."""
        body = cast(dict[str, Any], self.request.data)
        if self.action != "grant" or "pin" not in body:
            return super().fingerprint()
        return hashlib.sha256(f"{self.request.path}\n{body.get('email', body.get('member'))}".encode()).digest()

    def get_serializer_context(self) -> dict[str, Any]:
        """With the instant by which they lapse."""
        return super().get_serializer_context() | {"at": self.at}

    @extend_schema(request=shapes.AskSerializer, responses={201: shapes.ApprovalSerializer})
    def create(self, request: Request) -> Response:
        """Ask for an approval of a cart."""
        body = self.parsed(shapes.AskSerializer)
        question = Question(
            action=body["action"],
            sale_id=body.get("sale"),
            cart=_cart(body["cart"]) if "cart" in body else None,
            amount=body.get("amount"),
        )
        return self._act(CartApprovalService.ask, status=201, question=question, reason=body["reason"])

    @extend_schema(request=shapes.GrantSerializer)
    @action(detail=True, methods=["post"])
    def grant(self, request: Request, pk: str) -> Response:
        """Grant it for two minutes: from one's own session, or by PIN at the terminal of who asks."""
        body = self.parsed(shapes.GrantSerializer)
        work = ApprovalService.grant_by_pin if body else ApprovalService.grant
        return self._act(work, approval_id=path_id(pk), **body)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def deny(self, request: Request, pk: str) -> Response:
        """Deny it, or take one's own question back."""
        return self._act(ApprovalService.deny, approval_id=path_id(pk))

    def _act(self, work: Any, *, status: int = 200, **arguments: Any) -> Response:
        return self.act(
            work,
            present=lambda row: self.get_serializer(row).data,
            status=status,
            actor=self.actor,
            at=self.at,
            **arguments,
        )


def _cart(body: dict[str, Any]) -> Checkout:
    figures: dict[str, Any] = {
        name: plain(body[name]) for name in ("discount_percentage", "discount_amount") if name in body
    }
    return Checkout(
        items=[line_of(line) for line in body["items"]],
        storefront=body["storefront"],
        type=SaleType(body["type"]),
        customer=body["customer"],
        customer_site=body["customer_site"],
        coupons=body["coupons"],
        approvals=body["approvals"],
        **figures,
    )
