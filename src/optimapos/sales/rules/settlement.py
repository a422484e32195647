"""How tenders settle a total: cash rounding, change, what stays due, and what the sale is called afterwards.

Amounts are in major units with the currency's decimals. Source: docs/algorithms/tax-and-rounding.md "Cash rounding".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import eq

from optimapos.core.money import ZERO, round_money, round_to_step
from optimapos.core.result import DomainError
from optimapos.sales.rows import WalletRow
from optimapos.sales.rules.bounds import bounded, exact_money
from optimapos.sales.types import FROM_A_WALLET, TAKEN_AT_THE_TILL, PaymentMethod, PaymentType, SaleStatus

_CASH = PaymentMethod.CASH


@dataclass(frozen=True, slots=True)
class TenderInput:
    """What a customer hands over: `reference` of the card machine or bank, `phone` for mobile money, `wallet` what is taken
    from an account of a wallet. `is_exchange`: what goods that come back are worth, which nobody hands over.
    """

    method: str
    amount: Decimal
    reference: str = ""
    phone: str = ""
    wallet: WalletRow | None = None
    is_exchange: bool = False


@dataclass(frozen=True, slots=True)
class SettledTender:
    """A tender as booked: `tendered` - `change` = `amount_paid`."""

    method: PaymentMethod
    tendered: Decimal
    change: Decimal
    amount_paid: Decimal
    reference: str
    phone: str
    wallet: WalletRow | None = None


@dataclass(frozen=True, slots=True)
class Settlement:
    """`total_amount` = total of the lines + `rounding_amount` = `amount_paid` + `amount_due`."""

    rounding_amount: Decimal
    total_amount: Decimal
    tenders: tuple[SettledTender, ...]
    amount_paid: Decimal
    amount_due: Decimal
    status: SaleStatus
    payment_type: PaymentType


def exchanged(credit: Decimal, total: Decimal) -> list[TenderInput]:
    """The tender of goods that come back, as far as the sale needs it."""
    part = min(credit, total)
    return [TenderInput(PaymentMethod.EXCHANGE, part, is_exchange=True)] if part > 0 else []


def settle(
    *,
    total: Decimal,
    tenders: Sequence[TenderInput],
    currency: str,
    cash_rounding_step: Decimal,
    may_owe: bool,
) -> Settlement:
    """`total` (sum of the lines' gross) settled by `tenders`; a step of 0 means no cash rounding.

    The total is rounded to the step only where it is paid wholly, and in cash. Change comes from cash, the last tender
    first. A remainder is due where the sale `may_owe`. A free sale without tenders is COMPLETED, as paid in CASH.

    Refuses: METHOD_NOT_AVAILABLE (data: method, available), AMOUNT_NOT_POSITIVE (data: amount), AMOUNT_TOO_LARGE (data:
    amount, limit), AMOUNT_TOO_PRECISE (data: amount, currency), each with the `tender` counted from 1; OVERPAID (data:
    total, non_cash, tendered); UNDERPAID (data: total, paid, missing).
    Raises: ValueError for a total below zero.
    """
    if total < 0:
        raise ValueError("a total is below zero")
    total = exact_money(total, currency)
    amounts = [_accepted(tender, number, currency) for number, tender in enumerate(tenders, 1)]
    tendered = bounded(sum(amounts, round_money(ZERO, currency)))
    to_pay = _to_pay(total, tendered, tenders, currency, cash_rounding_step)
    changes = _changes(to_pay, tendered, tenders, amounts)
    paid = min(tendered, to_pay)
    due = to_pay - paid
    if due and not may_owe:
        raise _underpaid(to_pay, paid, due)
    return Settlement(
        rounding_amount=to_pay - total,
        total_amount=to_pay,
        tenders=tuple(map(_settled, tenders, amounts, changes)),
        amount_paid=paid,
        amount_due=due,
        status=status_of(paid, due),
        payment_type=_payment_type(tenders, due),
    )


def _accepted(tender: TenderInput, number: int, currency: str) -> Decimal:
    """The amount of a tender that the till may take."""
    if tender.method not in TAKEN_AT_THE_TILL and tender.wallet is None and not tender.is_exchange:
        raise DomainError(
            "METHOD_NOT_AVAILABLE",
            f"{tender.method} cannot be taken at the till.",
            {"tender": number, "method": str(tender.method), "available": sorted(map(str, TAKEN_AT_THE_TILL))},
        )
    if tender.amount <= 0:
        raise DomainError(
            "AMOUNT_NOT_POSITIVE",
            "A tender is more than zero.",
            {"tender": number, "amount": f"{tender.amount:f}"},
        )
    return exact_money(tender.amount, currency, tender=number)


def _to_pay(total: Decimal, tendered: Decimal, tenders: Sequence[TenderInput], currency: str, step: Decimal) -> Decimal:
    paid = [tender for tender in tenders if not tender.is_exchange]
    if not step or not paid or any(tender.method != _CASH for tender in paid):
        return total
    credit = sum((tender.amount for tender in tenders if tender.is_exchange), ZERO)
    rounded = credit + round_to_step(total - credit, step, currency)
    return rounded if rounded <= tendered else total


def _changes(
    to_pay: Decimal, tendered: Decimal, tenders: Sequence[TenderInput], amounts: Sequence[Decimal]
) -> list[Decimal]:
    """What each tender gives back: the excess, from cash alone, the last tender first.

    A tender that would go back whole was not needed, so it is a mistake; unless nothing was to be paid at all.
    """
    changes = [amount - amount for amount in amounts]
    excess = left = max(tendered - to_pay, ZERO)
    for place in reversed(range(len(amounts))) if excess else ():
        if tenders[place].method == _CASH:
            changes[place] = min(left, amounts[place])
            left -= changes[place]
    if left or (to_pay and any(map(eq, changes, amounts))):
        raise _overpaid(to_pay, tendered, tenders, amounts)
    return changes


def _overpaid(
    to_pay: Decimal, tendered: Decimal, tenders: Sequence[TenderInput], amounts: Sequence[Decimal]
) -> DomainError:
    cash = sum(amount for tender, amount in zip(tenders, amounts, strict=True) if tender.method == _CASH)
    return DomainError(
        "OVERPAID",
        f"{tendered} was handed over for {to_pay}: change is given from cash alone, and no tender goes back whole.",
        {"total": str(to_pay), "non_cash": str(tendered - cash), "tendered": str(tendered)},
    )


def _underpaid(to_pay: Decimal, paid: Decimal, due: Decimal) -> DomainError:
    return DomainError(
        "UNDERPAID",
        f"{due} of {to_pay} is missing.",
        {"total": str(to_pay), "paid": str(paid), "missing": str(due)},
    )


def _settled(tender: TenderInput, amount: Decimal, change: Decimal) -> SettledTender:
    method = PaymentMethod(tender.method)
    return SettledTender(method, amount, change, amount - change, tender.reference, tender.phone, tender.wallet)


def status_of(paid: Decimal, due: Decimal) -> SaleStatus:
    """What the status of a completed sale tells: nothing, some or all of it is paid."""
    if not due:
        return SaleStatus.COMPLETED
    return SaleStatus.PARTIAL if paid else SaleStatus.PENDING


def _payment_type(tenders: Sequence[TenderInput], due: Decimal) -> PaymentType:
    methods = {tender.method for tender in tenders}
    if not methods:
        return PaymentType.CREDIT if due else PaymentType.CASH
    if due or len(methods) > 1:
        return PaymentType.MIXED
    method = methods.pop()
    return PaymentType.WALLET if method in FROM_A_WALLET else PaymentType(method)
