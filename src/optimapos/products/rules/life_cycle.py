"""What the stages of a product's life permit."""

from decimal import Decimal

from optimapos.core.result import DomainError
from optimapos.products.types import EDITABLE, FIRST_STAGES, NEXT_STAGES, LifeCycle


def check_first_stage(stage: str) -> None:
    """Refuses: LIFE_CYCLE_FORBIDS for a new product that is neither NEW nor ACTIVE."""
    if stage not in FIRST_STAGES:
        raise DomainError(
            "LIFE_CYCLE_FORBIDS",
            f"A product starts as NEW or ACTIVE, not as {stage}.",
            {"life_cycle": stage, "allowed": sorted(FIRST_STAGES)},
        )


def check_editable(stage: str) -> None:
    """Refuses: LIFE_CYCLE_FORBIDS for a change of a product that is discontinued or archived."""
    if stage not in EDITABLE:
        raise DomainError(
            "LIFE_CYCLE_FORBIDS",
            f"A product that is {stage} is not changed any more.",
            {"life_cycle": stage, "allowed": sorted(EDITABLE)},
            ("Make it active again first.",) if NEXT_STAGES[stage] else (),
        )


def check_move(stage: str, to: str, stock_on_hand: Decimal) -> None:
    """Refuses: LIFE_CYCLE_FORBIDS (data: allowed), STOCK_REMAINS (data: stock_on_hand) for archiving."""
    allowed = NEXT_STAGES[stage]
    if to not in allowed:
        raise DomainError(
            "LIFE_CYCLE_FORBIDS",
            f"A product that is {stage} can't become {to}.",
            {"life_cycle": stage, "to": to, "allowed": sorted(allowed)},
        )
    if to == LifeCycle.ARCHIVED:
        check_no_stock(stock_on_hand, "Only a product without stock can be archived.")


def check_no_stock(stock_on_hand: Decimal, why: str) -> None:
    """Refuses: STOCK_REMAINS (data: stock_on_hand)."""
    if stock_on_hand:
        raise DomainError(
            "STOCK_REMAINS", f"{why} There are {stock_on_hand.normalize():f}.", {"stock_on_hand": f"{stock_on_hand:f}"}
        )
