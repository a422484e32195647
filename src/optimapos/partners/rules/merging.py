"""Which customers may be merged, and what has to be looked at before. Pure."""

from decimal import Decimal
from typing import Protocol
from uuid import UUID

from optimapos.core.money import ZERO
from optimapos.core.quantities import shown
from optimapos.core.result import DomainError

SALES_BLOCKED, CREDIT_BLOCKED = "SALES_BLOCKED", "CREDIT_BLOCKED"
OVER_CREDIT_LIMIT = "OVER_CREDIT_LIMIT"
TAX_NUMBER_DIFFERS = "TAX_NUMBER_DIFFERS"


class Merging(Protocol):
    """What counts of a customer that is merged, or that another one is merged into."""

    sales_blocked: bool
    credit_blocked: bool
    credit_limit: Decimal
    outstanding_balance: Decimal
    vat_number: str


def check_not_merged(customer_id: UUID, merged_into: UUID | None) -> None:
    """Refuses: CUSTOMER_MERGED (data: customer, merged_into)."""
    if merged_into is not None:
        msg = "This customer was merged into another one. Take that one."
        raise DomainError("CUSTOMER_MERGED", msg, {"customer": str(customer_id), "merged_into": str(merged_into)})


def conflicts_of(source: Merging, survivor: Merging) -> list[str]:
    """What speaks against a merge until somebody says yes to it: a block that would be lost, a limit that what both owe is
    beyond, two tax numbers.
    """
    owed = source.outstanding_balance + survivor.outstanding_balance
    found = {
        SALES_BLOCKED: source.sales_blocked and not survivor.sales_blocked,
        CREDIT_BLOCKED: source.credit_blocked and not survivor.credit_blocked,
        OVER_CREDIT_LIMIT: source.outstanding_balance > 0 and owed > max(survivor.credit_limit, ZERO),
        TAX_NUMBER_DIFFERS: bool(
            source.vat_number and survivor.vat_number and source.vat_number != survivor.vat_number
        ),
    }
    return [conflict for conflict, is_there in found.items() if is_there]


def check_conflicts(source: Merging, survivor: Merging) -> None:
    """Refuses: MERGE_CONFLICT (data: conflicts, outstanding_balance, credit_limit)."""
    if conflicts := conflicts_of(source, survivor):
        owed = source.outstanding_balance + survivor.outstanding_balance
        raise DomainError(
            "MERGE_CONFLICT",
            f"Look at this first: {', '.join(conflicts)}.",
            {
                "conflicts": conflicts,
                "outstanding_balance": shown(owed),
                "credit_limit": shown(survivor.credit_limit),
            },
            ("Send accept_conflicts to merge them all the same",),
        )
