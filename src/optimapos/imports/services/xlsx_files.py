"""Reading XLSX: the first sheet of a workbook, inspected before it is unfolded.

The library that reads the cells gives values only and unfolds a sheet to its full rectangle. So the sheet's XML is streamed
first: it tells where formulas stand, and that the workbook is no larger than it should be. Its zip entries are read to their
ends, which checks their sizes and sums.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, BinaryIO
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook

from optimapos.imports.rules.columns import is_blank, letter
from optimapos.imports.services.csv_files import check_size, unreadable
from optimapos.imports.types import (
    MAX_COLUMNS,
    MAX_ENTRIES,
    MAX_SHEET_ROWS,
    MAX_UNPACKED_BYTES,
    Problem,
    Row,
    UnreadableFile,
)

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})", re.ASCII)
_CHUNK = 262_144
_MAX_FORMULAS = 1_000
_BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


@dataclass
class Inspection:
    """What the XML of a sheet says: how many rows there are, and what is wrong with it."""

    rows: int = 0
    formulas: list[Problem] = field(default_factory=list)


def xlsx_rows(file: BinaryIO) -> Iterator[Row]:
    """The lines of the first sheet that are not blank, the header first, each cell as text.

    The file was inspected before. Raises: UnreadableFile.
    """
    file.seek(0)
    try:
        workbook = CalamineWorkbook.from_filelike(file)
        sheet = workbook.get_sheet_by_index(0)
        left = sheet.start[1] if sheet.start else 0
        rows = sheet.iter_rows()
    except (CalamineError, IndexError, ValueError, OSError) as error:
        raise _bad(str(error)) from None
    for line, values in enumerate(rows, start=1):
        cells = [""] * left + [_text(value) for value in values]
        check_size(line, cells)
        if not is_blank(cells):
            yield Row(line, cells)


def inspect(file: BinaryIO) -> Inspection:
    """Look through a workbook without unfolding it.

    Raises: UnreadableFile for what is broken, locked, or larger unpacked than is taken.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            _check_entries(archive)
            sheet = _first_sheet(archive)
            found = Inspection()
            for entry in archive.infolist():
                _read(archive, entry, _sheet_parser(found) if entry.filename == sheet else None)
            return found
    except (*_BROKEN, expat.ExpatError) as error:
        raise _bad(str(error)) from None


def _check_entries(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    if len(entries) > MAX_ENTRIES or len(names) != len(entries):
        raise _bad("it has too many parts, or one twice")
    if any(entry.flag_bits & 1 for entry in entries):
        raise _bad("it is locked with a password")
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
        raise unreadable(
            0, "TOO_LARGE", f"Unpacked, this workbook is larger than {MAX_UNPACKED_BYTES // 1_000_000} MB."
        )


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, parser: expat.XMLParserType | None) -> None:
    """Read an entry to its end, where its sum is checked: one that says a wrong size is found."""
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            if parser:
                parser.Parse(chunk, False)
    if parser:
        parser.Parse(b"", True)


def _first_sheet(archive: zipfile.ZipFile) -> str:
    """The name of the entry of the first sheet."""
    sheets: list[str] = []
    targets: dict[str, str] = {}

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "sheet":
            sheets.extend(value for key, value in attributes.items() if key.rpartition(":")[2] == "id" and ":" in key)

    def relation(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "Relationship":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    try:
        _read(archive, archive.getinfo("xl/workbook.xml"), _parser(sheet))
        _read(archive, archive.getinfo("xl/_rels/workbook.xml.rels"), _parser(relation))
        target = targets[sheets[0]]
    except (KeyError, IndexError):
        raise _bad("it has no sheet") from None
    name = target.removeprefix("/") if target.startswith("/") else f"xl/{target.removeprefix('./')}"
    if name not in archive.namelist():
        raise _bad("its first sheet is missing")
    return name


def _sheet_parser(found: Inspection) -> expat.XMLParserType:
    at = [0, -1]  # the row from 1, the column from 0

    def start(name: str, attributes: dict[str, str]) -> None:
        kind = name.rpartition(":")[2]
        if kind == "row":
            at[:] = [int(attributes.get("r", at[0] + 1)), -1]
            found.rows += 1
        elif kind == "c":
            at[:] = _place(attributes.get("r"), at)
        elif kind == "f" and len(found.formulas) < _MAX_FORMULAS:
            message = "This cell is a formula. Paste its value instead."
            found.formulas.append(Problem(at[0], letter(at[1]), "FORMULA_CELL", message))
        if at[0] > MAX_SHEET_ROWS:
            raise unreadable(
                at[0], "TOO_LARGE", f"A sheet may have {MAX_SHEET_ROWS:,} lines. Send more of them as CSV."
            )
        if at[1] >= MAX_COLUMNS:
            raise unreadable(at[0], "TOO_MANY_CELLS", f"A line may have {MAX_COLUMNS} cells.")

    return _parser(start)


def _place(reference: str | None, at: list[int]) -> list[int]:
    if reference is None:
        return [at[0], at[1] + 1]
    found = _REFERENCE.fullmatch(reference)
    if not found:
        raise _bad(f"{reference[:20]!r} is no cell")
    column = 0
    for each in found[1]:
        column = column * 26 + ord(each) - ord("A") + 1
    return [int(found[2]), column - 1]


def _parser(start: Any) -> expat.XMLParserType:
    """A parser of elements that takes no document type: entities could unfold without end."""
    parser = expat.ParserCreate()

    def doctype(*_: Any) -> None:
        raise _bad("it declares a document type")

    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = doctype
    return parser


def _bad(why: str) -> UnreadableFile:
    return unreadable(0, "BAD_XLSX", f"This is not a workbook that can be read: {why or 'it is broken'}.")


def _text(value: Any) -> str:
    """A cell's value as a person would have typed it. Numbers have the 15 digits that a spreadsheet keeps."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return f"{Decimal(f'{value:.15g}'):f}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value)
