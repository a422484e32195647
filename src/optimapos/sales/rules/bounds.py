"""Which amounts a sale can hold at all: below the limit of the ledger's columns, in the currency's own decimals."""

from decimal import Decimal

from optimapos.core.money import AMOUNT_LIMIT, round_money
from optimapos.core.result import DomainError


def bounded(amount: Decimal, **where: int) -> Decimal:
    """`amount`, unchanged. `where` names its line or tender, for the data of a refusal.

    Refuses: AMOUNT_TOO_LARGE (data: amount, limit, and `where`).
    """
    if amount < AMOUNT_LIMIT:
        return amount
    raise DomainError(
        "AMOUNT_TOO_LARGE",
        f"{amount:f} is more than a sale can hold.",
        {**where, "amount": f"{amount:f}", "limit": f"{AMOUNT_LIMIT:f}"},
    )


def exact_money(amount: Decimal, currency: str, **where: int) -> Decimal:
    """`amount` written with the currency's decimals: 5 and 5.0000 become 5.00.

    Refuses: AMOUNT_TOO_LARGE as `bounded` does; AMOUNT_TOO_PRECISE (data: amount, currency, and `where`) where that
    would round it.
    """
    rounded = round_money(bounded(amount, **where), currency)
    if rounded == amount:
        return rounded
    raise DomainError(
        "AMOUNT_TOO_PRECISE",
        f"{amount:f} has more decimals than {currency} has.",
        {**where, "amount": f"{amount:f}", "currency": currency},
    )
