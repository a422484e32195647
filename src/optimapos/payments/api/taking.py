"""Endpoints of tills: have a card or a phone charged, ask how it stands, give it up, tell what a card machine said."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.idempotency import key_of
from optimapos.apikit.problems import Refusal, problem_response
from optimapos.apikit.views import ActorView
from optimapos.core.actors import Capability
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import tenant_scope
from optimapos.organization.selectors import currency_of
from optimapos.payments.api import serializers as shapes
from optimapos.payments.models import PaymentIntent
from optimapos.payments.rules.waiting import ASK_AFTER
from optimapos.payments.selectors import accounts_of, intent_of
from optimapos.payments.services import NewIntent, PaymentIntentService, advance
from optimapos.payments.services.manual import ManualTerminalService
from optimapos.payments.services.refunds import ProviderRefundService
from optimapos.payments.types import IntentKind, IntentMethod, Provider
from optimapos.sales.commands import TenderLine
from optimapos.sales.types import PaymentMethod
from optimapos.wallet.api.throttles import slow_down

WAITS = frozenset({"BUSY", "UNAVAILABLE"})
"""What an answer that could not be written yet is refused with; the poller writes it."""


class IntentView(ActorView):
    """What the views of intents share."""

    def shown(
        self, intent_id: UUID, shape: type[serializers.ModelSerializer[PaymentIntent]], status: int = 200
    ) -> Response:
        """The intent as it is now."""
        with tenant_scope(self.actor.business_id):
            intent = intent_of(self.actor, intent_id)
            if intent is None:
                raise Refusal(DomainError("NOT_FOUND", "There is no such payment."))
            return Response(shape(intent).data, status=status)

    def advanced(self, intent_id: UUID) -> None:
        """Ask the provider. What it does not answer now is the poller's.

        Refuses: what is not about waiting.
        """
        result = advance(business=self.actor.business_id, intent_id=intent_id, at=timezone.now())
        if not result.ok and result.code not in WAITS:
            raise Refusal(DomainError(result.code, result.msg, result.data, result.suggestions))

    def found(self, wanted: UUID) -> PaymentIntent:
        """The intent of this id, or of the payment with it.

        Refuses: NOT_FOUND.
        """
        with tenant_scope(self.actor.business_id):
            intent = intent_of(self.actor, wanted)
        if intent is None:
            raise Refusal(DomainError("NOT_FOUND", "There is no such payment."))
        return intent


class WaysView(ActorView):
    """GET /api/payments/ways/."""

    capabilities = {"get": Capability.PAYMENT_TAKE}

    @extend_schema(responses=shapes.WaySerializer(many=True))
    def get(self, request: Request) -> Response:
        """The open accounts that take the business's currency, the oldest first: what a till offers to pay by."""
        with tenant_scope(self.actor.business_id):
            open_ones = accounts_of(self.actor).filter(
                is_active=True, currencies__contains=[currency_of(self.actor.business_id)]
            )
            return Response(shapes.WaySerializer(open_ones.order_by("id"), many=True).data)


class TakingView(IntentView):
    """Intend, call, settle: one request, two transactions and a call between them."""

    capabilities = {"post": Capability.PAYMENT_TAKE}
    method = IntentMethod.CARD
    body: type[serializers.Serializer[Any]] = shapes.CardIntentBody
    shape: type[serializers.ModelSerializer[PaymentIntent]] = shapes.CardIntentSerializer

    def take(self, request: Request) -> Response:
        """Ask for the payment; the same request again tells how it stands."""
        new = self._new(request)
        if any(tender.code for tender in new.tenders):
            slow_down(request._request)  # codes are guessed at as slowly here as where they are looked up
        result = PaymentIntentService.begin(
            business=self.actor.business_id, actor=self.actor, new=new, at=timezone.now()
        )
        if not result.ok:
            return problem_response(result.code, result.msg, result.data, result.suggestions)
        intent, is_new = result.unwrap()
        if is_new:
            self.advanced(intent.pk)
        answer = self.shown(intent.pk, self.shape, status=201)
        if not is_new:
            answer["Idempotent-Replayed"] = "true"
        return answer

    def _new(self, request: Request) -> NewIntent:
        body = self.parsed(self.body)
        account = body.get("account")
        return NewIntent(
            sale_id=body["sale"].pk,
            method=self.method,
            amount=body.get("amount"),
            currency=body.get("currency", ""),
            account_id=account.pk if account else None,
            tenders=[_tender(each) for each in body.get("payments", [])],
            phone=body.get("phone_number", ""),
            network=body.get("network", ""),
            email=body.get("email", ""),
            request_key=key_of(request._request),
            request_hash=self.fingerprint(),
        )


