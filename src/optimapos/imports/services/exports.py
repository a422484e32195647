"""Exports and templates: the columns of imports, written so that no cell is run by a spreadsheet."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, BinaryIO

import xlsxwriter

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor, Capability
from optimapos.core.operations import operation
from optimapos.core.quantities import shown
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef, tenant_scope
from optimapos.imports.rules.columns import Column
from optimapos.imports.rules.formats import COLUMNS, EXPORTED
from optimapos.imports.rules.formulas import protected
from optimapos.imports.selectors.exports import PAGES
from optimapos.imports.types import NEEDED_TO_EXPORT, FileFormat

CSV_MARK = "\ufeff"
# Without it Excel takes the file for one of its own code page.
Lines = Iterable[Sequence[Any]]


class ExportService:
    """Exports what a member may see, as the files that imports take."""

    @staticmethod
    @operation
    def begin_export(*, business: BusinessRef, actor: Actor, kind: str, file_format: str) -> Result[None]:
        """Note that somebody takes data out; the file itself is written after this.

        Refuses: PERMISSION_DENIED.
        """
        check_export(actor, kind)
        event_data = {"kind": kind, "format": file_format}
        AuditLog.log_event("data.exported", business=business, actor=actor, event_data=event_data)
        return Result.success(None)


def check_export(actor: Actor, kind: str) -> None:
    """Refuses: PERMISSION_DENIED (data: capability)."""
    for needed in (Capability.DATA_EXPORT, NEEDED_TO_EXPORT[kind]):
        if not actor.can(needed):
            raise DomainError("PERMISSION_DENIED", "Your role does not permit this.", {"capability": needed.value})


def export(actor: Actor, kind: str, file_format: str, at: datetime) -> Iterator[bytes]:
    """The bytes of an export, as they come."""
    columns = EXPORTED[kind]
    lines = ([values[column.name] for column in columns] for values in _values(actor, kind, at))
    return _written(columns, lines, file_format)


def template(kind: str, file_format: str) -> Iterator[bytes]:
    """A file with the header of a kind and one line of examples."""
    columns = COLUMNS[kind]
    return _written(columns, [[column.example for column in columns]], file_format)


def csv_of(header: Sequence[str], lines: Lines) -> Iterator[bytes]:
    """CSV in UTF-8, a piece at a time."""
    buffer = io.StringIO()
    buffer.write(CSV_MARK)
    writer = csv.writer(buffer)
    writer.writerow(header)
    for number, line in enumerate(lines, start=1):
        writer.writerow([_cell(value) for value in line])
        if number % 500 == 0:
            yield _emptied(buffer)
    yield _emptied(buffer)


def _values(actor: Actor, kind: str, at: datetime) -> Iterator[dict[str, Any]]:
    after: Any = None
    while True:
        with tenant_scope(actor.business_id):
            page = PAGES[kind](actor, after, at)
        if not page:
            return
        yield from (values for _, values in page)
        after = page[-1][0]


def _written(columns: Sequence[Column], lines: Lines, file_format: str) -> Iterator[bytes]:
    header = [column.name for column in columns]
    if file_format == FileFormat.CSV:
        return csv_of(header, lines)
    return _xlsx(columns, lines)


def _xlsx(columns: Sequence[Column], lines: Lines) -> Iterator[bytes]:
    with tempfile.TemporaryFile() as file:
        _write_workbook(file, columns, lines)
        file.seek(0)
        yield from iter(lambda: file.read(100_000), b"")


def _write_workbook(file: BinaryIO, columns: Sequence[Column], lines: Lines) -> None:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    workbook = xlsxwriter.Workbook(file, options)
    sheet = workbook.add_worksheet()
    days = workbook.add_format({"num_format": "yyyy-mm-dd"})
    for at, column in enumerate(columns):
        sheet.write_string(0, at, column.name)
    for number, line in enumerate(lines, start=1):
        for at, (column, value) in enumerate(zip(columns, line, strict=True)):
            if isinstance(value, date) and not isinstance(value, datetime):
                sheet.write_datetime(number, at, datetime.combine(value, time(0)), days)
            elif column.is_number and _fits_a_number(value):
                sheet.write_number(number, at, float(value))
            elif text := _cell(value):
                sheet.write_string(number, at, text)
    workbook.close()


def _fits_a_number(value: Any) -> bool:
    """Whether a spreadsheet's number keeps every digit of it."""
    return isinstance(value, (int, Decimal)) and Decimal(f"{float(value):.15g}") == value


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return shown(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return protected(str(value))


def _emptied(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()
