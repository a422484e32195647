"""The terms of points, what is owed in all, and a customer's wallet."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.paths import path_id
from optimapos.apikit.problems import Refusal
from optimapos.core.actors import Capability
from optimapos.core.ids import UUID
from optimapos.core.money import ZERO, round_money
from optimapos.core.result import DomainError
from optimapos.core.tenancy import tenant_scope
from optimapos.organization.selectors import currency_of
from optimapos.partners.selectors.customers import customers_of, with_merged
from optimapos.wallet.api import shapes
from optimapos.wallet.api.views import WalletView
from optimapos.wallet.models import LoyaltyProgram
from optimapos.wallet.rules.points import worth
from optimapos.wallet.selectors import day_of, holdings_of, liability_of, program_at, wallet_of_customer
from optimapos.wallet.selectors.accounts import Holding
from optimapos.wallet.services import LoyaltyService
from optimapos.wallet.types import WalletKind, WalletStatus


class LoyaltyProgramView(WalletView):
    """The loyalty program."""

    capabilities = {"get": Capability.SALE_SELL, "put": Capability.LOYALTY_MANAGE}

    @extend_schema(responses=shapes.LoyaltyProgramSerializer)
    def get(self, request: Request) -> Response:
        """The terms in force."""
        with tenant_scope(self.actor.business_id):
            program = program_at(self.actor.business_id, timezone.now())
            if program is None:
                raise Refusal(DomainError("NOT_FOUND", "There is no loyalty program yet."))
            return Response(shapes.LoyaltyProgramSerializer(program).data)

    @extend_schema(request=shapes.LoyaltyProgramBody, responses=shapes.LoyaltyProgramSerializer)
    def put(self, request: Request) -> Response:
        """Set the terms, from now or from a later instant on. Earlier ones stay as they were for the sales of their time."""
        body = self.parsed(shapes.LoyaltyProgramBody)
        return self.act(
            LoyaltyService.set_program,
            present=lambda program: shapes.LoyaltyProgramSerializer(program).data,
            actor=self.actor,
            at=timezone.now(),
            terms=shapes.terms_of(body),
            valid_from=body.get("valid_from"),
        )


class LiabilityView(WalletView):
    """What is owed by gift cards, store credit and points."""

    capabilities = {"get": Capability.WALLET_VIEW}

    @extend_schema(parameters=[shapes.LiabilityQuery], responses=shapes.LiabilitySerializer)
    def get(self, request: Request) -> Response:
        """What is owed on a day, by kind, and what made it so; summed from the entries."""
        asked, business, now = self.asked(shapes.LiabilityQuery), self.actor.business_id, timezone.now()
        with tenant_scope(business):
            on = asked.get("on") or day_of(business, now)
            since = min(asked.get("since") or on, on)
            currency, program = currency_of(business), program_at(business, now)
            kinds = [
                {**_figures(owed), "value": _value(owed.kind, owed.balance, program, currency)}
                for owed in liability_of(business, since=since, until=on)
            ]
        told = {"since": since, "on": on, "currency": currency, "kinds": kinds}
        total = sum((each["value"] for each in kinds), ZERO)
        return Response(shapes.LiabilitySerializer({**told, "total_value": total}).data)


class CustomerWalletView(WalletView):
    """What a customer has in cards, credit and points."""

    capabilities = {"get": Capability.CUSTOMER_VIEW}

    @extend_schema(responses=shapes.CustomerWalletSerializer)
    def get(self, request: Request, pk: str) -> Response:
        """The customer's points and store credit, and the cards that were issued to them, as they stand today."""
        business, now = self.actor.business_id, timezone.now()
        with tenant_scope(business):
            customer = customers_of(self.actor).filter(pk=path_id(pk)).values_list("pk", flat=True).first()
            if customer is None:
                raise Refusal(DomainError("CUSTOMER_NOT_FOUND", "There is no such customer.", {"customer": pk}))
            accounts = wallet_of_customer(business, with_merged(business, customer))
            held = holdings_of(business, accounts, day_of(business, now, self.own_place()))
            return Response(self._told(customer, held, program_at(business, now)))

    def _told(self, customer: UUID, held: list[Holding], program: LoyaltyProgram | None) -> Any:
        usable = [each for each in held if each.status == WalletStatus.ACTIVE]
        points = sum((each.available for each in usable if each.account.kind == WalletKind.LOYALTY), ZERO)
        credit = [each.available for each in usable if each.account.kind == WalletKind.STORE_CREDIT]
        told = {
            "customer": customer,
            "points": int(points),
            "points_value": _value(WalletKind.LOYALTY, points, program, currency_of(self.actor.business_id)),
            "store_credit": sum(credit, ZERO),
            "accounts": held,
        }
        return shapes.CustomerWalletSerializer(told).data


def _figures(owed: Any) -> dict[str, Any]:
    return {
        name: getattr(owed, name)
        for name in ("kind", "opening", "issued", "redeemed", "expired", "adjusted", "balance")
    }


def _value(kind: str, balance: Any, program: LoyaltyProgram | None, currency: str) -> Any:
    """What a balance is worth in money: of points by the terms in force, nothing without any."""
    if kind != WalletKind.LOYALTY:
        return balance
    return round_money(worth(balance, program.terms), currency) if program else ZERO
