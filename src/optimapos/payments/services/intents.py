"""Intents: written before a provider is asked, and given up by people. Source: docs/algorithms/payments.md, docs/adr/0015."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
from msgspec import structs

from optimapos.core.actors import Actor
from optimapos.core.ids import new_id
from optimapos.core.money import currency_exponent, round_money
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef, business_id_of, tenant_scope
from optimapos.organization.models import Business
from optimapos.payments.locks import lock_intents
from optimapos.payments.models import PaymentIntent, ProviderAccount
from optimapos.payments.rules.amounts import minor_units
from optimapos.payments.rules.asking import PROVIDERS, needs_of
from optimapos.payments.rules.phones import known_network, payer_number
from optimapos.payments.rules.waiting import FIRST
from optimapos.payments.selectors import account_for
from optimapos.payments.services.telling import actor_of, told
from optimapos.payments.types import INTENT_LIFE, IntentKind, IntentMethod, IntentStatus
from optimapos.sales.commands import Settling, TenderLine, decimal
from optimapos.sales.locks import lock_sale
from optimapos.sales.models import Sale
from optimapos.sales.selectors.checkout import Caller
from optimapos.sales.services import CheckoutService
from optimapos.sales.services.awaited import AwaitedSales
from optimapos.sales.services.calls import Call
from optimapos.sales.types import PaymentMethod, SaleStatus

HELD_MINUTES = int(INTENT_LIFE.total_seconds() // 60) + 5
"""The goods of a sale that waits are held a little longer than the customer may pay: the last asking takes its time."""


@dataclass(frozen=True, slots=True)
class NewIntent:
    """What a till asks for. Without `amount` all that `tenders` leave of the sale; `tenders` complete it beside this one."""

    sale_id: UUID
    method: IntentMethod
    amount: Decimal | None = None
    currency: str = ""
    account_id: UUID | None = None
    tenders: Sequence[TenderLine] = ()
    phone: str = ""
    network: str = ""
    email: str = ""
    request_key: str | None = None
    request_hash: bytes = b""


@dataclass(frozen=True, slots=True)
class _Cart:
    """What is known of the sale before it is locked: a cart's version, or that it is completed and owes."""

    sale: Sale
    amount: Decimal
    version: int | None


class PaymentIntentService:
    """Writes intents, and closes them."""

    @staticmethod
    def begin(
        *, business: BusinessRef, actor: Actor, new: NewIntent, at: datetime
    ) -> Result[tuple[PaymentIntent, bool]]:
        """Write the intent that a provider is asked by afterwards, and let its sale wait; with whether it is a new one: the
        same request gets the intent that it made.

        A cart is looked at first, whether it could be completed with this payment: nobody pays for what is refused then.

        Refuses: NOT_FOUND, SALE_NOT_DRAFT, NOTHING_DUE, AMOUNT_NOT_POSITIVE, AMOUNT_BEYOND_DUE (data: due),
        AMOUNT_TOO_PRECISE, NO_PROVIDER_ACCOUNT, ACCOUNT_CLOSED, CURRENCY_NOT_TAKEN, WRONG_CURRENCY, UNKNOWN_NETWORK,
        BAD_PHONE, EMAIL_REQUIRED, INTENT_OPEN, IDEMPOTENCY_KEY_REUSED, BUSY, and what completing the sale refuses.
        """
        try:
            with tenant_scope(business):
                if (made := _made_by(business, new)) is not None:
                    return Result.success((made, False))
                cart = _looked_at(business, actor, new)
            if cart.version is not None:
                foreseen = CheckoutService.foresee(
                    sale_id=new.sale_id,
                    settling=settling_of(new.method, cart.amount, new.tenders),
                    call=_call(actor, at),
                )
                if foreseen.version != cart.version:
                    raise DomainError("BUSY", "The cart has just been changed. Try again.", {"retry_after": 1})
        except DomainError as refusal:
            return Result.refused(refusal)
        return _written(business=business, actor=actor, new=new, cart=cart, at=at)

    @staticmethod
    @operation
    def cancel(*, business: BusinessRef, actor: Actor, intent_id: UUID, at: datetime) -> Result[PaymentIntent]:
        """Give a charge up: its sale is a cart again. The provider is told afterwards; should it have taken the money
        already, that is kept for being given back. Asked again, the one that was given up.

        Refuses: NOT_FOUND, INTENT_NOT_OPEN (data: status).
        """
        intent = lock_intents(business, [intent_id]).get(intent_id)
        if intent is None or not actor.sees(intent.location_id):
            raise DomainError("NOT_FOUND", "There is no such payment.")
        if intent.status == IntentStatus.CANCELLED:
            return Result.success(intent)
        if not intent.is_open or intent.kind != IntentKind.CHARGE:
            raise not_open(intent)
        return Result.success(close(intent, IntentStatus.CANCELLED, actor, at))


