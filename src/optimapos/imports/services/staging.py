"""Staging: a file's lines go through the parsers into temporary tables, chunk by chunk, so that memory does not grow."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO, Protocol

from django.db import connections

from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.core.tenancy import APP
from optimapos.imports.rules.columns import Column, Layout, layout_of, values_of
from optimapos.imports.services.files import rows_in
from optimapos.imports.services.progress import Progress
from optimapos.imports.sql import staging as sql
from optimapos.imports.types import Counts, Problem, Row, UnreadableFile, Values

CHUNK = 2_000
Staged = tuple[str, tuple[Any, ...]]
"""A temporary table, and a row for it."""


@dataclass(frozen=True)
class Run:
    """One look at one file: for whom, when, and which columns it has. `locks`: whether what it names is to be locked."""

    business_id: UUID
    actor: Actor
    at: datetime
    job_id: UUID
    progress: Progress
    given: frozenset[str] = frozenset()
    locks: bool = False

    def execute(self, statement: str, parameters: Mapping[str, Any] | Sequence[Any] | None = None) -> int:
        """Send a statement, and tell how many rows it touched."""
        with connections[APP].cursor() as cursor:
            cursor.execute(statement, parameters or {"business": self.business_id})
            return int(cursor.rowcount)

    def rows(
        self, statement: str, parameters: Mapping[str, Any] | Sequence[Any] | None = None
    ) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        with connections[APP].cursor() as cursor:
            cursor.execute(statement, parameters or {"business": self.business_id})
            return list(cursor.fetchall())


class Importer(Protocol):
    """What has to be known of a kind of file. The methods run inside one transaction, in this order."""

    @property
    def columns(self) -> Sequence[Column]:
        """The columns of its files."""

    @property
    def tables(self) -> Mapping[str, Sequence[tuple[str, str]]]:
        """The temporary tables that its lines go to: names and types of their columns."""

    @staticmethod
    def staged(line: int, values: Values) -> Iterable[Staged]:
        """The rows of a line. A value is missing where its cell is wrong."""

    @staticmethod
    def compare(run: Run) -> None:
        """Make the table `resolved` of what is staged and what is stored, and put what is wrong into `staged_problem`."""

    @staticmethod
    def counts(run: Run) -> Counts:
        """What applying does."""

    @staticmethod
    def write(run: Run) -> None:
        """Apply it. Nothing is wrong with it."""


def stage(run: Run, importer: Importer, file: BinaryIO, file_format: str) -> tuple[Layout, int]:
    """Put a file into temporary tables, and what is wrong with it by itself into `staged_problem`.

    The layout of its header, and how many lines follow. A file that can't be read to its end has that among its problems.
    """
    run.execute(sql.PROBLEMS)
    for table, columns in importer.tables.items():
        run.execute(sql.create(table, columns))
    count = 0
    layout = Layout(())
    try:
        rows, total, formulas = rows_in(file, file_format, [column.name for column in importer.columns])
        add_problems(run, formulas)
        layout = _header(rows, importer)
        add_problems(run, layout.problems)
        if not layout.problems:
            for chunk in _chunks(rows):
                _take(run, importer, layout, chunk)
                count += len(chunk)
                run.progress.at(count, max(count, total - 1))
    except UnreadableFile as unreadable:
        add_problems(run, [unreadable.problem])
    for table in importer.tables:
        run.execute(f"ANALYZE {table}")
    return layout, count


def add_problems(run: Run, problems: Sequence[Problem]) -> None:
    """Note what is wrong."""
    if problems:
        with connections[APP].cursor() as cursor:
            cursor.executemany(
                sql.ADD_PROBLEM,
                [(p.line, p.column, p.code, _storable(p.message), _storable(p.value)) for p in problems],
            )


def _header(rows: Iterator[Row], importer: Importer) -> Layout:
    header = next(rows, None)
    if header is None:
        raise UnreadableFile(Problem(1, "", "EMPTY_FILE", "The file is empty; the first line has to name the columns."))
    return layout_of(header.cells, importer.columns, header.line)


def _chunks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    """Some lines at a time. Those before one that can't be read come first."""
    chunk: list[Row] = []
    try:
        for row in rows:
            chunk.append(row)
            if len(chunk) == CHUNK:
                yield chunk
                chunk = []
    except UnreadableFile:
        yield chunk
        raise
    yield chunk


def _storable(text: str) -> str:
    """A text of somebody's file as a column can keep it."""
    return text.replace("\x00", "\ufffd").encode(errors="replace").decode()


def _take(run: Run, importer: Importer, layout: Layout, chunk: list[Row]) -> None:
    problems: list[Problem] = []
    staged: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for row in chunk:
        for table, values in importer.staged(row.line, values_of(row, layout, problems)):
            staged[table].append(values)
    add_problems(run, problems)
    with connections[APP].cursor() as cursor:
        for table, rows in staged.items():
            with cursor.copy(sql.copy(table, importer.tables[table])) as copy:
                for values in rows:
                    copy.write_row(values)
