"""ShiftService: a drawer's shift is opened with a float, cash goes in and out of it, it is counted blind and closed.

A closed shift is sealed; what was sold in it and is told later goes on numbered supplements. Closing never looks at stock.
Source: docs/algorithms/shifts.md.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor, Capability
from optimapos.core.ids import new_id
from optimapos.core.money import ZERO, currency_exponent
from optimapos.core.operations import operation
from optimapos.core.quantities import has_at_most_places
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef, business_id_of
from optimapos.organization.models import Location
from optimapos.organization.selectors import currency_of
from optimapos.papers.models import PaperPrint
from optimapos.papers.services.prints import note_print
from optimapos.papers.types import DocumentKind
from optimapos.shifts.locks import lock_shift
from optimapos.shifts.models import CashMovement, Shift, ShiftLateSale, ShiftSupplement
from optimapos.shifts.rules.drawer import over_and_short, seal_of, shown_amount
from optimapos.shifts.selectors.reports import drawer_of, report_of
from optimapos.shifts.selectors.shifts import open_shift_at
from optimapos.shifts.types import CASH, CashKind, CashReason, Counted, ShiftStatus

NEEDS_NOTE = frozenset({CashReason.EXPENSE, CashReason.OWNER, CashReason.CORRECTION, CashReason.OTHER})
"""Reasons that say nothing without words."""


class ShiftService:
    """Opens, moves and closes."""

    @staticmethod
    @operation
    def open_shift(
        *, business: BusinessRef, actor: Actor, opening_float: Decimal, at: datetime, note: str = ""
    ) -> Result[Shift]:
        """Open a shift at the actor's till with so much cash in the drawer.

        Refuses: SHIFT_AT_TERMINAL, SHIFT_ALREADY_OPEN (data: shift, opened_at), AMOUNT_TOO_PRECISE.
        """
        if actor.terminal_id is None or actor.terminal_location_id is None:
            raise DomainError("SHIFT_AT_TERMINAL", "A shift is opened at a till. Sign in there.")
        currency = currency_of(business)
        _check_precision(opening_float, currency)
        if (there := open_shift_at(business, actor.terminal_id)) is not None:
            raise DomainError(
                "SHIFT_ALREADY_OPEN",
                "A shift is open at this till already.",
                {"shift": str(there.pk), "opened_at": there.opened_at.isoformat()},
            )
        place = Location.objects.for_business(business).get(pk=actor.terminal_location_id)
        shift = Shift(
            pk=new_id(),
            business_id=business_id_of(business),
            location=place,
            terminal_id=actor.terminal_id,
            currency=currency,
            business_date=place.local_day(at),
            opening_float=opening_float,
            opened_by=actor.user_id,
            opened_at=at,
            note=note.strip(),
        )
        shift.save(force_insert=True)
        _log("shift.opened", shift, actor, {"opening_float": shown_amount(opening_float, currency)})
        return Result.success(shift)

    @staticmethod
    @operation
    def move_cash(
        *,
        business: BusinessRef,
        actor: Actor,
        shift_id: UUID,
        kind: str,
        reason: str,
        amount: Decimal,
        at: datetime,
        note: str = "",
    ) -> Result[CashMovement]:
        """Put cash into the drawer, or take some out, without a sale.

        Refuses: NOT_FOUND, SHIFT_CLOSED (data: z_number), AMOUNT_NOT_POSITIVE, AMOUNT_TOO_PRECISE, CASH_NEEDS_NOTE for a
        reason that says nothing by itself, DRAWER_TOO_LITTLE (data: asked) where less is there.
        """
        shift = _open_shift(business, actor, shift_id)
        _check_precision(amount, shift.currency)
        if amount <= 0:
            raise DomainError("AMOUNT_NOT_POSITIVE", "The amount is more than zero.", {"amount": str(amount)})
        if reason in NEEDS_NOTE and not note.strip():
            raise DomainError("CASH_NEEDS_NOTE", "Say what the cash is for.", {"reason": reason})
        if kind == CashKind.OUT:
            _, expected = drawer_of(shift, report_of(shift))
            if amount > expected[CASH]:  # the figure is not told: the count is blind
                raise DomainError(
                    "DRAWER_TOO_LITTLE", "There is not that much cash in the drawer.", {"asked": str(amount)}
                )
        moved = CashMovement(
            pk=new_id(),
            business_id=shift.business_id,
            shift=shift,
            kind=kind,
            reason=reason,
            amount=amount,
            note=note.strip(),
            user_id=actor.user_id,
            created_at=at,
        )
        moved.save(force_insert=True)
        figures = {"kind": kind, "reason": reason, "amount": shown_amount(amount, shift.currency)}
        _log("shift.cash_moved", shift, actor, figures, description=moved.note)
        return Result.success(moved)

    @staticmethod
    @operation
    def close_shift(
        *,
        business: BusinessRef,
        actor: Actor,
        shift_id: UUID,
        counted: Sequence[Counted],
        at: datetime,
        note: str = "",
    ) -> Result[Shift]:
        """Count, close and seal: the Z report. What was over or short is told, and never refused.

        Refuses: NOT_FOUND, SHIFT_CLOSED (data: z_number), CASH_NOT_COUNTED, COUNTED_TWICE, COUNT_DIFFERS, AMOUNT_TOO_PRECISE.
        """
        shift = _open_shift(business, actor, shift_id)
        report = report_of(shift)
        drawer, expected = drawer_of(shift, report)
        before = _last_closed(shift)
        shift.z_number = 1 if before is None or before.z_number is None else before.z_number + 1
        shift.note = note.strip() or shift.note
        shift.figures = {
            **report,
            "z_number": shift.z_number,
            "shift": str(shift.pk),
            "terminal": str(shift.terminal_id),
            "location": str(shift.location_id),
            "currency": shift.currency,
            "business_date": shift.business_date.isoformat(),
            "opened_at": shift.opened_at.isoformat(),
            "opened_by": str(shift.opened_by),
            "closed_at": at.isoformat(),
            "closed_by": str(actor.user_id),
            "drawer": drawer,
            "count": over_and_short(expected, counted, shift.currency),
            "grand_total": _grand_total(shift, report, before),
        }
        shift.seal = seal_of(shift.figures, bytes(before.seal) if before and before.seal else b"")
        shift.status, shift.closed_by, shift.closed_at = ShiftStatus.CLOSED, actor.user_id, at
        shift.save()
        _log("shift.closed", shift, actor, {"z_number": shift.z_number, "count": shift.figures["count"]})
        return Result.success(shift)

    @staticmethod
    @operation
    def print_slip(
        *, business: BusinessRef, actor: Actor, shift_id: UUID, form: str, at: datetime
    ) -> Result[PaperPrint | None]:
        """Number a print of a closed shift's Z report; every one after the first is a copy. An X report has no number.

        Refuses: NOT_FOUND.
        """
        shift = lock_shift(business, shift_id)
        if shift is None or not actor.sees(shift.location_id):
            raise DomainError("NOT_FOUND", "There is no such shift.")
        if shift.status == ShiftStatus.OPEN:
            _log("shift.x_printed", shift, actor, {"form": form})
            return Result.success(None)
        return Result.success(
            note_print(
                business,
                kind=DocumentKind.SHIFT,
                document_id=shift.pk,
                form=form,
                actor=actor,
                at=at,
                event_data={"z_number": shift.z_number},
                location_id=shift.location_id,
            )
        )

    @staticmethod
    @operation
    def seal_supplement(
        *, business: BusinessRef, actor: Actor | None, shift_id: UUID, at: datetime
    ) -> Result[ShiftSupplement]:
        """Seal what was sold in a closed shift and told since as its next supplement.

        Refuses: NOT_FOUND, SHIFT_STILL_OPEN, NOTHING_LATE.
        """
        shift = lock_shift(business, shift_id)
        if shift is None or (actor and not actor.sees(shift.location_id)):
            raise DomainError("NOT_FOUND", "There is no such shift.")
        if shift.status == ShiftStatus.OPEN:
            raise DomainError("SHIFT_STILL_OPEN", "The shift is open. What comes in counts in its own report.")
        waiting = ShiftLateSale.objects.for_business(business).filter(shift=shift, supplement=None)
        sale_ids = list(waiting.order_by("pk").values_list("sale_id", flat=True))
        if not sale_ids:
            raise DomainError("NOTHING_LATE", "Nothing was told after the shift was closed.")
        before = shift.supplements.order_by("-number").first()
        number = 1 if before is None else before.number + 1
        figures = {
            **report_of(shift, sale_ids),
            "shift": str(shift.pk),
            "z_number": shift.z_number,
            "number": number,
            "sealed_at": at.isoformat(),
        }
        row = ShiftSupplement(
            pk=new_id(),
            business_id=shift.business_id,
            shift=shift,
            number=number,
            figures=figures,
            seal=seal_of(figures, bytes(before.seal if before else shift.seal or b"")),
            sealed_by=actor.user_id if actor else None,
            sealed_at=at,
        )
        row.save(force_insert=True)
        waiting.filter(sale_id__in=sale_ids).update(supplement=row)
        figures_told = {"z_number": shift.z_number, "number": number, "sales": len(sale_ids)}
        _log("shift.supplemented", shift, actor, figures_told)
        return Result.success(row)


def _open_shift(business: BusinessRef, actor: Actor, shift_id: UUID) -> Shift:
    """The shift, locked, of the actor's till or of one that it may see."""
    shift = lock_shift(business, shift_id)
    is_own = shift is not None and shift.terminal_id == actor.terminal_id
    if shift is None or not (is_own or (actor.can(Capability.SHIFT_VIEW) and actor.sees(shift.location_id))):
        raise DomainError("NOT_FOUND", "There is no such shift.")
    if shift.status == ShiftStatus.CLOSED:
        raise DomainError("SHIFT_CLOSED", "The shift is closed.", {"z_number": shift.z_number})
    return shift


def _last_closed(shift: Shift) -> Shift | None:
    rows = Shift.objects.for_business(shift.business_id).filter(terminal_id=shift.terminal_id)
    return rows.filter(status=ShiftStatus.CLOSED).order_by("-z_number").first()


def _grand_total(shift: Shift, report: Mapping[str, Any], before: Shift | None) -> str:
    """All that was ever sold at the till, with this shift."""
    so_far = Decimal(before.figures["grand_total"]) if before and before.figures else ZERO
    return shown_amount(so_far + Decimal(report["sales"]["total"]), shift.currency)


def _check_precision(amount: Decimal, currency: str) -> None:
    if not has_at_most_places(amount, currency_exponent(currency)):
        raise DomainError(
            "AMOUNT_TOO_PRECISE",
            f"{amount} has more decimals than {currency}.",
            {"amount": str(amount), "currency": currency},
        )


def _log(event_type: str, shift: Shift, actor: Actor | None, figures: Mapping[str, Any], description: str = "") -> None:
    AuditLog.log_event(
        event_type,
        business=shift.business_id,
        actor=actor,
        location_id=shift.location_id,
        event_data={"shift": str(shift.pk), "terminal": str(shift.terminal_id), **figures},
        description=description,
    )
