"""Accounts: issuing, looking up, loading, blocking, adjusting."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.pagination import CursorPages
from optimapos.apikit.paths import path_id
from optimapos.apikit.problems import Refusal
from optimapos.apikit.views import ActorView
from optimapos.core.actors import Capability
from optimapos.core.result import DomainError
from optimapos.core.tenancy import tenant_scope
from optimapos.organization.models import Location
from optimapos.wallet.api import shapes
from optimapos.wallet.api.filters import AccountFilter
from optimapos.wallet.api.throttles import CodeThrottle
from optimapos.wallet.locks import not_found
from optimapos.wallet.models import WalletAccount
from optimapos.wallet.rules.codes import read_code
from optimapos.wallet.selectors import account_by_code, accounts_of, day_of, entries_of, holdings_of
from optimapos.wallet.services import WalletService


class WalletView(ActorView):
    """What the views of the wallet have in common: the day, and the place that asks."""

    def own_place(self) -> Location | None:
        """The location of the terminal that asks, or None."""
        place = self.actor.terminal_location_id
        return Location.objects.for_business(self.actor.business_id).filter(pk=place).first() if place else None

    def held(self, accounts: Any) -> list[Any]:
        """Accounts as they stand today."""
        business = self.actor.business_id
        day = day_of(business, timezone.now(), self.own_place())
        return list(shapes.HoldingSerializer(holdings_of(business, accounts, day), many=True).data)

    def posted(self, body: dict[str, Any]) -> dict[str, Any]:
        """A body with who posts, when, and where: at the location that it names, else that of the terminal."""
        with tenant_scope(self.actor.business_id):
            location = body.pop("location", None) or self.own_place()
        return {**body, "location": location, "actor": self.actor, "at": timezone.now()}


class EntriesInOrder(CursorPages):
    """Newest first."""

    ordering = ("-seq",)  # type: ignore[assignment]  # the stub knows one name only


class WalletAccountViewSet(WalletView, viewsets.GenericViewSet[Any]):
    """Gift cards, store credit and points."""

    http_method_names = ["get", "post", "head", "options"]
    serializer_class = shapes.HoldingSerializer
    filterset_class = AccountFilter
    capabilities = {
        "list": Capability.WALLET_VIEW,
        "retrieve": Capability.WALLET_VIEW,
        "entries": Capability.WALLET_VIEW,
        "reload": Capability.WALLET_ISSUE,
        "adjust": Capability.WALLET_ADJUST,
        "block": Capability.WALLET_ADJUST,
        "unblock": Capability.WALLET_ADJUST,
    }

    def get_queryset(self) -> QuerySet[WalletAccount]:
        """The accounts; none where the schema generator asks without an actor."""
        if getattr(self, "swagger_fake_view", False):
            return WalletAccount._base_manager.none()
        return accounts_of(self.actor)

    def account(self, pk: str) -> WalletAccount:
        """The account.

        Refuses: WALLET_NOT_FOUND.
        """
        found = self.get_queryset().filter(pk=path_id(pk)).first()
        if found is None:
            raise Refusal(not_found())
        return found

    @extend_schema(responses=shapes.HoldingSerializer(many=True))
    def list(self, request: Request) -> Response:
        """One page, newest first."""
        with tenant_scope(self.actor.business_id):
            page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
            return self.get_paginated_response(self.held(page))

    @extend_schema(responses=shapes.HoldingSerializer, filters=False)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One account as it stands today."""
        with tenant_scope(self.actor.business_id):
            return Response(self.held([self.account(pk)])[0])

    @extend_schema(responses=shapes.WalletEntrySerializer(many=True), filters=False)
    @action(detail=True, methods=["get"], pagination_class=EntriesInOrder, filterset_class=None)
    def entries(self, request: Request, pk: str) -> Response:
        """The entries of an account, newest first."""
        with tenant_scope(self.actor.business_id):
            page = self.paginate_queryset(entries_of(self.actor.business_id, self.account(pk).pk))
            return self.get_paginated_response(shapes.WalletEntrySerializer(page, many=True).data)

    @extend_schema(request=shapes.ReloadBody, responses=shapes.WalletIssuedSerializer, filters=False)
    @action(detail=True, methods=["post"])
    def reload(self, request: Request, pk: str) -> Response:
        """Put money on a gift card."""
        return self._acted(WalletService.reload, shapes.WalletIssuedSerializer, pk, shapes.ReloadBody)

    @extend_schema(request=shapes.WalletAdjustBody, responses=shapes.WalletEntrySerializer, filters=False)
    @action(detail=True, methods=["post"])
    def adjust(self, request: Request, pk: str) -> Response:
        """Add to an account or take off it by hand, with a reason."""
        return self._acted(WalletService.adjust, shapes.WalletEntrySerializer, pk, shapes.WalletAdjustBody)

    @extend_schema(request=shapes.ReasonBody, responses=shapes.HoldingSerializer, filters=False)
    @action(detail=True, methods=["post"])
    def block(self, request: Request, pk: str) -> Response:
        """Block an account, such as a card that was lost."""
        return self._status(WalletService.block, pk, at=timezone.now())

    @extend_schema(request=shapes.ReasonBody, responses=shapes.HoldingSerializer, filters=False)
    @action(detail=True, methods=["post"])
    def unblock(self, request: Request, pk: str) -> Response:
        """Let a blocked account be used again."""
        return self._status(WalletService.unblock, pk)

    def _acted(self, work: Any, shape: Any, pk: str, body: Any) -> Response:
        asked = self.posted(self.parsed(body))
        return self.act(work, present=lambda done: shape(done).data, account_id=path_id(pk), **asked)

    def _status(self, work: Any, pk: str, **more: Any) -> Response:
        return self.act(
            work,
            present=lambda account: self.held([account])[0],
            actor=self.actor,
            account_id=path_id(pk),
            **self.parsed(shapes.ReasonBody),
            **more,
        )


