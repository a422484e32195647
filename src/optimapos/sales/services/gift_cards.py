"""GiftCardSaleService: a gift card is sold or loaded for money, and taken back while nothing was spent of it.

A card is no goods: money comes in by payments without a sale, and as much is owed by an entry of the wallet. Source:
docs/adr/0067, docs/algorithms/wallet.md.
"""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.money import LEDGER_DECIMALS, round_places
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef, business_id_of
from optimapos.organization.models import Business, Location
from optimapos.papers.models import PaperPrint
from optimapos.papers.services.prints import note_print
from optimapos.papers.types import DocumentKind
from optimapos.partners.models import Customer
from optimapos.sales.models import Payment
from optimapos.sales.rules.gift_cards import paid_for, priced
from optimapos.sales.rules.settlement import SettledTender, TenderInput
from optimapos.sales.selectors.gift_cards import CardSale, card_sales_of, payments_for
from optimapos.sales.types import PaymentDirection, PaymentStatus
from optimapos.shifts.locks import share_open_shift
from optimapos.shifts.rules.needed import check_sells_in_shift
from optimapos.wallet.locks import lock_account
from optimapos.wallet.models import WalletEntry
from optimapos.wallet.rules.standing import check_currency
from optimapos.wallet.services.cards import posting_of
from optimapos.wallet.services.selling import load_card, sell_card, unsell
from optimapos.wallet.types import SourceType


class GiftCardSaleService:
    """Sells cards. Amounts in the business's currency, major units."""

    @staticmethod
    @operation
    def sell(
        *,
        business: BusinessRef,
        actor: Actor,
        location: Location,
        amount: Decimal,
        tenders: Sequence[TenderInput],
        at: datetime,
        currency: str = "",
        code: str = "",
        customer: Customer | None = None,
    ) -> Result[CardSale]:
        """Take money for a new card, whose code is told this once, or for the card of a `code`. `customer`: whose it becomes.

        Refuses: SHIFT_NOT_OPEN, WALLET_CURRENCY_DIFFERS; as `priced`, `paid_for`, `sell_card` and `load_card`.
        """
        settings = Business.objects.get(pk=business_id_of(business))
        check_currency(settings.currency, currency or settings.currency)
        shift_id = share_open_shift(business, actor.terminal_id)
        check_sells_in_shift(requires_shift=settings.requires_shift, terminal_id=actor.terminal_id, shift_id=shift_id)
        exact = priced(amount, settings.currency)
        settled = paid_for(
            exact, tenders, currency=settings.currency, cash_rounding_step=settings.cash_rounding_step
        ).tenders
        posting = posting_of(business, actor, at, location, source_type=SourceType.TILL)
        if code:
            done = load_card(business, code=code, amount=exact, posting=posting, actor=actor, location=location)
        else:
            done = sell_card(business, amount=exact, posting=posting, actor=actor, location=location, customer=customer)
        payments = [_taken(done.entry, tender, actor, shift_id, at) for tender in settled]
        for payment in payments:
            _book(payment, actor, location)
        return Result.success(CardSale(done.entry, payments, code=done.code))

    @staticmethod
    @operation
    def void(
        *, business: BusinessRef, actor: Actor, location: Location, entry_id: UUID, reason: str, at: datetime
    ) -> Result[CardSale]:
        """Take a card back that was sold by mistake: out of the same drawer, in the same shift, by the same tenders. What
        was sold new is blocked with it.

        Refuses: NOT_FOUND, VOID_NEEDS_REASON, GIFT_CARD_OTHER_SHIFT (data: business_date); as `unsell`.
        """
        if not reason.strip():
            raise DomainError("VOID_NEEDS_REASON", "Say why the card is taken back.")
        shift_id = share_open_shift(business, actor.terminal_id)
        entry = _sold(actor, entry_id)
        account = lock_account(business, entry.account_id)
        taken = list(payments_for(business, [entry.pk]))
        if not _is_of(taken[0], actor, shift_id) or (
            shift_id is None and entry.business_date != location.local_day(at)
        ):
            raise DomainError(
                "GIFT_CARD_OTHER_SHIFT",
                "A card is taken back at the till that sold it, in the same shift.",
                {"business_date": entry.business_date.isoformat()},
            )
        posting = posting_of(business, actor, at, location, source_type=SourceType.TILL)
        back = unsell(account, entry, posting=posting, actor=actor, location=location, reason=reason.strip())
        for payment in taken:
            _book(_given_back(payment, back, actor, shift_id, at), actor, location)
            payment.refunded_amount = payment.amount_paid
        Payment.objects.for_business(business).bulk_update(taken, ["refunded_amount"])
        entry.account = account
        return Result.success(CardSale(entry, taken, back))

    @staticmethod
    @operation
    def print_paper(
        *, business: BusinessRef, actor: Actor, entry_id: UUID, form: str, at: datetime
    ) -> Result[PaperPrint]:
        """Number a print of a sold card's paper; every one after the first is a copy.

        Refuses: NOT_FOUND.
        """
        entry = _sold(actor, entry_id)
        lock_account(business, entry.account_id)
        done = note_print(
            business,
            kind=DocumentKind.CARD,
            document_id=entry.pk,
            form=form,
            actor=actor,
            at=at,
            event_data={"account": str(entry.account_id)},
            location_id=actor.terminal_location_id,
        )
        return Result.success(done)


