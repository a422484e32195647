"""What customers owe: standing, aging, statements, open items, adjustments, alerts."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.paths import path_id
from optimapos.apikit.problems import Refusal
from optimapos.apikit.renderers import plain
from optimapos.apikit.views import ActorView
from optimapos.core.actors import Capability
from optimapos.core.money import HUNDRED, ZERO, round_places
from optimapos.core.result import DomainError
from optimapos.core.tenancy import tenant_scope
from optimapos.organization.models import Business
from optimapos.partners.api import receivable_shapes as shapes
from optimapos.partners.api.places import clock_of
from optimapos.partners.api.statement_files import as_csv, as_pdf
from optimapos.partners.models import Customer
from optimapos.partners.rules.receivables import alert_of
from optimapos.partners.selectors import customers_of
from optimapos.partners.selectors import receivables as owed
from optimapos.partners.selectors.receivables import Statement
from optimapos.partners.services import CustomerCreditService


class OwedView(ActorView, viewsets.GenericViewSet[Any]):
    """What the views of receivables have in common: the day at the asking place."""

    http_method_names = ["get", "post", "head", "options"]
    filterset_class = None

    def get_queryset(self) -> QuerySet[Customer]:
        """The customers; none where the schema generator asks without an actor."""
        if getattr(self, "swagger_fake_view", False):
            return Customer._base_manager.none()
        return customers_of(self.actor)

    def day(self, asked: date | None) -> date:
        """The day that was asked for, or today at the asking place."""
        return asked or clock_of(self.request, self.actor, timezone.now()).date()

    def customer(self, pk: str) -> Customer:
        """The customer.

        Refuses: CUSTOMER_NOT_FOUND.
        """
        found = customers_of(self.actor).filter(pk=path_id(pk)).first()
        if found is None:
            raise Refusal(DomainError("CUSTOMER_NOT_FOUND", "There is no such customer.", {"customer": pk}))
        return found


class CustomerAccountViewSet(OwedView):
    """One customer's account."""

    serializer_class = shapes.CreditStatusSerializer
    capabilities = dict.fromkeys(
        ["credit_status", "aging", "statement", "statement_csv", "statement_pdf", "open_items", "transactions"],
        Capability.CUSTOMER_VIEW,
    ) | dict.fromkeys(["adjust_credit", "opening_balance"], Capability.CREDIT_ADJUST)

    @extend_schema(parameters=[shapes.StatusQuery], responses=shapes.CreditStatusSerializer, filters=False)
    @action(detail=True, methods=["get"], pagination_class=None, url_path="credit-status")
    def credit_status(self, request: Request, pk: str) -> Response:
        """Where the customer stands, and whether `amount` more may be owed."""
        asked = self.asked(shapes.StatusQuery)
        with tenant_scope(self.actor.business_id):
            return Response(shapes.CreditStatusSerializer(self._status(pk, asked)).data)

    @extend_schema(parameters=[shapes.DayQuery], responses=shapes.AgingSerializer, filters=False)
    @action(detail=True, methods=["get"], pagination_class=None)
    def aging(self, request: Request, pk: str) -> Response:
        """What is open of the customer, by how long it is past its due date."""
        with tenant_scope(self.actor.business_id):
            customer = self.customer(pk)
            found = owed.aging_of(self.actor.business_id, self._asked_day(), [customer.pk])
            return Response(shapes.AgingSerializer(found.get(customer.pk, owed.no_aging())).data)

    @extend_schema(parameters=[shapes.PeriodQuery], responses=shapes.CustomerStatementSerializer, filters=False)
    @action(detail=True, methods=["get"], pagination_class=None)
    def statement(self, request: Request, pk: str) -> Response:
        """The entries of a period with the balance after each."""
        with tenant_scope(self.actor.business_id):
            return Response(shapes.CustomerStatementSerializer(self._statement(pk)).data)

    @extend_schema(parameters=[shapes.PeriodQuery], responses={(200, "text/csv"): OpenApiTypes.STR}, filters=False)
    @action(detail=True, methods=["get"], pagination_class=None, url_path="statement.csv")
    def statement_csv(self, request: Request, pk: str) -> HttpResponse:
        """The statement as a file for a spreadsheet."""
        with tenant_scope(self.actor.business_id):
            return _file(as_csv(self._statement(pk)).encode(), "text/csv; charset=utf-8", "statement.csv")

    @extend_schema(
        parameters=[shapes.PeriodQuery], responses={(200, "application/pdf"): OpenApiTypes.BINARY}, filters=False
    )
    @action(detail=True, methods=["get"], pagination_class=None, url_path="statement.pdf")
    def statement_pdf(self, request: Request, pk: str) -> HttpResponse:
        """The statement on paper, to be sent to the customer."""
        with tenant_scope(self.actor.business_id):
            business = Business.objects.get(pk=self.actor.business_id)
            return _file(as_pdf(self._statement(pk), business), "application/pdf", "statement.pdf")

    @extend_schema(responses=shapes.OpenItemSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"], pagination_class=None, url_path="open-items")
    def open_items(self, request: Request, pk: str) -> Response:
        """What is not settled, the oldest due first."""
        with tenant_scope(self.actor.business_id):
            rows = owed.open_items_of(self.actor, self.customer(pk).pk)
            return Response(shapes.OpenItemSerializer(rows, many=True).data)

    @extend_schema(responses=shapes.CreditEntrySerializer(many=True), filters=False)
    @action(detail=True, methods=["get"])
    def transactions(self, request: Request, pk: str) -> Response:
        """The entries of the customer's account, newest first."""
        with tenant_scope(self.actor.business_id):
            page = self.paginate_queryset(owed.entries_of(self.actor, self.customer(pk).pk))
            return self.get_paginated_response(shapes.CreditEntrySerializer(page, many=True).data)

    @extend_schema(request=shapes.AdjustmentBody, responses={201: shapes.BookedSerializer}, filters=False)
    @action(detail=True, methods=["post"], url_path="adjust-credit")
    def adjust_credit(self, request: Request, pk: str) -> Response:
        """Add credit to the customer's account, or deduct some."""
        return self.act(
            CustomerCreditService.adjust_credit,
            present=lambda booked: shapes.BookedSerializer(booked).data,
            status=201,
            actor=self.actor,
            customer_id=path_id(pk),
            at=timezone.now(),
            **self.parsed(shapes.AdjustmentBody),
        )

    @extend_schema(request=shapes.CustomerOpeningBody, responses={201: shapes.BookedSerializer}, filters=False)
    @action(detail=True, methods=["post"], url_path="opening-balance")
    def opening_balance(self, request: Request, pk: str) -> Response:
        """Take over one open item from before the books began."""
        return self.act(
            CustomerCreditService.take_opening_balance,
            present=lambda booked: shapes.BookedSerializer(booked).data,
            status=201,
            actor=self.actor,
            customer_id=path_id(pk),
            at=timezone.now(),
            **self.parsed(shapes.CustomerOpeningBody),
        )

    def _asked_day(self) -> date:
        return self.day(self.asked(shapes.DayQuery).get("date"))

    def _statement(self, pk: str) -> Statement:
        asked = self.asked(shapes.PeriodQuery)
        return owed.statement_of(self.actor, self.customer(pk), asked.get("since"), self.day(asked.get("until")))

    def _status(self, pk: str, asked: dict[str, Any]) -> dict[str, Any]:
        customer, on = self.customer(pk), self.day(asked.get("date"))
        amount = asked.get("amount", ZERO)
        grace = Business.objects.values_list("credit_grace_days", flat=True).get(pk=self.actor.business_id)
        standing = owed.standing_of(self.actor.business_id, customer, on=on, grace_days=grace)
        may, why = CustomerCreditService.may_owe(standing, amount)
        aging = owed.aging_of(self.actor.business_id, on, [customer.pk]).get(customer.pk, owed.no_aging())
        columns = ["credit_limit", "outstanding_balance", "available_credit", "balance", "credit_terms_days"]
        return {name: getattr(customer, name) for name in (*columns, "credit_blocked", "sales_blocked")} | {
            "customer": customer.pk,
            "can_buy": customer.can_buy(),
            "can_buy_on_credit": customer.can_buy_on_credit(),
            "overdue_amount": standing.overdue_amount,
            "overdue_days": standing.overdue_days,
            "grace_days": grace,
            "alert": alert_of(customer.outstanding_balance, customer.credit_limit),
            "amount": amount,
            "can_purchase": may,
            "message": why,
            "aging": aging,
        }


class CustomerAgingViewSet(OwedView):
    """What is open of all customers, by how long it is past its due date."""

    serializer_class = shapes.CustomerAgingSerializer
    capabilities = dict.fromkeys(["list", "total"], Capability.CUSTOMER_VIEW)

    @extend_schema(parameters=[shapes.DayQuery], responses=shapes.CustomerAgingSerializer(many=True))
    def list(self, request: Request) -> Response:
        """One page of the customers of whom anything is open."""
        with tenant_scope(self.actor.business_id):
            on = self.day(self.asked(shapes.DayQuery).get("date"))
            page = self.paginate_queryset(owed.customers_with_open_items(self.actor)) or []
            found = owed.aging_of(self.actor.business_id, on, [row.pk for row in page])
            told = [{"customer": row.pk, "code": row.code, "name": row.name, **found[row.pk]} for row in page]
            return self.get_paginated_response(shapes.CustomerAgingSerializer(told, many=True).data)

    @extend_schema(parameters=[shapes.DayQuery], responses=shapes.AgingSerializer, filters=False)
    @action(detail=False, methods=["get"], pagination_class=None)
    def total(self, request: Request) -> Response:
        """The sums over all customers."""
        with tenant_scope(self.actor.business_id):
            on = self.day(self.asked(shapes.DayQuery).get("date"))
            return Response(shapes.AgingSerializer(owed.total_aging(self.actor.business_id, on)).data)


class CreditAlertViewSet(OwedView):
    """Customers who have used four fifths of their limit or more."""

    serializer_class = shapes.CreditAlertSerializer
    capabilities = {"list": Capability.CUSTOMER_VIEW}

    @extend_schema(responses=shapes.CreditAlertSerializer(many=True))
    def list(self, request: Request) -> Response:
        """One page of them."""
        with tenant_scope(self.actor.business_id):
            page = self.paginate_queryset(owed.near_their_limit(self.actor)) or []
            return self.get_paginated_response(
                shapes.CreditAlertSerializer([_alert(row) for row in page], many=True).data
            )


def _alert(customer: Customer) -> dict[str, Any]:
    used = round_places(customer.outstanding_balance * HUNDRED / customer.credit_limit, 1)
    return {
        "customer": customer.pk,
        "code": customer.code,
        "name": customer.name,
        "credit_limit": customer.credit_limit,
        "outstanding_balance": customer.outstanding_balance,
        "available_credit": customer.available_credit,
        "used_percent": plain(used),
        "alert": alert_of(customer.outstanding_balance, customer.credit_limit),
    }


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=media_type, headers=headers)
