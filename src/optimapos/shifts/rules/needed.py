"""What a business that works in shifts does only while one is open. Source: docs/algorithms/shifts.md."""

from uuid import UUID

from optimapos.core.result import DomainError


def check_sells_in_shift(*, requires_shift: bool, terminal_id: UUID | None, shift_id: UUID | None) -> None:
    """Refuses: SHIFT_NOT_OPEN for who takes money at a till without a shift, where the business sells in shifts only."""
    if requires_shift and terminal_id is not None and shift_id is None:
        raise DomainError("SHIFT_NOT_OPEN", "No shift is open at this till. Open one first.")


def check_cash_has_shift(*, requires_shift: bool, shift_id: UUID | None) -> None:
    """Refuses: SHIFT_NOT_OPEN for cash that nobody's drawer would be short of, where the business works in shifts."""
    if requires_shift and shift_id is None:
        raise DomainError(
            "SHIFT_NOT_OPEN", "Cash leaves a drawer whose shift is open. Open one at a till, then pay out."
        )
