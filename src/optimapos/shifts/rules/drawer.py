"""The drawer's arithmetic: what should be there by tender, what was counted, over and short.

Amounts in the business's currency. Source: docs/algorithms/shifts.md.
"""

import hashlib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import orjson

from optimapos.core.money import ZERO, currency_exponent, round_money
from optimapos.core.quantities import has_at_most_places
from optimapos.core.result import DomainError
from optimapos.shifts.types import CASH, Counted


def expected_of(
    *, opening_float: Decimal, cash_in: Decimal, cash_out: Decimal, tenders: Mapping[str, Decimal]
) -> dict[str, Decimal]:
    """What should be there by tender. `tenders`: taken less given back; cash always stands among them.

    >>> expected_of(opening_float=Decimal(100), cash_in=Decimal(10), cash_out=Decimal(60), tenders={"CASH": Decimal(25)})
    {'CASH': Decimal('75')}
    """
    in_drawer = opening_float + cash_in - cash_out + tenders.get(CASH, ZERO)
    return {CASH: in_drawer} | {method: amount for method, amount in sorted(tenders.items()) if method != CASH}


def amount_counted(counted: Counted, currency: str) -> Decimal:
    """What was counted: the sum of the pieces where they are named.

    Refuses: COUNT_DIFFERS (data: method, amount, pieces) where pieces and amount say different things, AMOUNT_TOO_PRECISE.
    """
    if not has_at_most_places(counted.amount, currency_exponent(currency)):
        raise DomainError(
            "AMOUNT_TOO_PRECISE",
            f"{counted.amount} has more decimals than {currency}.",
            {"amount": str(counted.amount), "currency": currency},
        )
    if not counted.pieces:
        return counted.amount
    total = sum((worth * pieces for worth, pieces in counted.pieces), ZERO)
    if total != counted.amount:
        raise DomainError(
            "COUNT_DIFFERS",
            f"The pieces come to {total}, the amount says {counted.amount}.",
            {"method": counted.method, "amount": str(counted.amount), "pieces": str(total)},
        )
    return total


def over_and_short(expected: Mapping[str, Decimal], counted: Sequence[Counted], currency: str) -> list[dict[str, Any]]:
    """By tender what should be there, what was counted (None where nobody counted it) and the difference: above zero is
    over. Cash is always counted.

    Refuses: CASH_NOT_COUNTED, COUNTED_TWICE (data: method), COUNT_DIFFERS, AMOUNT_TOO_PRECISE.
    """
    found: dict[str, Counted] = {}
    for each in counted:
        if each.method in found:
            raise DomainError("COUNTED_TWICE", f"{each.method} is counted twice.", {"method": each.method})
        found[each.method] = each
    if CASH not in found:
        raise DomainError("CASH_NOT_COUNTED", "Count the cash in the drawer first.")
    methods = [*expected, *(method for method in found if method not in expected)]
    return [_line(method, expected.get(method, ZERO), found.get(method), currency) for method in methods]


def _line(method: str, expected: Decimal, counted: Counted | None, currency: str) -> dict[str, Any]:
    amount = None if counted is None else amount_counted(counted, currency)
    pieces = {} if counted is None else {shown_amount(worth, currency): n for worth, n in counted.pieces}
    return {
        "method": method,
        "expected": shown_amount(expected, currency),
        "counted": None if amount is None else shown_amount(amount, currency),
        "difference": None if amount is None else shown_amount(amount - expected, currency),
        "pieces": pieces,
    }


def shown_amount(amount: Decimal, currency: str) -> str:
    """An amount as reports keep it: with the currency's decimals."""
    return f"{round_money(amount, currency):f}"


def seal_of(document: Mapping[str, Any], before: bytes) -> bytes:
    """SHA-256 of a report and of the seal of the one before it at the same till, so that none can be taken out."""
    return hashlib.sha256(before + orjson.dumps(document, option=orjson.OPT_SORT_KEYS)).digest()