def close(intent: PaymentIntent, status: IntentStatus, actor: Actor, at: datetime) -> PaymentIntent:
    """Close an open charge that we hold locked, before the provider's word; it is followed until that comes."""
    intent.status, intent.settled_at, intent.next_poll_at, intent.attempts = status, at, at, 0
    intent.save()
    give_back(intent, actor, at)
    told(intent, status.value.lower(), actor=actor)
    return intent


def give_back(intent: PaymentIntent, actor: Actor, at: datetime) -> None:
    """Make the sale that waited for the intent a cart again."""
    if intent.sale_id and not intent.on_account and intent.kind == IntentKind.CHARGE:
        AwaitedSales.give_back(business=intent.business_id, actor=actor, sale_id=intent.sale_id, at=at)


def not_open(intent: PaymentIntent) -> DomainError:
    """The refusal for a payment that is over."""
    return DomainError("INTENT_NOT_OPEN", f"The payment is {intent.status.lower()}.", {"status": intent.status})


def settling_of(method: str, amount: Decimal, tenders: Sequence[TenderLine], reference: str = "") -> Settling:
    """How a sale is paid by an intent and what is beside it: the provider's part first."""
    own = TenderLine(PaymentMethod(method), f"{amount:f}", reference[:120])
    return Settling(payments=[own, *tenders])


def kept_tenders(intent: PaymentIntent) -> list[TenderLine]:
    """The tenders beside an intent, with the codes of their cards."""
    codes = msgspec.json.decode(intent.codes) if intent.codes else [""] * len(intent.tenders)
    with_codes = [{**tender, "code": code} for tender, code in zip(intent.tenders, codes, strict=True)]
    return msgspec.convert(with_codes, list[TenderLine])


def call_of(intent: PaymentIntent, at: datetime) -> Call:
    """The completion of an intent's sale, as whoever asked for the payment."""
    member = intent.membership_id
    if member is None:
        raise AssertionError("a charge has a member")
    caller = Caller.by_grant(member, intent.terminal_id) if intent.terminal_id else Caller.by_membership(member)
    return Call(caller=caller, key=None, fingerprint=b"", body=b"", origin=actor_of(intent).origin, now=at)


def _call(actor: Actor, at: datetime) -> Call:
    member, terminal = actor.membership_id, actor.terminal_id
    caller = Caller.by_grant(member, terminal) if terminal else Caller.by_actor(actor)
    return Call(caller=caller, key=None, fingerprint=b"", body=b"", origin=actor.origin, now=at)


def _made_by(business: BusinessRef, new: NewIntent) -> PaymentIntent | None:
    if new.request_key is None:
        return None
    rows = PaymentIntent.objects.for_business(business).select_related("account", "sale")
    made = rows.filter(request_key=new.request_key).first()
    if made is not None and bytes(made.request_hash or b"") != new.request_hash:
        raise DomainError("IDEMPOTENCY_KEY_REUSED", "This key was used for another request. Send a new key.")
    return made


def _looked_at(business: BusinessRef, actor: Actor, new: NewIntent) -> _Cart:
    sale = Sale.objects.for_business(business).filter(pk=new.sale_id).first()
    if sale is None or not actor.sees(sale.location_id):
        raise DomainError("NOT_FOUND", "There is no such sale.")
    if new.currency and new.currency != sale.currency:
        figures = {"currency": new.currency, "expected": sale.currency}
        raise DomainError("WRONG_CURRENCY", f"The sale is in {sale.currency}.", figures)
    beside = sum((decimal(tender.amount_paid or 0) for tender in new.tenders), Decimal(0))
    due = sale.amount_due if sale.is_completed else sale.total_amount - beside
    amount = due if new.amount is None else new.amount
    if sale.is_completed and (due <= 0 or sale.customer_id is None):
        raise DomainError("NOTHING_DUE", "Nothing of this sale is left to be paid.")
    if amount <= 0:
        raise DomainError("AMOUNT_NOT_POSITIVE", "A payment is more than zero.", {"amount": f"{amount:f}"})
    amount = _exact(amount, sale.currency)
    if sale.is_completed and amount > due:
        raise DomainError("AMOUNT_BEYOND_DUE", f"Only {due:f} is due.", {"amount": f"{amount:f}", "due": f"{due:f}"})
    return _Cart(sale, amount, None if sale.is_completed else sale.version)


