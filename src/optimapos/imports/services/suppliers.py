"""Suppliers: created, or updated by code."""

from collections.abc import Iterable

from optimapos.core.ids import new_id
from optimapos.core.result import DomainError
from optimapos.imports.locks import lock_named_suppliers
from optimapos.imports.rules.formats import SUPPLIERS
from optimapos.imports.services.products import ASKED, WRITTEN, inserting
from optimapos.imports.services.staging import Run, Staged, add_problems
from optimapos.imports.sql import suppliers as sql
from optimapos.imports.types import Counts, Problem, Values
from optimapos.organization.models import Business
from optimapos.partners.models import Supplier
from optimapos.partners.models.suppliers import DEFAULT_LEAD_TIME_DAYS, DEFAULT_PAYMENT_DAYS
from optimapos.partners.rules.texts import check_vat_number


class SupplierImporter:
    """Brings suppliers, their texts cleaned as their service cleans them."""

    columns = SUPPLIERS
    tables = {"staged": sql.STAGED}

    @staticmethod
    def staged(line: int, values: Values) -> Iterable[Staged]:
        """The supplier."""
        yield "staged", (line, new_id(), *(values.get(name) for name in sql.WRITTEN))

    @staticmethod
    def compare(run: Run) -> None:
        """Find each line's supplier, and what is wrong."""
        if run.locks:
            lock_named_suppliers(run.business_id)
        defaults = {
            "currency": Business.objects.get(pk=run.business_id).currency,
            "payment_days": DEFAULT_PAYMENT_DAYS,
            "lead_time_days": DEFAULT_LEAD_TIME_DAYS,
        }
        run.execute(sql.resolve(run.given), {"business": run.business_id, **defaults})
        for statement in sql.COMPARISONS:
            run.execute(statement)
        after = -1
        while rows := run.rows(sql.IN_QUESTION, {"after": after, "limit": ASKED}):
            add_problems(run, [found for line, number in rows if (found := _vat_problem(line, number))])
            after = rows[-1][0]

    @staticmethod
    def counts(run: Run) -> Counts:
        """New, changed and unchanged suppliers."""
        rows, created, changed, unchanged, _, _ = run.rows(sql.COUNTS)[0]
        return Counts(rows, created, changed, unchanged)

    @staticmethod
    def write(run: Run) -> None:
        """Insert and update, some lines at a time."""
        first, last = run.rows(sql.COUNTS)[0][4:]
        insert, defaults = inserting(Supplier, sql.NEW_SUPPLIERS, sql.WRITTEN)
        for start in range(first, last + 1, WRITTEN):
            bounds = {"business": run.business_id, "first": start, "last": start + WRITTEN - 1}
            run.execute(insert, {**bounds, **defaults})
            run.execute(sql.UPDATE, bounds)
            run.progress.at(min(start + WRITTEN, last) - first + 1, last - first + 1)


def _vat_problem(line: int, number: str) -> Problem | None:
    try:
        check_vat_number(number, is_registered=True)
    except DomainError as refusal:
        return Problem(line, "vat_number", refusal.code, refusal.msg, number)
    return None
