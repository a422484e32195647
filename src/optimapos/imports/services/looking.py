"""One look at a job's file: what is wrong with it, what it would do, and, where nothing is wrong, doing it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.imports.models import ImportJob, ImportProblem
from optimapos.imports.services.customers import CustomerImporter
from optimapos.imports.services.files import file_of
from optimapos.imports.services.opening_stock import OpeningStockImporter
from optimapos.imports.services.prices import PriceImporter
from optimapos.imports.services.products import ProductImporter
from optimapos.imports.services.progress import Progress
from optimapos.imports.services.staging import Importer, Run, stage
from optimapos.imports.services.suppliers import SupplierImporter
from optimapos.imports.sql.staging import PROBLEMS_IN_ORDER
from optimapos.imports.types import MAX_PROBLEMS, Counts, ImportKind, JobStatus

IMPORTERS: dict[str, Importer] = {
    ImportKind.PRODUCTS: ProductImporter(),
    ImportKind.PRICES: PriceImporter(),
    ImportKind.SUPPLIERS: SupplierImporter(),
    ImportKind.OPENING_STOCK: OpeningStockImporter(),
    ImportKind.CUSTOMERS: CustomerImporter(),
}
Watch = Callable[[int, int], None]
_BATCH = 1_000


def look(job: ImportJob, actor: Actor, at: datetime, *, writes: bool, watch: Watch | None = None) -> None:
    """Check the file of a locked job and leave the outcome with the job; with `writes` also apply it, unless something is
    wrong. Inside an operation: a refusal on the way takes everything back.
    """
    importer = IMPORTERS[job.kind]
    progress = Progress(job.business_id, job.pk, watch)
    run = Run(job.business_id, actor, at, job.pk, progress, locks=writes)
    with file_of(job) as file:
        layout, rows = stage(run, importer, file, job.file_format)
    counts = Counts(rows)
    if not layout.problems:
        run = replace(run, given=layout.names)
        importer.compare(run)
    problems = _keep_problems(run, job)
    if not problems:
        counts = importer.counts(run)
    job.rows_total = job.rows_done = rows
    job.problems_count, job.checked_at = problems, at
    job.created_count, job.changed_count, job.unchanged_count = counts.created, counts.changed, counts.unchanged
    job.failure_code = job.failure_message = ""
    job.status = JobStatus.REFUSED if problems else JobStatus.CHECKED
    if writes and not problems:
        importer.write(run)
        _applied(job, actor, at)
    job.save()


def _applied(job: ImportJob, actor: Actor, at: datetime) -> None:
    job.status, job.applied_at = JobStatus.APPLIED, at
    AuditLog.log_event(
        f"{job.kind}.imported",
        business=job.business_id,
        actor=actor,
        event_data={
            "import_id": str(job.pk),
            "rows": job.rows_total,
            "created": job.created_count,
            "changed": job.changed_count,
        },
    )


def _keep_problems(run: Run, job: ImportJob) -> int:
    """Keep what is wrong, by line; the number of all, of which only so many are kept."""
    kept = ImportProblem.objects.for_business(run.business_id)
    kept.filter(job=job).delete()
    count: int = run.rows("SELECT count(*) FROM staged_problem")[0][0]
    rows = run.rows(PROBLEMS_IN_ORDER, [MAX_PROBLEMS]) if count else []
    for start in range(0, len(rows), _BATCH):
        kept.bulk_create(
            ImportProblem(
                business_id=run.business_id,
                job=job,
                line=line,
                column=column,
                code=code,
                message=message,
                value=value or "",
            )
            for line, column, code, message, value in rows[start : start + _BATCH]
        )
    return count
