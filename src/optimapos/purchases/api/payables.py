"""Payments to suppliers and their credit notes."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.filters import DayFilter
from optimapos.apikit.paths import path_id, query_id
from optimapos.core.actors import Actor, Capability
from optimapos.core.money import round_money
from optimapos.core.tenancy import tenant_scope
from optimapos.purchases.api import payable_bodies as bodies
from optimapos.purchases.api import payable_shapes as shapes
from optimapos.purchases.api.rights import AmountsViewSet
from optimapos.purchases.models import SupplierCreditNote, SupplierPayment
from optimapos.purchases.selectors.papers import allocations_of, credit_notes_of, payments_of
from optimapos.purchases.selectors.payables import credits_expected
from optimapos.purchases.services.payables import SupplierCreditNoteService, SupplierPaymentService
from optimapos.purchases.types import NewCreditLine, PaymentMethod, Wish

_READ = ["list", "retrieve", "allocations"]
_WRITE = ["create", "allocate", "reverse"]
SUPPLIER = OpenApiParameter("supplier", OpenApiTypes.UUID, description="All suppliers if left out.")


class PaymentFilter(filters.FilterSet):
    """By supplier, location, method and day."""

    supplier = filters.UUIDFilter(field_name="supplier_id")
    location = filters.UUIDFilter(field_name="location_id")
    method = filters.ChoiceFilter(choices=PaymentMethod.choices)
    date_from = DayFilter(field_name="paid_on", lookup_expr="gte")
    date_to = DayFilter(field_name="paid_on", lookup_expr="lte")
    has_open = filters.BooleanFilter(method="_open")

    class Meta:
        model = SupplierPayment
        fields: list[str] = []

    def _open(self, rows: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        return rows.filter(open_amount__gt=0) if value else rows.filter(open_amount=0)


class CreditNoteFilter(filters.FilterSet):
    """By supplier, location and day."""

    supplier = filters.UUIDFilter(field_name="supplier_id")
    location = filters.UUIDFilter(field_name="location_id")
    date_from = DayFilter(field_name="document_date", lookup_expr="gte")
    date_to = DayFilter(field_name="document_date", lookup_expr="lte")

    class Meta:
        model = SupplierCreditNote
        fields: list[str] = []


class SettlingViewSet(AmountsViewSet, mixins.ListModelMixin, mixins.RetrieveModelMixin):
    """What payments and credit notes have in common: what they settle."""

    capabilities = dict.fromkeys(_READ, Capability.SUPPLIER_VIEW) | dict.fromkeys(_WRITE, Capability.SUPPLIER_PAY)

    @extend_schema(responses=shapes.AllocationSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"], pagination_class=None, filterset_class=None)
    def allocations(self, request: Request, pk: str) -> Response:
        """What it settles now, oldest first."""
        with tenant_scope(self.actor.business_id):
            rows = allocations_of(self.actor, self.get_object().pk)
            return Response(shapes.AllocationSerializer(rows, many=True).data)

    def presented(self, row: Any) -> Any:
        """The record as a later GET answers it."""
        return self.get_serializer(self.records(self.actor).get(pk=row.pk)).data

    def wishes(self) -> list[Wish] | None:
        """What is to be settled; None where the body leaves it to the order of due dates."""
        return _wishes(self.parsed(bodies.AllocatingBody).get("allocations"))


class SupplierPaymentViewSet(SettlingViewSet):
    """Payments to suppliers and refunds, booked at the member's locations."""

    serializer_class = shapes.SupplierPaymentSerializer
    filterset_class = PaymentFilter

    def records(self, actor: Actor) -> QuerySet[SupplierPayment]:
        """With what is left of each."""
        return payments_of(actor)

    @extend_schema(request=bodies.SupplierPaymentBody, responses={201: shapes.SupplierPaymentSerializer})
    def create(self, request: Request) -> Response:
        """Book a payment; it settles what is named, or the oldest due first."""
        body = self.parsed(bodies.SupplierPaymentBody)
        return self.act(
            SupplierPaymentService.create_payment,
            present=self.presented,
            status=201,
            actor=self.actor,
            location=body.pop("location"),
            supplier=body.pop("supplier"),
            allocations=_wishes(body.pop("allocations", None)),
            fields=body,
            at=timezone.now(),
        )

    @extend_schema(request=bodies.AllocatingBody, responses=shapes.SupplierPaymentSerializer, filters=False)
    @action(detail=True, methods=["post"])
    def allocate(self, request: Request, pk: str) -> Response:
        """Let what is left of it settle invoices."""
        return self.act(
            SupplierPaymentService.allocate_payment,
            present=self.presented,
            actor=self.actor,
            payment_id=path_id(pk),
            allocations=self.wishes(),
            at=timezone.now(),
        )

    @extend_schema(request=bodies.ReversalBody, responses=shapes.SupplierPaymentSerializer, filters=False)
    @action(detail=True, methods=["post"])
    def reverse(self, request: Request, pk: str) -> Response:
        """Take it back: what it settled is open again."""
        return self.act(
            SupplierPaymentService.reverse_payment,
            present=self.presented,
            actor=self.actor,
            payment_id=path_id(pk),
            reason=self.parsed(bodies.ReversalBody)["reason"],
            at=timezone.now(),
        )


