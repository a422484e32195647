"""`import_file`: check a file, and apply it, with a bar."""

from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from optimapos.core.result import DomainError
from optimapos.core.tenancy import tenant_scope
from optimapos.imports.management.members import member
from optimapos.imports.models import ImportJob, ImportProblem
from optimapos.imports.services import ImportService, work_off
from optimapos.imports.types import ImportKind, JobStatus

TOLD = 20


class Command(BaseCommand):
    """Brings a file for a member of a business. Exit code 1 where something is wrong with it."""

    help = "Check a CSV or XLSX file of products, prices, suppliers, customers or opening stock; apply all of it or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What, for whom."""
        parser.add_argument("kind", choices=ImportKind.values)
        parser.add_argument("file", type=Path)
        parser.add_argument("--business", required=True, help="its short name")
        parser.add_argument("--user", required=True, help="e-mail of the member who brings it")
        parser.add_argument("--dry-run", action="store_true", help="only check")
        parser.add_argument("--force", action="store_true", help="opening stock from a file that was applied before")

    def handle(self, **options: Any) -> None:
        """Take it in, work it off, tell the outcome."""
        actor = member(options["business"], options["user"])
        try:
            with options["file"].open("rb") as file:
                job = ImportService.upload(
                    business=actor.business_id,
                    actor=actor,
                    kind=options["kind"],
                    file_name=options["file"].name,
                    file=file,
                    at=timezone.now(),
                    dry_run=options["dry_run"],
                    force=options["force"],
                    wait=True,
                ).unwrap()
            with progress_bar() as watch:
                job = work_off(business=actor.business_id, job_id=job.pk, at=timezone.now(), watch=watch).unwrap()
        except OSError as error:
            raise CommandError(f"{options['file']} can't be read: {error.strerror}.") from error
        except DomainError as refusal:
            raise CommandError(refusal.msg) from refusal
        self._tell(job)

    def _tell(self, job: ImportJob) -> None:
        if job.status == JobStatus.REFUSED:
            with tenant_scope(job.business_id):
                rows = list(ImportProblem.objects.for_business(job.business_id).filter(job=job).order_by("id")[:TOLD])
            for row in rows:
                self.stderr.write(f"line {row.line}, {row.column or 'file'}: {row.message} [{row.code}]")
            raise CommandError(f"{job.problems_count:,} problems in {job.rows_total:,} lines. Nothing was written.")
        done = "Applied" if job.status == JobStatus.APPLIED else "Nothing is wrong"
        self.stdout.write(
            f"{done}: {job.rows_total:,} lines, {job.created_count:,} new, {job.changed_count:,} changed, "
            f"{job.unchanged_count:,} as they were."
        )


@contextmanager
def progress_bar() -> Iterator[Callable[[int, int], None]]:
    """A bar that begins anew for each pass over the lines. Shown to a terminal only."""
    with tqdm(unit="line", disable=None, dynamic_ncols=True) as bar:

        def watch(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield watch
