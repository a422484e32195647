"""`export_file`: write what there is to a file that imports take."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from optimapos.core.result import DomainError
from optimapos.imports.management.members import member
from optimapos.imports.services import ExportService
from optimapos.imports.services.exports import export
from optimapos.imports.types import ExportKind, FileFormat


class Command(BaseCommand):
    """Writes an export for a member of a business."""

    help = "Export products, prices, suppliers, customers or stock to a CSV or XLSX file (by its ending)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What, for whom, where to."""
        parser.add_argument("kind", choices=ExportKind.values)
        parser.add_argument("file", type=Path)
        parser.add_argument("--business", required=True, help="its short name")
        parser.add_argument("--user", required=True, help="e-mail of the member whose view it is")

    def handle(self, **options: Any) -> None:
        """Write it, a piece at a time."""
        actor = member(options["business"], options["user"])
        path: Path = options["file"]
        file_format = path.suffix.removeprefix(".").casefold()
        if file_format not in FileFormat.values:
            raise CommandError("The file's name ends in .csv or .xlsx.")
        try:
            ExportService.begin_export(
                business=actor.business_id, actor=actor, kind=options["kind"], file_format=file_format
            ).unwrap()
            with path.open("wb") as file:
                for chunk in export(actor, options["kind"], file_format, timezone.now()):
                    file.write(chunk)
        except OSError as error:
            raise CommandError(f"{path} can't be written: {error.strerror}.") from error
        except DomainError as refusal:
            raise CommandError(refusal.msg) from refusal
        self.stdout.write(f"Written to {path}")
