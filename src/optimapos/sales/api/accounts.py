"""A customer's purchases and payments: what they bought, what they paid, and money taken for what they owe."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.fields import AmountField
from optimapos.apikit.problems import Refusal
from optimapos.apikit.related import ScopedRelatedField
from optimapos.apikit.views import ActorView
from optimapos.core.actors import Actor, Capability
from optimapos.core.result import DomainError
from optimapos.core.tenancy import tenant_scope
from optimapos.organization.selectors import visible_locations
from optimapos.partners.models import Customer
from optimapos.partners.selectors import customers_of
from optimapos.partners.types import Wish
from optimapos.sales.answers import sale_head
from optimapos.sales.api.serializers import SaleHeadSerializer
from optimapos.sales.models import Payment, Sale
from optimapos.sales.selectors.sales import payments_of, purchases_of, sales_of
from optimapos.sales.services.accounts import CustomerPaymentService, TakenPayment
from optimapos.sales.types import TILL_TENDERS, PaymentPurpose

MAX_ALLOCATIONS = 200


class SaleAllocationBody(serializers.Serializer[Any]):
    """So much of a sale that is to be settled."""

    sale = ScopedRelatedField(sales_of)
    amount = AmountField()


class CustomerPaymentBody(serializers.Serializer[Any]):
    """Money for what a customer owes. Without `allocations` it settles the oldest due first."""

    amount = AmountField()
    payment_method = serializers.ChoiceField(choices=TILL_TENDERS)
    tendered = AmountField(required=False)
    transaction_reference = serializers.CharField(max_length=120, allow_blank=True, required=False)
    phone_number = serializers.CharField(max_length=32, allow_blank=True, required=False)
    location = ScopedRelatedField(visible_locations, required=False)
    allocations = serializers.ListField(child=SaleAllocationBody(), max_length=MAX_ALLOCATIONS, required=False)


class CustomerPaymentSerializer(serializers.ModelSerializer[Payment]):
    """A payment, and its `purpose`: without a sale what the customer owed, a gift card, or goods without a receipt."""

    purpose = serializers.ChoiceField(choices=PaymentPurpose.choices)
    sale = serializers.UUIDField(source="sale_id", allow_null=True)
    receipt_number = serializers.CharField(source="sale.receipt_number", default=None, allow_null=True)
    amount_paid = AmountField()
    tendered = AmountField()
    change = AmountField()

    class Meta:
        model = Payment
        fields = [
            "id",
            "purpose",
            "sale",
            "receipt_number",
            "direction",
            "payment_method",
            "status",
            "amount_paid",
            "tendered",
            "change",
            "currency",
            "transaction_reference",
            "business_date",
            "created_at",
        ]


class SettledSerializer(serializers.Serializer[Any]):
    """So much of a debt is settled; `source_id` is the sale, or the entry of an opening balance or an adjustment."""

    source_id = serializers.UUIDField(source="debit.source_id")
    due_date = serializers.DateField(source="debit.due_date")
    amount = AmountField()


class TakenPaymentSerializer(serializers.Serializer[TakenPayment]):
    """A payment on account, what it settled, and what stays as the customer's credit."""

    payment = CustomerPaymentSerializer()
    settled = SettledSerializer(source="parts", many=True)
    kept_as_credit = AmountField(source="kept")
    outstanding_balance = AmountField(source="customer.outstanding_balance", low=None)
    available_credit = AmountField(source="customer.available_credit", low=None)


class CustomerSalesViewSet(ActorView, viewsets.GenericViewSet[Any]):
    """One customer's purchases and payments."""

    http_method_names = ["get", "post", "head", "options"]
    serializer_class = CustomerPaymentSerializer
    filterset_class = None
    lookup_value_converter = "uuid"
    capabilities = dict.fromkeys(["purchases", "payments"], Capability.CUSTOMER_VIEW) | {
        "take_payment": Capability.SALE_SELL
    }

    def get_queryset(self) -> QuerySet[Customer]:
        """The customers; none where the schema generator asks without an actor."""
        if getattr(self, "swagger_fake_view", False):
            return Customer._base_manager.none()
        return customers_of(self.actor)

    @extend_schema(responses=SaleHeadSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"])
    def purchases(self, request: Request, pk: UUID) -> Response:
        """What the customer bought, newest first."""
        with tenant_scope(self.actor.business_id):
            self._check_known(pk)
            page: list[Sale] = self.paginate_queryset(purchases_of(self.actor, pk)) or []
            return self.get_paginated_response([sale_head(sale) for sale in page])

    @extend_schema(responses=CustomerPaymentSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"])
    def payments(self, request: Request, pk: UUID) -> Response:
        """What the customer paid, newest first."""
        with tenant_scope(self.actor.business_id):
            self._check_known(pk)
            page = self.paginate_queryset(payments_of(self.actor, pk))
            return self.get_paginated_response(CustomerPaymentSerializer(page, many=True).data)

    @extend_schema(request=CustomerPaymentBody, responses={201: TakenPaymentSerializer}, filters=False)
    @payments.mapping.post
    def take_payment(self, request: Request, pk: UUID) -> Response:
        """Take money for what the customer owes."""
        body = self.parsed(CustomerPaymentBody)
        wishes = [Wish(each["sale"].pk, each["amount"]) for each in body.pop("allocations", [])]
        return self.act(
            CustomerPaymentService.record_payment,
            present=lambda taken: TakenPaymentSerializer(taken).data,
            status=201,
            actor=self.actor,
            customer_id=pk,
            location=body.pop("location", None) or place_of_money(self.actor),
            fields=body,
            allocations=wishes,
            at=timezone.now(),
        )

    def _check_known(self, pk: UUID) -> None:
        if not customers_of(self.actor).filter(pk=pk).exists():
            raise Refusal(DomainError("CUSTOMER_NOT_FOUND", "There is no such customer.", {"customer": str(pk)}))


def place_of_money(actor: Actor) -> Any:
    """The place of the terminal that takes the money.

    Refuses: UNKNOWN_LOCATION.
    """
    with tenant_scope(actor.business_id):
        here = actor.terminal_location_id
        place = visible_locations(actor).filter(pk=here).first() if here else None
    if place is None:
        raise Refusal(DomainError("UNKNOWN_LOCATION", "Say at which location the money is taken.", {}))
    return place
