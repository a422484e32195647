"""Endpoint of refunds that failed: what a provider would not give back goes back another way."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.views import ActorView
from optimapos.core.actors import Capability
from optimapos.core.money import currency_exponent
from optimapos.payments.services.replacing import RefundReplacementService, Replaced
from optimapos.payments.types import WayInstead
from optimapos.sales.answers import money


class ReplaceBody(serializers.Serializer[Any]):
    """How it goes back instead."""

    payment_method = serializers.ChoiceField(choices=WayInstead.choices)


class ReplacementSerializer(serializers.Serializer[Any]):
    """What went out instead. `credit_code`: of store credit that has no customer, told by this answer alone."""

    id = serializers.UUIDField(source="payment.pk")
    replaces = serializers.UUIDField(source="payment.replaces_id")
    refund = serializers.UUIDField(source="payment.refund_id")
    sale = serializers.UUIDField(source="payment.sale_id")
    shift = serializers.UUIDField(source="payment.shift_id", allow_null=True)
    payment_method = serializers.CharField(source="payment.payment_method")
    status = serializers.CharField(source="payment.status")
    currency = serializers.CharField(source="payment.currency")
    amount_paid = serializers.SerializerMethodField()
    credit_code = serializers.SerializerMethodField()

    def get_amount_paid(self, row: Replaced) -> str:
        """With the currency's decimals."""
        return money(row.payment.amount_paid, currency_exponent(row.payment.currency))

    def get_credit_code(self, row: Replaced) -> str | None:
        """In groups, to be handed to whoever the money belongs to."""
        return row.credit_code or None


class ReplaceView(ActorView):
    """POST /api/payments/{id}/replace/."""

    capabilities = {"post": Capability.REFUND_PROCESS}
    is_personal = True  # an answer may tell the code of store credit

    @extend_schema(request=ReplaceBody, responses={201: ReplacementSerializer})
    def post(self, request: Request, pk: UUID) -> Response:
        """Give back another way what a provider refused to give back: in cash out of the drawer of one's shift, or as store
        credit of the customer, else with a code. A payment is replaced once.
        """
        body = self.parsed(ReplaceBody)
        return self.act(
            RefundReplacementService.replace_failed_refund,
            present=lambda done: dict(ReplacementSerializer(done).data),
            status=201,
            actor=self.actor,
            payment_id=pk,
            method=WayInstead(body["payment_method"]),
            at=timezone.now(),
        )
