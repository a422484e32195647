"""What customers owe, changed by hand: adjustments, opening balances; and whether they may owe more."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.core.money import ZERO
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef
from optimapos.organization.models import Business, Location
from optimapos.organization.selectors import currency_of
from optimapos.partners.locks import lock_customer
from optimapos.partners.models import CreditTransaction, Customer
from optimapos.partners.rules.receivables import check_amount
from optimapos.partners.rules.standing import CreditStanding, check_credit
from optimapos.partners.selectors.receivables import balance_of, standing_of
from optimapos.partners.services.receivables import CustomerLedger, NewEntry, kept_as_credit
from optimapos.partners.types import CreditChange, CreditKind


@dataclass(frozen=True, slots=True)
class Booked:
    """An entry, what of it stays as the customer's credit, and the customer as they stand after it."""

    entry: CreditTransaction
    kept: Decimal
    customer: Customer


class CustomerCreditService:
    """Changes what customers owe, and tells whether they may owe more.

    Source: pharmacy-customer-management.md "Enhanced Methods", sales-phase-1.md, sales-backend-guide.md phase 2.
    """

    @staticmethod
    @operation
    def adjust_credit(
        *,
        business: BusinessRef,
        actor: Actor,
        customer_id: UUID,
        location: Location,
        change: CreditChange,
        amount: Decimal,
        reason: str,
        at: datetime,
        due_date: date | None = None,
    ) -> Result[Booked]:
        """Add credit (the customer owes `amount` less) or deduct it (owes more, from `due_date`, else by the terms).

        What is added settles debts, the oldest first; what is left stays as the customer's credit.

        Refuses: CUSTOMER_NOT_FOUND, AMOUNT_NOT_POSITIVE, AMOUNT_TOO_PRECISE, COMMENT_REQUIRED, DUE_BEFORE_START.
        """
        if not reason.strip():
            raise DomainError("COMMENT_REQUIRED", "Say why what the customer owes is changed.")
        signed = -amount if change == CreditChange.ADD else amount
        entry = _entry(CreditKind.ADJUSTMENT, signed, location.local_day(at), due_date)
        return _booked(business, actor, customer_id, entry, at, reason.strip())

    @staticmethod
    @operation
    def take_opening_balance(
        *,
        business: BusinessRef,
        actor: Actor,
        customer_id: UUID,
        location: Location,
        amount: Decimal,
        at: datetime,
        is_credit: bool = False,
        due_date: date | None = None,
        reference: str = "",
    ) -> Result[Booked]:
        """Take over one open item from before the books began: a debt, due on `due_date`, else by the terms from today on, or
        with `is_credit` money that the customer has.

        Refuses: CUSTOMER_NOT_FOUND, AMOUNT_NOT_POSITIVE, AMOUNT_TOO_PRECISE.
        """
        day = location.local_day(at)
        signed = -amount if is_credit else amount
        entry = _entry(CreditKind.OPENING, signed, min(day, due_date or day), due_date, reference)
        return _booked(business, actor, customer_id, entry, at, "")

    @staticmethod
    @operation
    def apply_open_credits(*, business: BusinessRef, customer_id: UUID, user_id: UUID, at: datetime) -> Result[Decimal]:
        """Let open credits settle open debts, such as a sale that was made after a payment in advance; how much.

        Refuses: CUSTOMER_NOT_FOUND.
        """
        parts = CustomerLedger(lock_customer(business, customer_id), user_id, at).settle_open()
        return Result.success(sum((part.amount for part in parts), ZERO))

    @staticmethod
    @operation
    def update_balance(*, business: BusinessRef, customer_id: UUID) -> Result[Customer]:
        """Derive a customer's cached balance from the ledger again.

        Refuses: CUSTOMER_NOT_FOUND.
        """
        customer = lock_customer(business, customer_id, even_merged=True)
        customer.outstanding_balance = balance_of(business, customer_id)
        customer.save(update_fields=["outstanding_balance", "updated_at"])
        return Result.success(customer)

    @staticmethod
    def can_purchase(*, customer: Customer, amount: Decimal, on: date, force: bool = False) -> tuple[bool, str]:
        """Whether a customer may owe `amount` more on a day, and why not. `force`: a manager allows it, with a reason."""
        grace = Business.objects.values_list("credit_grace_days", flat=True).get(pk=customer.business_id)
        standing = standing_of(customer.business_id, customer, on=on, grace_days=grace)
        return CustomerCreditService.may_owe(standing, amount, force=force)

    @staticmethod
    def may_owe(standing: CreditStanding, amount: Decimal, *, force: bool = False) -> tuple[bool, str]:
        """The same of a standing that is known."""
        try:
            check_credit(standing, amount=amount, override=force)
        except DomainError as refusal:
            return False, refusal.msg
        return True, ""

    @staticmethod
    def can_make_purchase(*, customer: Customer, amount: Decimal, on: date) -> bool:
        """The same without a reason."""
        return CustomerCreditService.can_purchase(customer=customer, amount=amount, on=on)[0]

    @staticmethod
    def get_overdue_balance(*, customer: Customer, on: date) -> Decimal:
        """What is past its due date on a day, less open credits; no days of grace."""
        return standing_of(customer.business_id, customer, on=on, grace_days=0).overdue_amount


def _entry(
    kind: CreditKind, amount: Decimal, day: date, due_date: date | None, reference: str = ""
) -> Callable[[Customer], NewEntry]:
    def entry(customer: Customer) -> NewEntry:
        due = (due_date or customer.due_on(day)) if amount > 0 else None
        if due and due < day:
            raise DomainError("DUE_BEFORE_START", f"It can't be due before {day}.", {"due_date": due.isoformat()})
        return NewEntry(kind=kind, amount=amount, business_date=day, due_date=due, reference=reference)

    return entry


def _booked(
    business: BusinessRef,
    actor: Actor,
    customer_id: UUID,
    make: Callable[[Customer], NewEntry],
    at: datetime,
    reason: str,
) -> Result[Booked]:
    customer = lock_customer(business, customer_id)
    new = make(customer)
    check_amount(abs(new.amount), currency_of(business))
    ledger = CustomerLedger(customer, actor.user_id, at)
    entry = ledger.book(new)
    parts = ledger.settle_open()
    AuditLog.log_event(
        "credit.adjusted",
        business=business,
        actor=actor,
        customer_id=customer.pk,
        event_data={"entry": str(entry.pk), "kind": new.kind.value, "amount": str(new.amount)},
        description=reason,
    )
    kept = kept_as_credit(entry, parts) if new.amount < 0 else ZERO
    entry.refresh_from_db()  # amounts as a later read tells them
    return Result.success(Booked(entry, kept, customer))
