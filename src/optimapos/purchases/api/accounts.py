"""The account of a supplier: statement, aging, opening balance; and the aging of all."""

import csv
from datetime import date
from io import StringIO
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.fields import DayField
from optimapos.apikit.paths import path_id
from optimapos.apikit.renderers import harmless, plain
from optimapos.core.actors import Capability
from optimapos.core.tenancy import tenant_scope
from optimapos.partners.api.places import clock_of
from optimapos.partners.api.receivable_shapes import AgingSerializer
from optimapos.partners.models import Supplier
from optimapos.partners.selectors import supplier_by_id, suppliers_of
from optimapos.purchases.api import payable_bodies as bodies
from optimapos.purchases.api import payable_shapes as shapes
from optimapos.purchases.api.rights import AmountsView
from optimapos.purchases.selectors.payables import (
    Statement,
    aging_of,
    statement_of,
    suppliers_with_entries,
    total_aging,
)
from optimapos.purchases.services.payables import SupplierOpeningService

LOCATION = OpenApiParameter("location", OpenApiTypes.UUID, description="Whose clock counts; else the terminal's place.")
SINCE = OpenApiParameter("since", OpenApiTypes.DATE, description="From the beginning if left out.")
UNTIL = OpenApiParameter("until", OpenApiTypes.DATE, description="Today if left out.")
ON = OpenApiParameter("date", OpenApiTypes.DATE, description="Today if left out.")
CSV_COLUMNS = ["date", "kind", "reference", "due_date", "currency", "foreign_amount", "amount", "balance"]


class PeriodQuery(serializers.Serializer[Any]):
    """Days of a statement."""

    since = DayField(required=False)
    until = DayField(required=False)


class OnQuery(serializers.Serializer[Any]):
    """A day."""

    date = DayField(required=False)


class AccountViewSet(AmountsView, viewsets.GenericViewSet[Any]):
    """What the views of accounts have in common: the day at the asking place."""

    http_method_names = ["get", "post", "head", "options"]
    filterset_class = None

    def today(self) -> date:
        """The day at the asking place."""
        return clock_of(self.request, self.actor, timezone.now()).date()

    def day(self) -> date:
        """The day that the query names, or today."""
        asked: date | None = self.asked(OnQuery).get("date")
        return asked or self.today()


@extend_schema(parameters=[LOCATION])
class SupplierAccountViewSet(AccountViewSet):
    """One supplier's account, as far as it belongs to the member's locations."""

    serializer_class = shapes.StatementSerializer
    capabilities = dict.fromkeys(["statement", "statement_csv", "aging"], Capability.SUPPLIER_VIEW) | {
        "opening_balance": Capability.SUPPLIER_PAY
    }

    def get_queryset(self) -> QuerySet[Supplier]:
        """The suppliers; none where the schema generator asks without an actor."""
        if getattr(self, "swagger_fake_view", False):
            return Supplier._base_manager.none()
        return suppliers_of(self.actor)

    @extend_schema(parameters=[SINCE, UNTIL], responses=shapes.StatementSerializer, filters=False)
    @action(detail=True, methods=["get"], pagination_class=None, filterset_class=None)
    def statement(self, request: Request, pk: str) -> Response:
        """The entries of a period with the balance after each."""
        with tenant_scope(self.actor.business_id):
            return Response(shapes.StatementSerializer(self._statement(pk)).data)

    @extend_schema(parameters=[SINCE, UNTIL], responses={(200, "text/csv"): OpenApiTypes.STR}, filters=False)
    @action(detail=True, methods=["get"], pagination_class=None, filterset_class=None, url_path="statement.csv")
    def statement_csv(self, request: Request, pk: str) -> HttpResponse:
        """The same as a file."""
        with tenant_scope(self.actor.business_id):
            text = as_csv(self._statement(pk))
        headers = {"Content-Disposition": 'attachment; filename="statement.csv"'}
        return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)

    @extend_schema(parameters=[ON], responses=AgingSerializer, filters=False)
    @action(detail=True, methods=["get"], pagination_class=None, filterset_class=None)
    def aging(self, request: Request, pk: str) -> Response:
        """What is open of the supplier, by how long it is past its due date."""
        with tenant_scope(self.actor.business_id):
            supplier = supplier_by_id(self.actor.business_id, path_id(pk))
            found = aging_of(self.actor.business_id, self.day(), [supplier.pk], self.actor.location_ids)
            return Response(AgingSerializer(found[supplier.pk]).data)

    @extend_schema(request=bodies.OpeningBody, responses={201: shapes.EntrySerializer}, filters=False)
    @action(detail=True, methods=["post"], url_path="opening-balance")
    def opening_balance(self, request: Request, pk: str) -> Response:
        """Take over one open item from before the books began."""
        body = self.parsed(bodies.OpeningBody)
        with tenant_scope(self.actor.business_id):
            supplier = supplier_by_id(self.actor.business_id, path_id(pk))
        return self.act(
            SupplierOpeningService.book_opening,
            present=lambda entry: shapes.EntrySerializer(entry).data,
            status=201,
            actor=self.actor,
            supplier=supplier,
            location=body.pop("location"),
            fields=body,
            at=timezone.now(),
        )

    def _statement(self, pk: str) -> Statement:
        supplier = supplier_by_id(self.actor.business_id, path_id(pk))
        asked = self.asked(PeriodQuery)
        return statement_of(self.actor, supplier.pk, asked.get("since"), asked.get("until") or self.today())


@extend_schema(parameters=[LOCATION, ON])
class SupplierAgingViewSet(AccountViewSet):
    """What is open of all suppliers with whom anything was booked, by how long it is past its due date."""

    serializer_class = shapes.SupplierAgingSerializer
    capabilities = dict.fromkeys(["list", "total"], Capability.SUPPLIER_VIEW)

    def get_queryset(self) -> QuerySet[Supplier]:
        """The suppliers; none where the schema generator asks without an actor."""
        if getattr(self, "swagger_fake_view", False):
            return Supplier._base_manager.none()
        return suppliers_with_entries(self.actor)

    @extend_schema(responses=shapes.SupplierAgingSerializer(many=True))
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One page of suppliers."""
        with tenant_scope(self.actor.business_id):
            page = self.paginate_queryset(self.get_queryset()) or []
            found = aging_of(self.actor.business_id, self.day(), [row.pk for row in page], self.actor.location_ids)
            told = [{"supplier": row.pk, "code": row.code, "name": row.name, **found[row.pk]} for row in page]
            return self.get_paginated_response(shapes.SupplierAgingSerializer(told, many=True).data)

    @extend_schema(responses=AgingSerializer, filters=False)
    @action(detail=False, methods=["get"], pagination_class=None)
    def total(self, request: Request) -> Response:
        """The sums over all suppliers."""
        with tenant_scope(self.actor.business_id):
            found = total_aging(self.actor.business_id, self.day(), self.actor.location_ids)
            return Response(AgingSerializer(found).data)


def as_csv(statement: Statement) -> str:
    """A statement as a file: the balances before and after around its entries."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(CSV_COLUMNS)
    writer.writerow(["", "OPENING", "", "", "", "", "", plain(statement.opening_balance)])
    for entry, balance in statement.lines:
        writer.writerow(
            [
                entry.document_date.isoformat(),
                entry.kind,
                harmless(entry.reference),
                entry.due_date.isoformat() if entry.due_date else "",
                entry.currency,
                plain(entry.foreign_amount),
                plain(entry.amount),
                plain(balance),
            ]
        )
    writer.writerow(["", "CLOSING", "", "", "", "", "", plain(statement.closing_balance)])
    return out.getvalue()
