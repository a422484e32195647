"""Whether a customer may buy at all, and owe what they do not pay now.

Amounts are in major units of the business's currency. Source: sales-backend-guide.md "check_credit_limit".
"""

from dataclasses import dataclass
from decimal import Decimal

from optimapos.core.money import ZERO
from optimapos.core.result import DomainError


@dataclass(frozen=True, slots=True)
class CreditStanding:
    """What counts of a customer. Above zero, `outstanding_balance` is owed, open intents included.

    `overdue_amount` is past its due date, its oldest part by `overdue_days`; `grace_days` is the business's setting.
    """

    is_active: bool
    sales_blocked: bool
    credit_blocked: bool
    credit_limit: Decimal
    outstanding_balance: Decimal
    overdue_amount: Decimal
    overdue_days: int
    grace_days: int


def check_credit(standing: CreditStanding, *, amount: Decimal, override: bool) -> tuple[str, ...]:
    """Let the customer owe `amount` more; 0 asks only whether they may buy.

    An `override` (an approval with a reason) allows what is refused here, and the flags tell what it allowed, of
    CREDIT_BLOCKED, OVER_CREDIT_LIMIT and OVERDUE; without one there are none. It never helps a blocked customer.

    Refuses: CUSTOMER_BLOCKED, CREDIT_BLOCKED, CREDIT_LIMIT_EXCEEDED (data: amount, requested_amount, available_credit,
    credit_limit, outstanding_balance), CREDIT_OVERDUE (data: overdue_amount, days, grace_days).
    """
    if standing.sales_blocked or not standing.is_active:
        raise DomainError("CUSTOMER_BLOCKED", "Nothing may be sold to this customer.")
    if amount <= 0:
        return ()
    refusals = _refusals(standing, amount)
    if refusals and not override:
        raise next(iter(refusals.values()))
    return tuple(refusals)


def _refusals(standing: CreditStanding, amount: Decimal) -> dict[str, DomainError]:
    """What speaks against owing `amount` more, the gravest first, under the flag that an override leaves."""
    refusals = {}
    if standing.credit_blocked:
        refusals["CREDIT_BLOCKED"] = DomainError("CREDIT_BLOCKED", "This customer may not buy on credit.")
    if amount > standing.credit_limit - standing.outstanding_balance:
        refusals["OVER_CREDIT_LIMIT"] = _limit_exceeded(standing, amount)
    if standing.overdue_amount > 0 and standing.overdue_days > standing.grace_days:
        refusals["OVERDUE"] = _overdue(standing)
    return refusals


def _limit_exceeded(standing: CreditStanding, amount: Decimal) -> DomainError:
    available = standing.credit_limit - standing.outstanding_balance
    return DomainError(
        "CREDIT_LIMIT_EXCEEDED",
        f"{amount} is more than the available credit of {available}.",
        {
            "amount": str(amount),
            "requested_amount": str(amount),
            "available_credit": str(available),
            "credit_limit": str(standing.credit_limit),
            "outstanding_balance": str(standing.outstanding_balance),
        },
        (f"Take at least {amount - max(available, ZERO)} now", "Have the credit approved"),
    )


def _overdue(standing: CreditStanding) -> DomainError:
    return DomainError(
        "CREDIT_OVERDUE",
        f"{standing.overdue_amount} has been overdue for {standing.overdue_days} days.",
        {
            "overdue_amount": str(standing.overdue_amount),
            "days": standing.overdue_days,
            "grace_days": standing.grace_days,
        },
    )