class CardIntentView(TakingView):
    """POST /api/payments/card-intent/."""

    @extend_schema(request=shapes.CardIntentBody, responses={201: shapes.CardIntentSerializer})
    def post(self, request: Request) -> Response:
        """Have a card charged for a sale. A cart waits for it as PENDING, and is completed once the money is there."""
        return self.take(request)


class MobileMoneyView(TakingView):
    """POST /api/payments/mobile-money/."""

    method = IntentMethod.MOMO
    body = shapes.MobileMoneyBody
    shape = shapes.MobileMoneySerializer

    @extend_schema(request=shapes.MobileMoneyBody, responses={201: shapes.MobileMoneySerializer})
    def post(self, request: Request) -> Response:
        """Have a phone charged for a sale: its owner is asked to agree."""
        return self.take(request)


class StatusView(IntentView):
    """GET /api/payments/{id}/status/."""

    capabilities = {"get": Capability.SALE_VIEW}

    @extend_schema(responses=shapes.MobileMoneySerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        """How a payment stands, by its id or by that of the payment made of it. The provider is asked when that is a while
        ago.
        """
        intent = self.found(pk)
        is_stale = intent.asked_at is None or timezone.now() - intent.asked_at >= ASK_AFTER
        if intent.is_open and intent.provider != Provider.MANUAL and is_stale:
            self.advanced(intent.pk)
        return self.shown(intent.pk, shapes.MobileMoneySerializer)


class CancelView(IntentView):
    """POST /api/payments/{id}/cancel/."""

    capabilities = {"post": Capability.PAYMENT_TAKE}

    @extend_schema(request=None, responses=shapes.IntentSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        """Give a payment up: its sale is a cart again. Should the customer have paid meanwhile, the money waits to be given
        back.
        """
        result = PaymentIntentService.cancel(
            business=self.actor.business_id, actor=self.actor, intent_id=pk, at=timezone.now()
        )
        if not result.ok:
            return problem_response(result.code, result.msg, result.data, result.suggestions)
        self.advanced(pk)
        return self.shown(pk, shapes.IntentSerializer)


class ConfirmView(IntentView):
    """POST /api/payments/{id}/confirm/."""

    capabilities = {"post": Capability.PAYMENT_TAKE}

    @extend_schema(request=shapes.ConfirmBody, responses=shapes.IntentSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        """Tell what a card machine that is not connected said."""
        body = self.parsed(shapes.ConfirmBody)
        result: Result[Any] = ManualTerminalService.confirm(
            business=self.actor.business_id,
            actor=self.actor,
            intent_id=pk,
            approved=body["approved"],
            reference=body.get("reference", ""),
            at=timezone.now(),
        )
        if not result.ok:
            return problem_response(result.code, result.msg, result.data, result.suggestions)
        return self.shown(pk, shapes.IntentSerializer)


class RefundView(IntentView):
    """POST /api/payments/{id}/refund/."""

    capabilities = {"post": Capability.PAYMENT_MANAGE}

    @extend_schema(request=None, responses={201: shapes.IntentSerializer})
    def post(self, request: Request, pk: UUID) -> Response:
        """Give back money that was taken and pays for nothing."""
        result = ProviderRefundService.refund_unapplied(
            business=self.actor.business_id, actor=self.actor, intent_id=pk, at=timezone.now()
        )
        if not result.ok:
            return problem_response(result.code, result.msg, result.data, result.suggestions)
        refund = result.unwrap()
        if refund.kind == IntentKind.REFUND and refund.is_open:
            self.advanced(refund.pk)
        return self.shown(refund.pk, shapes.IntentSerializer, status=201)


def _tender(body: dict[str, Any]) -> TenderLine:
    return TenderLine(
        PaymentMethod(body["payment_method"]),
        f"{body['amount_paid']:f}",
        body.get("transaction_reference", ""),
        code=body.get("code", ""),
    )
