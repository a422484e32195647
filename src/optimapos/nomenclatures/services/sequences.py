"""Gapless numbers, drawn by UPDATE … RETURNING in the transaction that uses them: a rollback gives its number back."""

from django.db import connections

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.ids import UUID, new_id
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import APP, BusinessRef, business_id_of
from optimapos.nomenclatures.locks import lock_sequence
from optimapos.nomenclatures.models import Sequence

_DRAW = """
    INSERT INTO number_sequence AS series (id, business_id, code, prefix, padding, next_number, created_at, updated_at)
    VALUES (%s, %s, %s, %s, %s, 2, now(), now())
    ON CONFLICT (business_id, code)
    DO UPDATE SET next_number = series.next_number + 1, updated_at = now()
    RETURNING series.prefix, series.padding, series.next_number - 1
"""


class SequenceService:
    """Draws numbers and sets how they look."""

    @staticmethod
    @operation
    def next_number(*, business: BusinessRef, code: str, prefix: str = "", padding: int = 4) -> Result[str]:
        """The next number of the series `code`, such as `P0007`; a series that is not there yet starts at 1.

        `prefix` and `padding` count only for a new series. To be gapless it has to be called inside the operation that
        uses the number: the series stays locked until that one ends.
        """
        with connections[APP].cursor() as cursor:
            cursor.execute(_DRAW, [new_id(), business_id_of(business), code, prefix, padding])
            kept_prefix, kept_padding, number = cursor.fetchone()
        return Result.success(f"{kept_prefix}{number:0{kept_padding}d}")

    @staticmethod
    @operation
    def set_sequence(
        *,
        business: BusinessRef,
        sequence_id: UUID,
        actor: Actor,
        prefix: str | None = None,
        padding: int | None = None,
        next_number: int | None = None,
    ) -> Result[Sequence]:
        """Change how a series looks, or let it skip ahead.

        Refuses: NOT_FOUND, SEQUENCE_BACKWARDS (data: next_number) where numbers would be given out twice.
        """
        series = lock_sequence(business, sequence_id)
        if series is None:
            raise DomainError("NOT_FOUND", "There is no such sequence.")
        if next_number is not None and next_number < series.next_number:
            raise DomainError(
                "SEQUENCE_BACKWARDS",
                f"The next number is {series.next_number}; a sequence never goes back.",
                {"next_number": series.next_number},
            )
        series.prefix = series.prefix if prefix is None else prefix
        series.padding = padding or series.padding
        series.next_number = next_number or series.next_number
        series.save()
        AuditLog.log_event(
            "sequence.updated",
            business=business,
            actor=actor,
            event_data={"id": str(series.pk), "next_number": series.next_number},
        )
        return Result.success(series)
