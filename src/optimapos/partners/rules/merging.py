"""Which customers may be merged, and what has to be looked at before. Pure."""

from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID

from optimapos.core.money import ZERO
from optimapos.core.quantities import shown
from optimapos.core.result import DomainError

SALES_BLOCKED, CREDIT_BLOCKED = "SALES_BLOCKED", "CREDIT_BLOCKED"
OVER_CREDIT_LIMIT = "OVER_CREDIT_LIMIT"
DIFFERS = {"TAX_NUMBER_DIFFERS": "vat_number", "PHONE_DIFFERS": "phone", "EMAIL_DIFFERS": "email"}
"""What a customer is found by, and of which the survivor keeps its own."""
FILLED = ("contact_person", "phone", "email", "notes")


class Merging(Protocol):
    """What counts of a customer that is merged, or that another one is merged into."""

    sales_blocked: bool
    credit_blocked: bool
    credit_limit: Decimal
    outstanding_balance: Decimal
    vat_number: str
    vat_registered: bool
    contact_person: str
    phone: str
    email: str
    city: str
    address: str
    notes: str


def check_not_merged(customer_id: UUID, merged_into: UUID | None) -> None:
    """Refuses: CUSTOMER_MERGED (data: customer, merged_into)."""
    if merged_into is not None:
        msg = "This customer was merged into another one. Take that one."
        raise DomainError("CUSTOMER_MERGED", msg, {"customer": str(customer_id), "merged_into": str(merged_into)})


def conflicts_of(source: Merging, survivor: Merging) -> list[str]:
    """What speaks against a merge until somebody says yes to it: a block that would be lost, a limit that what both owe is
    beyond, two tax numbers, phones or e-mail addresses, of which the survivor keeps its own.
    """
    owed = source.outstanding_balance + survivor.outstanding_balance
    found = {
        SALES_BLOCKED: source.sales_blocked and not survivor.sales_blocked,
        CREDIT_BLOCKED: source.credit_blocked and not survivor.credit_blocked,
        OVER_CREDIT_LIMIT: source.outstanding_balance > 0 and owed > max(survivor.credit_limit, ZERO),
    } | {conflict: _differs(source, survivor, name) for conflict, name in DIFFERS.items()}
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


def contacts_to_fill(source: Merging, survivor: Merging) -> dict[str, Any]:
    """What the survivor takes over, by column: what it has none of. A tax number comes with its registration; town and
    address are of one place.
    """
    filled: dict[str, Any] = {name: getattr(source, name) for name in FILLED if _is_only_of(source, survivor, name)}
    if _is_only_of(source, survivor, "vat_number"):
        filled |= {"vat_number": source.vat_number, "vat_registered": source.vat_registered}
    if not any(_differs(source, survivor, name) for name in ("city", "address")):
        filled |= {name: getattr(source, name) for name in ("city", "address") if _is_only_of(source, survivor, name)}
    return filled


def _is_only_of(source: Merging, survivor: Merging, name: str) -> bool:
    return bool(getattr(source, name)) and not getattr(survivor, name)


def _differs(source: Merging, survivor: Merging, name: str) -> bool:
    theirs, own = getattr(source, name), getattr(survivor, name)
    return bool(theirs and own and theirs != own)
