"""For how much a gift card is sold, and by what it is paid."""

from collections.abc import Sequence
from decimal import Decimal

from optimapos.core.result import DomainError
from optimapos.sales.rules.bounds import exact_money
from optimapos.sales.rules.settlement import Settlement, TenderInput, settle
from optimapos.wallet.rules.standing import MOST_BY_HAND

SMALLEST = Decimal(1)
LARGEST = MOST_BY_HAND


def priced(amount: Decimal, currency: str) -> Decimal:
    """The amount with the currency's decimals.

    Refuses: AMOUNT_NOT_POSITIVE, AMOUNT_TOO_LARGE, AMOUNT_TOO_PRECISE, GIFT_CARD_AMOUNT_OUT_OF_RANGE (data: amount, smallest,
    largest).
    """
    if amount <= 0:
        raise DomainError("AMOUNT_NOT_POSITIVE", "The amount is more than zero.", {"amount": f"{amount:f}"})
    exact = exact_money(amount, currency)
    if not SMALLEST <= exact <= LARGEST:
        raise DomainError(
            "GIFT_CARD_AMOUNT_OUT_OF_RANGE",
            f"A card is sold for {SMALLEST} to {LARGEST:f}.",
            {"amount": f"{exact:f}", "smallest": f"{SMALLEST:f}", "largest": f"{LARGEST:f}"},
        )
    return exact


def paid_for(
    amount: Decimal, tenders: Sequence[TenderInput], *, currency: str, cash_rounding_step: Decimal
) -> Settlement:
    """How the tenders pay for a card. What is owed for a card is what was taken for it, so nothing of it is rounded.

    Refuses: METHOD_NOT_AVAILABLE, AMOUNT_NOT_POSITIVE, AMOUNT_TOO_LARGE, AMOUNT_TOO_PRECISE, OVERPAID, UNDERPAID as `settle`;
    GIFT_CARD_NOT_IN_COINS (data: amount, nearest, step).
    """
    found = settle(
        total=amount, tenders=tenders, currency=currency, cash_rounding_step=cash_rounding_step, may_owe=False
    )
    if found.rounding_amount:
        raise DomainError(
            "GIFT_CARD_NOT_IN_COINS",
            f"There are no coins for {amount:f}. Sell it for {found.total_amount:f}, or by card.",
            {
                "amount": f"{amount:f}",
                "nearest": f"{found.total_amount:f}",
                "step": f"{cash_rounding_step.normalize():f}",
            },
        )
    return found
