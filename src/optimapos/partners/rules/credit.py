"""Whether something may be bought from a supplier: blocks first, then the credit that the supplier gives.

A limit of None means that none was agreed: nothing is refused for its amount. A limit of 0 means that the supplier gives no
credit: whatever is bought has to be paid at once, so every amount is too much.
Source: partners-app.md "Error Response Pattern".
"""

from decimal import Decimal

from optimapos.core.money import ZERO, round_money
from optimapos.core.result import DomainError

SUGGESTED_SHARE = Decimal("0.8")
"""How much of a refused amount is suggested instead. Source: partners-app.md."""


def available_credit(limit: Decimal | None, used: Decimal) -> Decimal | None:
    """What may still be owed: below 0 where more is owed than agreed, None where no limit was agreed."""
    return None if limit is None else limit - used


def check_standing(*, is_active: bool, delivery_blocked: bool, name: str) -> None:
    """Refuse a supplier that nothing is bought from.

    Refuses: SUPPLIER_INACTIVE, DELIVERY_BLOCKED.
    """
    if not is_active:
        raise DomainError("SUPPLIER_INACTIVE", f"{name} is out of use. Put the supplier back into use first.")
    if delivery_blocked:
        raise DomainError("DELIVERY_BLOCKED", f"Deliveries of {name} are blocked. Lift the block first.")


def check_credit(*, available: Decimal | None, amount: Decimal, currency: str) -> None:
    """Refuse an amount beyond the available credit; exactly all of it is fine.

    Refuses: CREDIT_LIMIT_EXCEEDED (data: available_credit, requested_amount; suggestions: how much would do).
    """
    if available is None or amount <= available:
        return
    allowed = max(available, ZERO)
    suggested = min(allowed, round_money(amount * SUGGESTED_SHARE, currency))
    raise DomainError(
        "CREDIT_LIMIT_EXCEEDED",
        f"{amount} is more than the supplier's available credit of {available}.",
        {"available_credit": str(available), "requested_amount": str(amount)},
        (f"Maximum allowed amount: {allowed}", f"Suggested amount: {suggested}"),
    )
