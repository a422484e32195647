"""Refunds: endpoints 12 to 16 of sales-backend-guide.md, their lists, and voids."""

import hashlib
from functools import partial
from typing import Any, cast
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle, ScopedRateThrottle

from optimapos.apikit.filters import DayFilter
from optimapos.apikit.pagination import CursorPages
from optimapos.apikit.problems import Refusal
from optimapos.apikit.renderers import dump_json
from optimapos.apikit.views import ActorView, ScopedViewSet
from optimapos.core.actors import Actor, Capability
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import tenant_scope
from optimapos.organization.services.approvals import approver_by_pin
from optimapos.refunds.api import shapes
from optimapos.refunds.api.brought import AskBroughtSerializer, brought_of
from optimapos.refunds.models import Refund
from optimapos.refunds.selectors import eligibility_of, is_refused, refunds_of, with_items
from optimapos.refunds.services import BroughtGoodsService, ExchangeService, RefundService, VoidService
from optimapos.refunds.services.building import refuse_unsold
from optimapos.refunds.services.exchanging import Exchange
from optimapos.refunds.types import RefundKind, RefundMethod, RefundReason, RefundStatus
from optimapos.sales.api.checkout import checkout_of
from optimapos.sales.models import Sale
from optimapos.sales.selectors.checkout import Caller
from optimapos.sales.selectors.sales import document_of, sales_of
from optimapos.sales.services.calls import Call


class RefundFilter(filters.FilterSet):
    """By number, sale, place, state, kind, method, reason and business day."""

    search = filters.CharFilter(
        method="_search", max_length=60, help_text="A part of the number of the refund or of the sale's receipt."
    )
    sale = filters.UUIDFilter(field_name="sale_id")
    location = filters.UUIDFilter(field_name="location_id")
    customer = filters.UUIDFilter(
        method="_customer", help_text="Of the sale, or whose credit goods without a receipt are."
    )
    has_receipt = filters.BooleanFilter(
        field_name="sale", lookup_expr="isnull", exclude=True, help_text="Whether the goods came with a receipt."
    )
    is_refused = filters.BooleanFilter(
        method="_refused",
        help_text="Whether a provider would not give some of it back, and nothing went out instead yet.",
    )
    status = filters.MultipleChoiceFilter(choices=RefundStatus.choices)
    kind = filters.ChoiceFilter(choices=RefundKind.choices)
    refund_method = filters.ChoiceFilter(choices=RefundMethod.choices)
    reason = filters.ChoiceFilter(choices=RefundReason.choices)
    date_from = DayFilter(field_name="business_date", lookup_expr="gte")
    date_to = DayFilter(field_name="business_date", lookup_expr="lte")

    class Meta:
        model = Refund
        fields: list[str] = []

    def _customer(self, rows: QuerySet[Refund], name: str, value: UUID) -> QuerySet[Refund]:
        return rows.filter(Q(sale__customer_id=value) | Q(customer_id=value))

    def _refused(self, rows: QuerySet[Refund], name: str, value: bool) -> QuerySet[Refund]:
        return rows.filter(is_refused() if value else ~is_refused())

    def _search(self, rows: QuerySet[Refund], name: str, value: str) -> QuerySet[Refund]:
        number = value.strip().upper()
        return rows.filter(Q(refund_number__contains=number) | Q(sale__receipt_number__contains=number))


class NewestFirst(CursorPages):
    """The last asked for first."""

    ordering = ("-requested_at", "-id")  # type: ignore[assignment]  # the stub knows one name only


def whole(refund: Refund) -> dict[str, Any]:
    """The refund with its lines and what went out for it."""
    rows = with_items(Refund.objects.for_business(refund.business_id).select_related("sale"))
    found = rows.get(pk=refund.pk)
    found.credit_code = refund.credit_code
    return dict(shapes.WholeRefundSerializer(found).data)


def _exchanged(done: Exchange) -> dict[str, Any]:
    sale = Sale.objects.for_business(done.refund.business_id).get(pk=done.sale_id)
    return {"refund": whole(done.refund), "sale": document_of(sale)}