class SupplierCreditNoteViewSet(SettlingViewSet):
    """Credit notes of suppliers, booked at the member's locations."""

    serializer_class = shapes.CreditNoteSerializer
    filterset_class = CreditNoteFilter
    capabilities = SettlingViewSet.capabilities | {"expected": Capability.SUPPLIER_VIEW}

    def records(self, actor: Actor) -> QuerySet[SupplierCreditNote]:
        """With their lines and what is left of each."""
        return credit_notes_of(actor)

    @extend_schema(request=bodies.CreditNoteBody, responses={201: shapes.CreditNoteSerializer})
    def create(self, request: Request) -> Response:
        """Book a credit note."""
        body = self.parsed(bodies.CreditNoteBody)
        return self.act(
            SupplierCreditNoteService.create_credit_note,
            present=self.presented,
            status=201,
            actor=self.actor,
            location=body.pop("location"),
            supplier=body.pop("supplier"),
            lines=[NewCreditLine(**line) for line in body.pop("lines")],
            allocations=_wishes(body.pop("allocations", ())),
            fields=body,
            at=timezone.now(),
        )

    @extend_schema(request=bodies.AllocatingBody, responses=shapes.CreditNoteSerializer, filters=False)
    @action(detail=True, methods=["post"])
    def allocate(self, request: Request, pk: str) -> Response:
        """Let what is left of it settle invoices."""
        return self.act(
            SupplierCreditNoteService.allocate_credit_note,
            present=self.presented,
            actor=self.actor,
            credit_note_id=path_id(pk),
            allocations=self.wishes(),
            at=timezone.now(),
        )

    @extend_schema(request=bodies.ReversalBody, responses=shapes.CreditNoteSerializer, filters=False)
    @action(detail=True, methods=["post"])
    def reverse(self, request: Request, pk: str) -> Response:
        """Take it back: what it settled is open again, and so is the claim for the goods."""
        return self.act(
            SupplierCreditNoteService.reverse_credit_note,
            present=self.presented,
            actor=self.actor,
            credit_note_id=path_id(pk),
            reason=self.parsed(bodies.ReversalBody)["reason"],
            at=timezone.now(),
        )

    @extend_schema(parameters=[SUPPLIER], responses=shapes.ExpectedCreditSerializer(many=True), filters=False)
    @action(detail=False, methods=["get"], pagination_class=None, filterset_class=None)
    def expected(self, request: Request) -> Response:
        """Goods that went back and that no credit note has come for yet, oldest first."""
        with tenant_scope(self.actor.business_id):
            rows = credits_expected(self.actor, query_id(request, "supplier"))
            told = [
                {
                    "supplier_return": line.supplier_return_id,
                    "number": line.supplier_return.number,
                    "supplier": line.supplier_return.supplier_id,
                    "return_line": line.pk,
                    "product": line.product_id,
                    "product_sku": line.product.sku,
                    "base_qty": quantity,
                    "currency": line.supplier_return.currency,
                    "amount": round_money(line.net_amount * quantity / line.base_qty, line.supplier_return.currency),
                }
                for line, quantity in rows
            ]
            return Response(shapes.ExpectedCreditSerializer(told, many=True).data)


def _wishes(allocations: Any) -> list[Wish] | None:
    return None if allocations is None else [Wish(**each) for each in allocations]