def _sold(actor: Actor, entry_id: UUID) -> WalletEntry:
    entry = card_sales_of(actor).filter(pk=entry_id).first()
    if entry is None:
        raise DomainError("NOT_FOUND", "There is no such card that was sold.")
    return entry


def _is_of(payment: Payment, actor: Actor, shift_id: UUID | None) -> bool:
    """Whether it lies in the drawer of who acts."""
    return payment.terminal_id == actor.terminal_id and payment.shift_id == shift_id


def _taken(entry: WalletEntry, tender: SettledTender, actor: Actor, shift_id: UUID | None, at: datetime) -> Payment:
    return Payment(
        business_id=entry.business_id,
        terminal_id=actor.terminal_id,
        shift_id=shift_id,
        user_id=actor.user_id,
        payment_method=tender.method,
        status=PaymentStatus.SUCCESSFUL,
        amount_paid=round_places(tender.amount_paid, LEDGER_DECIMALS),  # as a later read tells them
        tendered=round_places(tender.tendered, LEDGER_DECIMALS),
        change=round_places(tender.change, LEDGER_DECIMALS),
        currency=entry.account.currency,
        wallet_entry_id=entry.pk,
        transaction_reference=tender.reference,
        phone_number=tender.phone,
        business_date=entry.business_date,
        accounting_date=entry.business_date,
        settled_at=at,
    )


def _given_back(payment: Payment, back: WalletEntry, actor: Actor, shift_id: UUID | None, at: datetime) -> Payment:
    return Payment(
        business_id=payment.business_id,
        terminal_id=actor.terminal_id,
        shift_id=shift_id,
        user_id=actor.user_id,
        direction=PaymentDirection.OUT,
        payment_method=payment.payment_method,
        status=PaymentStatus.SUCCESSFUL,
        amount_paid=payment.amount_paid,
        tendered=payment.amount_paid,
        currency=payment.currency,
        original_payment=payment,
        wallet_entry_id=back.pk,
        business_date=back.business_date,
        accounting_date=back.business_date,
        settled_at=at,
    )


def _book(payment: Payment, actor: Actor, location: Location) -> None:
    payment.save(force_insert=True)
    AuditLog.log_event(
        "payment.created",
        business=payment.business_id,
        actor=actor,
        location_id=location.pk,
        payment_id=payment.pk,
        event_data={
            "direction": payment.direction,
            "method": payment.payment_method,
            "amount": str(payment.amount_paid),
            "wallet_entry": str(payment.wallet_entry_id),
        },
    )
