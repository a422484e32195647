"""The call between the two transactions: read, commit, ask the provider, settle. Safe to do twice, and to die within."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from optimapos.core.result import Result
from optimapos.core.tenancy import BusinessRef, business_id_of, tenant_scope
from optimapos.payments.gateways import Gateway, gateway_for
from optimapos.payments.models import PaymentIntent
from optimapos.payments.services.settling import SettlementService
from optimapos.payments.types import (
    IntentKind,
    IntentStatus,
    Order,
    Provider,
    ProviderAway,
    ProviderRefused,
    Said,
    Told,
)


@dataclass(frozen=True, slots=True)
class Visit:
    """What a call to a provider needs, read before it."""

    gateway: Gateway
    order: Order
    kind: str
    status: str
    is_manual: bool
    is_expired: bool


def advance(*, business: BusinessRef, intent_id: UUID, at: datetime) -> Result[PaymentIntent]:
    """Take an intent as far as its provider lets it: ask for what was only written, ask what became of what was asked, close
    there what we closed.

    Refuses: NOT_FOUND; and BUSY, UNAVAILABLE where the answer could not be written: it is asked for again later.
    """
    visit = _visit(business, intent_id, at)
    if visit is None:
        return Result.error("NOT_FOUND", "There is no such payment.")
    if visit.is_manual and visit.is_expired:
        return SettlementService.expire(business=business, intent_id=intent_id, at=at)
    try:
        said = _said(visit)
        if visit.is_expired and visit.kind == IntentKind.CHARGE and said.said in {Said.PENDING, Said.UNKNOWN}:
            SettlementService.expire(business=business, intent_id=intent_id, at=at).unwrap()
            said = visit.gateway.cancel(visit.order)
    except ProviderAway as error:
        if visit.is_expired:
            SettlementService.expire(business=business, intent_id=intent_id, at=at)
        return SettlementService.missed(business=business, intent_id=intent_id, why=str(error), at=at)
    except ProviderRefused as no:
        refused = _refused(visit, no)
        if refused is None:
            return SettlementService.missed(business=business, intent_id=intent_id, why=no.code, at=at)
        said = refused
    return SettlementService.settle(business=business, intent_id=intent_id, said=said, at=at)


def _said(visit: Visit) -> Told:
    """The one call that the status calls for."""
    gateway, order = visit.gateway, visit.order
    if visit.kind == IntentKind.REFUND:
        return gateway.refund(order) if visit.status == IntentStatus.CREATED else gateway.ask_refund(order)
    if visit.status == IntentStatus.CREATED:
        return gateway.ask(order) if visit.is_expired else gateway.charge(order)
    if visit.status == IntentStatus.PENDING:
        return gateway.ask(order)
    return gateway.cancel(order)


def _refused(visit: Visit, no: ProviderRefused) -> Told | None:
    """A no to the order itself is its end. A no to a question says nothing of what was ordered."""
    if visit.status != IntentStatus.CREATED or visit.is_expired:
        return None
    return Told(Said.FAILED, code=no.code, words=no.words)


def _visit(business: BusinessRef, intent_id: UUID, at: datetime) -> Visit | None:
    with tenant_scope(business):
        rows = PaymentIntent.objects.for_business(business).select_related("account", "original")
        intent = rows.filter(pk=intent_id).first()
        if intent is None:
            return None
        original = intent.original
        order = Order(
            key=intent.key,
            minor=intent.minor,
            currency=intent.currency,
            metadata={
                "intent": str(intent.key),
                "business": str(business_id_of(business)),
                **({"sale": str(intent.sale_id)} if intent.sale_id else {}),
            },
            reference=intent.reference,
            phone=intent.phone,
            email=intent.email,
            network=intent.network,
            callback_url=intent.account.callback_url,
            original=original.reference if original else "",
            original_key=original.key if original else None,
        )
        return Visit(
            gateway=gateway_for(intent.provider, intent.account.credentials),
            order=order,
            kind=intent.kind,
            status=intent.status,
            is_manual=intent.provider == Provider.MANUAL,
            is_expired=intent.is_open and intent.expires_at <= at,
        )
