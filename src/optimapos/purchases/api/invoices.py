"""Supplier invoices and landed costs: documents of the engine."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.filters import DayFilter
from optimapos.apikit.paths import path_id
from optimapos.apikit.views import Parsed
from optimapos.core.actors import Actor, Capability
from optimapos.nomenclatures.api.documents import DocumentFilter, DocumentViewSet, document_capabilities
from optimapos.purchases.api import payable_bodies as bodies
from optimapos.purchases.api import payable_shapes as shapes
from optimapos.purchases.api.rights import AmountsViewSet
from optimapos.purchases.models import LandedCost, SupplierInvoice
from optimapos.purchases.selectors.papers import invoices_of, landed_costs_of
from optimapos.purchases.services.landed_costs import LandedCostService
from optimapos.purchases.services.payables import SupplierInvoiceService
from optimapos.purchases.types import Kind, NewCharge, NewInvoiceLine


class InvoiceFilter(DocumentFilter):
    """By supplier, its number, what is open and when it is due, too."""

    supplier = filters.UUIDFilter(field_name="supplier_id")
    supplier_number = filters.CharFilter(lookup_expr="istartswith", max_length=60)
    due_until = DayFilter(field_name="due_date", lookup_expr="lte")
    is_open = filters.BooleanFilter(method="_open")

    def _open(self, rows: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        return rows.filter(open_amount__gt=0) if value else rows.filter(open_amount=0)


@extend_schema_view(transition=extend_schema(request=bodies.InvoiceStepBody))
class SupplierInvoiceViewSet(AmountsViewSet, DocumentViewSet):
    """Invoices at the member's locations. Whether one matches its order and its receipt is asked when it is approved."""

    kind = Kind.INVOICE
    serializer_class = shapes.InvoiceSerializer
    filterset_class = InvoiceFilter
    step_serializer_class = bodies.InvoiceStepBody
    capabilities = document_capabilities(view=Capability.SUPPLIER_VIEW, change=Capability.SUPPLIER_PAY)

    def records(self, actor: Actor) -> QuerySet[SupplierInvoice]:
        """With their lines and what is open."""
        return invoices_of(actor)

    @extend_schema(request=bodies.InvoiceBody, responses={201: shapes.InvoiceSerializer})
    def create(self, request: Request) -> Response:
        """Write an invoice down."""
        body = self.parsed(bodies.InvoiceBody)
        return self.act(
            SupplierInvoiceService.create_invoice,
            present=self.presented,
            status=201,
            actor=self.actor,
            location=body.pop("location"),
            supplier=body.pop("supplier"),
            lines=[NewInvoiceLine(**line) for line in body.pop("lines", ())],
            fields=body,
            at=timezone.now(),
        )

    @extend_schema(request=bodies.InvoiceChange(partial=True), responses=shapes.InvoiceSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change an invoice that is not booked."""
        body = self.parsed(bodies.InvoiceChange, partial=True)
        lines = body.pop("lines", None)
        return self.act(
            SupplierInvoiceService.update_invoice,
            present=self.presented,
            actor=self.actor,
            invoice_id=path_id(pk),
            lines=None if lines is None else [NewInvoiceLine(**line) for line in lines],
            fields=body,
            at=timezone.now(),
        )


class LandedCostViewSet(AmountsViewSet, DocumentViewSet):
    """Landed costs at the member's locations."""

    kind = Kind.LANDED_COST
    serializer_class = shapes.LandedCostSerializer
    capabilities = document_capabilities(view=Capability.PURCHASE_VIEW, change=Capability.PURCHASE_APPROVE)

    def records(self, actor: Actor) -> QuerySet[LandedCost]:
        """With their charges and goods."""
        return landed_costs_of(actor)

    @extend_schema(request=bodies.LandedCostBody, responses={201: shapes.LandedCostSerializer})
    def create(self, request: Request) -> Response:
        """Write charges down that are to be added to goods."""
        body = self.parsed(bodies.LandedCostBody)
        return self.act(
            LandedCostService.create_landed_cost,
            present=self.presented,
            status=201,
            actor=self.actor,
            location=body.pop("location"),
            receipt_line_ids=body.pop("receipt_lines", ()),
            receipt_ids=body.pop("receipts", ()),
            charges=_charges(body.pop("charges")),
            fields=body,
            at=timezone.now(),
        )

    @extend_schema(request=bodies.LandedCostChange(partial=True), responses=shapes.LandedCostSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change a landed cost that is not posted; charges and goods that are given are all of them from then on."""
        body: Parsed = self.parsed(bodies.LandedCostChange, partial=True)
        charges = body.pop("charges", None)
        return self.act(
            LandedCostService.update_landed_cost,
            present=self.presented,
            actor=self.actor,
            landed_cost_id=path_id(pk),
            receipt_line_ids=body.pop("receipt_lines", None),
            receipt_ids=body.pop("receipts", None),
            charges=None if charges is None else _charges(charges),
            fields=body,
            at=timezone.now(),
        )


def _charges(charges: list[dict[str, Any]]) -> list[NewCharge]:
    return [NewCharge(**charge) for charge in charges]
