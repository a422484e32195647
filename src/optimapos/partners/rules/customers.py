"""Whether something may be sold to a customer, and on credit: blocks first, then what may still be owed.

Source: partners-app.md "Customer Credit Management", "Error Response Pattern". A limit of 0 is no credit.
"""

from decimal import Decimal

from optimapos.core.money import ZERO, round_money
from optimapos.core.result import DomainError
from optimapos.partners.rules.credit import SUGGESTED_SHARE


def check_may_buy(*, is_active: bool, sales_blocked: bool) -> None:
    """Refuses: CUSTOMER_BLOCKED."""
    if not is_active or sales_blocked:
        raise DomainError("CUSTOMER_BLOCKED", "Nothing may be sold to this customer.")


def check_may_owe(
    *, credit_blocked: bool, credit_limit: Decimal, outstanding: Decimal, amount: Decimal, currency: str
) -> Decimal:
    """What may still be owed before `amount` is added; exactly all of it is fine.

    Refuses: CREDIT_BLOCKED, CREDIT_LIMIT_EXCEEDED (data: available_credit, requested_amount; suggestions: how much would do).
    """
    if credit_blocked or credit_limit <= 0:
        raise DomainError("CREDIT_BLOCKED", "This customer may not buy on credit. Take the money at once.")
    available = credit_limit - outstanding
    if amount > available:
        allowed = max(available, ZERO)
        suggested = min(allowed, round_money(amount * SUGGESTED_SHARE, currency))
        raise DomainError(
            "CREDIT_LIMIT_EXCEEDED",
            f"{amount} is more than the customer's available credit of {available}.",
            {"available_credit": str(available), "requested_amount": str(amount)},
            (f"Maximum allowed amount: {allowed}", f"Suggested amount: {suggested}"),
        )
    return available