class IssuingView(WalletView):
    """An endpoint that answers a code, once; the stored answer is sealed."""

    is_personal = True

    def issued(self, work: Any, body: Any) -> Response:
        """What was issued."""
        asked = self.posted(self.parsed(body))
        return self.act(work, present=lambda done: shapes.WalletIssuedSerializer(done).data, status=201, **asked)


class GiftCardsView(IssuingView):
    """Gift cards."""

    capabilities = {"post": Capability.WALLET_ISSUE}

    @extend_schema(request=shapes.IssueBody, responses={201: shapes.WalletIssuedSerializer})
    def post(self, request: Request) -> Response:
        """Issue a gift card. Its code is told in this answer and never again."""
        return self.issued(WalletService.issue_gift_card, shapes.IssueBody)


class StoreCreditsView(IssuingView):
    """Store credit."""

    capabilities = {"post": Capability.WALLET_ADJUST}

    @extend_schema(request=shapes.CreditBody, responses={201: shapes.WalletIssuedSerializer})
    def post(self, request: Request) -> Response:
        """Grant store credit to a customer, or as a credit note with a code, which is told in this answer and never again."""
        return self.issued(WalletService.grant_store_credit, shapes.CreditBody)


class LookupView(WalletView):
    """What a code holds."""

    capabilities = {"post": Capability.SALE_SELL}
    throttle_classes = [CodeThrottle]

    @extend_schema(request=shapes.CodeBody, responses=shapes.HoldingSerializer)
    def post(self, request: Request) -> Response:
        """The account of a code, as it stands today. By POST, so that no address has the code; it changes nothing."""
        try:
            code = read_code(self.parsed(shapes.CodeBody)["code"])
        except DomainError as refusal:
            raise Refusal(refusal) from None
        with tenant_scope(self.actor.business_id):
            account = account_by_code(self.actor.business_id, code)
            if account is None:
                raise Refusal(not_found())
            return Response(self.held([account])[0])