def _exact(amount: Decimal, currency: str) -> Decimal:
    rounded = round_money(amount, currency)
    if rounded != amount:
        figures = {"amount": f"{amount:f}", "currency": currency}
        places = currency_exponent(currency)
        raise DomainError("AMOUNT_TOO_PRECISE", f"{currency} has {places} decimals.", figures)
    return rounded


@operation
def _written(
    *, business: BusinessRef, actor: Actor, new: NewIntent, cart: _Cart, at: datetime
) -> Result[tuple[PaymentIntent, bool]]:
    """Transaction 1: the sale waits, and what is about to be asked is kept. Refuses: as `begin`."""
    if cart.version is None:
        sale = lock_sale(business, cart.sale.pk)
        if sale is None or sale.amount_due < cart.amount or sale.status == SaleStatus.CANCELLED:
            raise DomainError("NOTHING_DUE", "Nothing of this sale is left to be paid.")
    else:
        sale = cart.sale
    if (made := _made_by(business, new)) is not None:
        return Result.success((made, False))
    account = account_for(
        business, account_id=new.account_id, providers=PROVIDERS[new.method], currency=cart.sale.currency
    )
    phone, network = _payer(business, new, account)
    if cart.version is not None:
        sale = AwaitedSales.begin(
            business=business,
            actor=actor,
            sale_id=new.sale_id,
            version=cart.version,
            minutes=HELD_MINUTES,
            at=at,
        )
    intent = PaymentIntent(
        pk=new_id(),
        business_id=business_id_of(business),
        account=account,
        location_id=sale.location_id,
        terminal_id=actor.terminal_id,
        user_id=actor.user_id,
        membership_id=actor.membership_id,
        sale=sale,
        customer_id=sale.customer_id,
        kind=IntentKind.CHARGE,
        provider=account.provider,
        method=new.method,
        amount=cart.amount,
        minor=minor_units(cart.amount, sale.currency),
        currency=sale.currency,
        on_account=cart.version is None,
        tenders=_kept(new.tenders),
        codes=_codes(new.tenders),
        key=new_id(),
        phone=phone,
        email=_email(new, account),
        network=network,
        request_key=new.request_key,
        request_hash=new.request_hash or None,
        next_poll_at=at + FIRST,
        expires_at=at + INTENT_LIFE,
    )
    intent.save(force_insert=True)
    told(intent, "intended", actor=actor)
    return Result.success((intent, True))


def _kept(tenders: Sequence[TenderLine]) -> Any:
    return msgspec.to_builtins([structs.replace(tender, code="") for tender in tenders])


def _codes(tenders: Sequence[TenderLine]) -> str:
    """To be sealed: whoever has a card's code has its money."""
    codes = [tender.code for tender in tenders]
    return msgspec.json.encode(codes).decode() if any(codes) else ""


def _payer(business: BusinessRef, new: NewIntent, account: ProviderAccount) -> tuple[str, str]:
    if new.method != IntentMethod.MOMO:
        return "", ""
    country = Business.objects.values_list("country", flat=True).get(pk=business_id_of(business))
    return payer_number(new.phone, country), known_network(new.network, account.networks)


def _email(new: NewIntent, account: ProviderAccount) -> str:
    if "email" in needs_of(account.provider) and not new.email:
        raise DomainError("EMAIL_REQUIRED", "This provider needs the customer's e-mail address.", {"field": "email"})
    return new.email


def request_hash(path: str, body: bytes) -> bytes:
    """What tells two uses of a request's key apart."""
    return hashlib.sha256(path.encode() + b"\n" + body).digest()