class RefundViewSet(ScopedViewSet, mixins.ListModelMixin):
    """Refunds at the member's locations, the last asked for first."""

    serializer_class = shapes.RefundSerializer
    filterset_class = RefundFilter
    is_personal = True  # an answer may tell the code of store credit
    pagination_class = NewestFirst
    lookup_value_converter = "uuid"
    throttle_scope = "sign-in"
    sorts = {"requested_at": "requested_at", "amount": "amount"}
    capabilities = {
        "list": Capability.SALE_VIEW,
        "retrieve": Capability.SALE_VIEW,
        "create": Capability.REFUND_REQUEST,
        "without_receipt": Capability.REFUND_WITHOUT_RECEIPT,
        "approve": Capability.SALE_VIEW,
        "reject": Capability.SALE_VIEW,
        **dict.fromkeys(["process", "exchange"], Capability.REFUND_PROCESS),
    }

    def records(self, actor: Actor) -> QuerySet[Refund]:
        """Those handled at the member's locations."""
        return refunds_of(actor)

    def get_throttles(self) -> list[BaseThrottle]:
        """PINs are guessed at as slowly as at the door."""
        return [ScopedRateThrottle()] if self.action == "approve" and "pin" in self._body else []

    def fingerprint(self) -> bytes:
        """Without a PIN, which a stored hash would give away."""
        if self.action != "approve" or "pin" not in self._body:
            return super().fingerprint()
        told = {name: value for name, value in self._body.items() if name != "pin"}
        return hashlib.sha256(f"{self.request.path}\n{sorted(told.items())}".encode()).digest()

    @extend_schema(responses=shapes.WholeRefundSerializer)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A refund with its lines and what went out for it."""
        with tenant_scope(self.actor.business_id):
            return Response(whole(self.get_object()))

    @extend_schema(request=shapes.AskRefundSerializer, responses={201: shapes.WholeRefundSerializer})
    def create(self, request: Request) -> Response:
        """Ask for a refund of lines of a sale."""
        body = self.parsed(shapes.AskRefundSerializer)
        return self._act(RefundService.request_refund, status=201, sale_id=body["sale"].pk, asked=shapes.asked_of(body))

    @extend_schema(request=AskBroughtSerializer, responses={201: shapes.WholeRefundSerializer})
    @action(detail=False, methods=["post"], url_path="without-receipt")
    def without_receipt(self, request: Request) -> Response:
        """Ask for money for goods that come without a receipt: in cash, or as store credit."""
        body = self.parsed(AskBroughtSerializer)
        location = body.get("location")
        return self._act(BroughtGoodsService.request_refund, status=201, location=location, brought=brought_of(body))

    @extend_schema(request=shapes.ApproveRefundSerializer, responses=shapes.WholeRefundSerializer)
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, pk: UUID) -> Response:
        """Approve it: from one's own session, or by PIN at the terminal of who asks."""
        body = self.parsed(shapes.ApproveRefundSerializer)
        pin: dict[str, Any] = {name: body.pop(name) for name in ("pin", "email", "member") if name in body}
        actor = self._approver(pin) if pin else self.actor
        return self._act(RefundService.approve, actor=actor, refund_id=pk, **body)

    @extend_schema(request=shapes.RefundReasonSerializer, responses=shapes.WholeRefundSerializer)
    @action(detail=True, methods=["post"])
    def reject(self, request: Request, pk: UUID) -> Response:
        """Reject it, or take one's own question back."""
        return self._act(RefundService.reject, refund_id=pk, **self.parsed(shapes.RefundReasonSerializer))

    @extend_schema(request=shapes.ProcessRefundSerializer, responses=shapes.WholeRefundSerializer)
    @action(detail=True, methods=["post"])
    def process(self, request: Request, pk: UUID) -> Response:
        """Take the goods back and give the money back."""
        chosen = shapes.chosen_of(self.parsed(shapes.ProcessRefundSerializer))
        return self._act(RefundService.process_refund, refund_id=pk, chosen=chosen)

    @extend_schema(request=shapes.ExchangeSerializer, responses=shapes.ExchangedSerializer)
    @action(detail=True, methods=["post"])
    def exchange(self, request: Request, pk: UUID) -> Response:
        """Take the goods back and sell others for them, in one."""
        body = self.parsed(shapes.ExchangeSerializer)
        command = checkout_of(dump_json(body["cart"]))
        call = Call(
            caller=Caller.at_terminal(self.actor),
            key=None,
            fingerprint=b"",
            body=b"",
            origin=self.actor.origin,
            now=timezone.now(),
        )
        return self.act(
            ExchangeService.exchange,
            present=_exchanged,
            actor=self.actor,
            refund_id=pk,
            command=command,
            rest_method=body["rest_method"],
            call=call,
        )

    @property
    def _body(self) -> dict[str, Any]:
        return cast(dict[str, Any], self.request.data if isinstance(self.request.data, dict) else {})

    def _approver(self, pin: dict[str, Any]) -> Actor:
        found: Result[Actor] = approver_by_pin(
            business=self.actor.business_id, actor=self.actor, at=timezone.now(), **pin
        )
        if not found.ok:
            raise Refusal(DomainError(found.code, found.msg, found.data))
        return found.unwrap()

    def _act(self, work: Any, *, status: int = 200, actor: Actor | None = None, **arguments: Any) -> Response:
        return self.act(work, present=whole, status=status, actor=actor or self.actor, at=timezone.now(), **arguments)


class SaleRefundsViewSet(ActorView, viewsets.GenericViewSet[Any]):
    """What may come back of a sale, and taking a whole one back."""

    http_method_names = ["get", "post", "head", "options"]
    serializer_class = shapes.RefundEligibilitiesSerializer
    filterset_class = None
    pagination_class = None
    lookup_value_converter = "uuid"
    capabilities = {"refund_eligibility": Capability.SALE_VIEW, "void": Capability.SALE_VOID}

    def get_queryset(self) -> QuerySet[Sale]:
        """The sales; none where the schema generator asks without an actor."""
        if getattr(self, "swagger_fake_view", False):
            return Sale._base_manager.none()
        return sales_of(self.actor).select_related("location")

    @extend_schema(responses=shapes.RefundEligibilitiesSerializer)
    @action(detail=True, methods=["get"], url_path="refund-eligibility")
    def refund_eligibility(self, request: Request, pk: UUID) -> Response:
        """Which lines may be brought back today, how much of each, and until when."""
        with tenant_scope(self.actor.business_id):
            sale = self.get_object()
            refuse_unsold(sale)
            found = {"sale": sale.pk, "items": eligibility_of(sale, timezone.now())}
            return Response(shapes.RefundEligibilitiesSerializer(found).data)

    @extend_schema(request=shapes.RefundReasonSerializer, responses={201: shapes.WholeRefundSerializer})
    @action(detail=True, methods=["post"])
    def void(self, request: Request, pk: UUID) -> Response:
        """Take a whole sale back that was just made by mistake."""
        work = partial(VoidService.void_sale, sale_id=pk, **self.parsed(shapes.RefundReasonSerializer))
        return self.act(work, present=whole, status=201, actor=self.actor, at=timezone.now())
