"""Files of jobs: kept in parts, read through a temporary copy."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from optimapos.imports.models import ImportFilePart, ImportJob
from optimapos.imports.services.csv_files import count_lines, csv_rows
from optimapos.imports.services.xlsx_files import inspect, xlsx_rows
from optimapos.imports.types import PART_BYTES, FileFormat, Problem, Row

ZIP = b"PK\x03\x04"


def format_of(file: BinaryIO) -> FileFormat:
    """Whether a file is a workbook or text, by how it begins."""
    file.seek(0)
    return FileFormat.XLSX if file.read(4) == ZIP else FileFormat.CSV


def keep_file(job: ImportJob, file: BinaryIO) -> None:
    """Keep a job's file, part by part."""
    file.seek(0)
    parts = ImportFilePart.objects.for_business(job.business_id)
    for number, content in enumerate(iter(lambda: file.read(PART_BYTES), b"")):
        parts.bulk_create([ImportFilePart(business_id=job.business_id, job=job, number=number, content=content)])


@contextmanager
def file_of(job: ImportJob) -> Iterator[BinaryIO]:
    """A job's file as one on the disk, for as long as it is read. It has no name there, so a kill leaves none behind."""
    with tempfile.TemporaryFile() as copy:
        parts = ImportFilePart.objects.for_business(job.business_id).filter(job=job)
        for number in range(parts.count()):
            copy.write(parts.get(number=number).content)
        yield cast(BinaryIO, copy)


def rows_in(file: BinaryIO, file_format: str, known: list[str]) -> tuple[Iterator[Row], int, list[Problem]]:
    """A file's lines with the header first, about how many there are, and the formulas in it.

    Raises: UnreadableFile, also while the lines are read.
    """
    if file_format == FileFormat.XLSX:
        inspection = inspect(file)
        return xlsx_rows(file), inspection.rows, inspection.formulas
    lines = count_lines(file)
    return csv_rows(file, known), lines, []
