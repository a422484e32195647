"""The back office: intents, events, accounts, and whether a provider's books agree with ours."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.problems import problem_response
from optimapos.apikit.views import ActorView, ScopedViewSet
from optimapos.core.actors import Actor, Capability
from optimapos.payments.api import serializers as shapes
from optimapos.payments.models import PaymentIntent, ProviderAccount, ProviderEvent
from optimapos.payments.rules.reconciling import Found
from optimapos.payments.selectors import accounts_of, events_of, intents_of
from optimapos.payments.services.accounts import ProviderAccountService
from optimapos.payments.services.events import ProviderEventService
from optimapos.payments.services.reconciling import ReconciliationService
from optimapos.payments.types import EventState, IntentKind, IntentStatus, Outcome, Provider


class IntentFilter(filters.FilterSet):
    """By state, outcome, kind, provider, account, sale."""

    status = filters.ChoiceFilter(choices=IntentStatus.choices)
    outcome = filters.ChoiceFilter(choices=[each for each in Outcome.choices if each[0]])
    kind = filters.ChoiceFilter(choices=IntentKind.choices)
    provider = filters.ChoiceFilter(choices=Provider.choices)
    account = filters.UUIDFilter(field_name="account_id")
    sale = filters.UUIDFilter(field_name="sale_id")
    storefront = filters.UUIDFilter(field_name="location_id")

    class Meta:
        model = PaymentIntent
        fields: list[str] = []


class IntentViewSet(ScopedViewSet, mixins.ListModelMixin, mixins.RetrieveModelMixin):
    """Payments through providers, newest first."""

    serializer_class = shapes.IntentSerializer
    filterset_class = IntentFilter
    lookup_value_converter = "uuid"
    capabilities = dict.fromkeys(["list", "retrieve"], Capability.PAYMENT_VIEW)

    def records(self, actor: Actor) -> QuerySet[PaymentIntent]:
        """Those at places that the member sees."""
        return intents_of(actor)


class EventFilter(filters.FilterSet):
    """By what became of them, and by the payment that they are about."""

    intent = filters.UUIDFilter(field_name="intent_id")
    state = filters.ChoiceFilter(choices=EventState.choices)
    account = filters.UUIDFilter(field_name="account_id")

    class Meta:
        model = ProviderEvent
        fields: list[str] = []


class EventViewSet(ScopedViewSet, mixins.ListModelMixin, mixins.RetrieveModelMixin):
    """Events of providers, newest first. PARKED and UNMATCHED ones wait for somebody."""

    serializer_class = shapes.EventSerializer
    filterset_class = EventFilter
    lookup_value_converter = "uuid"
    capabilities = dict.fromkeys(["list", "retrieve"], Capability.PAYMENT_VIEW) | {"match": Capability.PAYMENT_MANAGE}

    def records(self, actor: Actor) -> QuerySet[ProviderEvent]:
        """The business's."""
        return events_of(actor)

    @extend_schema(request=shapes.MatchBody, responses=shapes.EventSerializer)
    @action(detail=True, methods=["post"])
    def match(self, request: Request, pk: UUID) -> Response:
        """Say which payment an event is about; what it says is then done."""
        result = ProviderEventService.match(
            business=self.actor.business_id,
            actor=self.actor,
            event_id=pk,
            intent=self.parsed(shapes.MatchBody)["intent"],
            at=timezone.now(),
        )
        if not result.ok:
            return problem_response(result.code, result.msg, result.data, result.suggestions)
        return Response(shapes.EventSerializer(result.unwrap()).data)


class AccountViewSet(ScopedViewSet, mixins.ListModelMixin, mixins.RetrieveModelMixin):
    """Accounts at providers."""

    serializer_class = shapes.AccountSerializer
    filterset_class = None
    lookup_value_converter = "uuid"
    capabilities = dict.fromkeys(["list", "retrieve", "create", "partial_update"], Capability.PAYMENT_MANAGE)

    def records(self, actor: Actor) -> QuerySet[ProviderAccount]:
        """The business's."""
        return accounts_of(actor)

    @extend_schema(request=shapes.AccountBody, responses={201: shapes.AccountSerializer})
    def create(self, request: Request) -> Response:
        """Open an account. Its secrets are sealed and never answered."""
        fields = self.parsed(shapes.AccountBody)
        return self.act(
            ProviderAccountService.create_account, present=_account, status=201, actor=self.actor, fields=fields
        )

    @extend_schema(request=shapes.AccountChangeBody, responses=shapes.AccountSerializer)
    def partial_update(self, request: Request, pk: UUID) -> Response:
        """Change an account; a new webhook secret leaves the one before it in force."""
        fields = self.parsed(shapes.AccountChangeBody)
        return self.act(
            ProviderAccountService.update_account,
            present=_account,
            actor=self.actor,
            account_id=pk,
            fields=fields,
        )


class ReconciliationView(ActorView):
    """GET /api/payments/reconciliation/."""

    capabilities = {"get": Capability.PAYMENT_VIEW}

    @extend_schema(parameters=[shapes.PeriodQuery], responses=shapes.BookDifferenceSerializer(many=True))
    def get(self, request: Request) -> Response:
        """The differences between a provider's own list of these days and ours."""
        asked = self.asked(shapes.PeriodQuery)
        result = ReconciliationService.compare(
            business=self.actor.business_id,
            actor=self.actor,
            account_id=asked["account"],
            since=asked["first_day"],
            until=asked["last_day"],
        )
        if not result.ok:
            return problem_response(result.code, result.msg, result.data, result.suggestions)
        return Response(
            shapes.BookDifferenceSerializer([_difference(each) for each in result.unwrap()], many=True).data
        )


def _account(row: ProviderAccount) -> Any:
    return shapes.AccountSerializer(row).data


def _difference(found: Found) -> dict[str, Any]:
    theirs, ours = found.theirs, found.ours
    return {
        "difference": found.difference,
        "reference": theirs.reference if theirs else ours.reference if ours else "",
        "intent": ours.id if ours else None,
        "their_minor": theirs.minor if theirs else None,
        "their_currency": theirs.currency if theirs else "",
        "their_status": theirs.said if theirs else None,
        "our_minor": ours.minor if ours else None,
        "our_currency": ours.currency if ours else "",
        "our_status": ours.status if ours else None,
    }
