"""Columns: what a kind of file is made of, how a header line is matched to it, and how a line becomes values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from optimapos.imports.rules.cells import Parser
from optimapos.imports.types import VALUE_LENGTH, BadCell, Problem, Row, Values


@dataclass(frozen=True)
class Column:
    """One column of a kind. An empty cell means None. `example` stands in the template."""

    name: str
    parse: Parser
    help: str
    example: str = ""
    required: bool = False
    is_number: bool = False
    """Whether an export writes it as a number."""
    is_personal: bool = False
    """Whether it tells of a person, so that what stands in a cell is not kept with what is wrong with it."""


@dataclass(frozen=True)
class Layout:
    """What is wrong with a file's header, or else which column stands at which place of its lines."""

    columns: tuple[Column, ...]
    problems: tuple[Problem, ...] = field(default=())

    @property
    def names(self) -> frozenset[str]:
        """The columns that the file has."""
        return frozenset(column.name for column in self.columns)


def layout_of(header: Sequence[str], known: Sequence[Column], line: int) -> Layout:
    """Match a header line by name; case, and blanks around a name, don't count."""
    by_name = {column.name: column for column in known}
    found: list[Column] = []
    problems = []
    for at, cell in enumerate(_trimmed(header)):
        name = cell.strip().casefold().replace(" ", "_")
        column = by_name.get(name)
        if column is None:
            message = "This column has no name." if not name else f"There is no column {cell.strip()!r} here."
            problems.append(Problem(line, letter(at), "UNKNOWN_COLUMN", message, cell[:VALUE_LENGTH]))
            continue
        if column in found:
            problems.append(Problem(line, column.name, "DUPLICATE_COLUMN", f"The column {name} is here twice."))
        found.append(column)
    for column in known:
        if column.required and column not in found:
            message = f"The column {column.name} is missing: {column.help}"
            problems.append(Problem(line, column.name, "MISSING_COLUMN", message))
    return Layout(tuple(found), tuple(problems))


def values_of(row: Row, layout: Layout, problems: list[Problem]) -> Values:
    """The values of a line; what is wrong with a cell is added to `problems`, and its value is then missing.

    The rest of such a line is checked all the same, so that one look at a file finds everything.
    """
    values: Values = {}
    for at, column in enumerate(layout.columns):
        cell = row.cells[at].strip() if at < len(row.cells) else ""
        try:
            values[column.name] = _value(column, cell)
        except BadCell as bad:
            shown = "" if column.is_personal else cell[:VALUE_LENGTH]
            problems.append(Problem(row.line, column.name, bad.code, bad.message, shown))
    for at, cell in enumerate(row.cells[len(layout.columns) :], start=len(layout.columns)):
        if cell.strip():
            message = f"The line has more cells than the header, which has {len(layout.columns)}."
            problems.append(Problem(row.line, letter(at), "TOO_MANY_CELLS", message, cell[:VALUE_LENGTH]))
            break
    return values


def is_blank(cells: Iterable[str]) -> bool:
    """Whether nothing stands in a line."""
    return not "".join(cells).strip()


def letter(at: int) -> str:
    """The name that a spreadsheet gives to a column, counted from 0.

    >>> letter(0), letter(25), letter(26)
    ('A', 'Z', 'AA')
    """
    name = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _value(column: Column, cell: str) -> object:
    if cell:
        return column.parse(cell)
    if column.required:
        raise BadCell("REQUIRED", f"This must be filled in: {column.help}")
    return None


def _trimmed(header: Sequence[str]) -> Sequence[str]:
    """The header without the empty cells that spreadsheets leave at its end."""
    end = len(header)
    while end and not header[end - 1].strip():
        end -= 1
    return header[:end]
