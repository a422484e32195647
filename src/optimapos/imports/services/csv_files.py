"""Reading CSV: encodings, separators and quotes, line by line, with the number of the line that something is wrong with."""

import codecs
import csv
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO

from optimapos.imports.rules.columns import is_blank
from optimapos.imports.types import MAX_CELL, MAX_COLUMNS, Problem, Row, UnreadableFile

if TYPE_CHECKING:
    from _csv import Reader as _Reader

SEPARATORS = ",;\t"
_CHUNK = 65_536
_MAX_LINE = 1_000_000


def csv_rows(file: BinaryIO, known: Sequence[str]) -> Iterator[Row]:
    """The lines of a CSV file that are not blank, the header first. `known` column names tell which separator it uses.

    UTF-8 with or without its mark, or UTF-16 with one.

    Raises: UnreadableFile at the first line that can't be read.
    """
    lines = _lines(file)
    first = next(lines, "")
    yield from _records(csv.reader(chain([first], lines), delimiter=separator_of(first, known), strict=True))


def count_lines(file: BinaryIO) -> int:
    """About how many lines there are: enough to show how far a check is."""
    file.seek(0)
    return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1_000_000), b""))


def separator_of(header: str, known: Sequence[str]) -> str:
    """The separator by which a header line has most of the known names; a comma where none has."""

    def names(separator: str) -> int:
        cells = next(csv.reader([header], delimiter=separator), [])
        return len({cell.strip().casefold().replace(" ", "_") for cell in cells} & set(known))

    return max(SEPARATORS, key=names)


def _records(reader: "_Reader") -> Iterator[Row]:
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise unreadable(line, "BAD_CSV", f"This line is not right CSV: {error}.") from None
        check_size(line, cells)
        if not is_blank(cells):
            yield Row(line, cells)
        line = reader.line_num + 1


def check_size(line: int, cells: Sequence[str]) -> None:
    """Raises: UnreadableFile for a line with too many or too long cells."""
    if len(cells) > MAX_COLUMNS:
        raise unreadable(line, "TOO_MANY_CELLS", f"The line has {len(cells)} cells; {MAX_COLUMNS} is the limit.")
    if max(map(len, cells), default=0) > MAX_CELL:
        raise unreadable(line, "TOO_LONG", f"A cell has more than {MAX_CELL:,} letters.")


def unreadable(line: int, code: str, message: str) -> UnreadableFile:
    """A file that can't be read beyond a line."""
    return UnreadableFile(Problem(line, "", code, message))


def _lines(file: BinaryIO) -> Iterator[str]:
    file.seek(0)
    mark = file.read(3)
    if mark[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        file.seek(0)
        return _utf16_lines(file)
    file.seek(3 if mark == codecs.BOM_UTF8 else 0)
    return _utf8_lines(file)


def _utf8_lines(file: BinaryIO) -> Iterator[str]:
    number = 0
    while raw := file.readline(_MAX_LINE):
        number += 1
        _check_length(number, len(raw))
        try:
            yield raw.decode("utf-8")
        except UnicodeDecodeError as error:
            message = f"Byte {raw[error.start]:#04x} at place {error.start + 1} of this line is not UTF-8."
            raise unreadable(number, "BAD_ENCODING", f"{message} Save the file as CSV UTF-8.") from None


def _utf16_lines(file: BinaryIO) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-16")()
    number, rest = 1, ""
    while True:
        chunk = file.read(_CHUNK)
        try:
            text = rest + decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError:
            raise unreadable(number, "BAD_ENCODING", "From about this line on it is not UTF-16.") from None
        *complete, rest = text.split("\n")
        for line in complete:
            yield f"{line}\n"
        number += len(complete)
        _check_length(number, len(rest))
        if not chunk:
            yield rest
            return


def _check_length(number: int, length: int) -> None:
    if length >= _MAX_LINE:
        raise unreadable(number, "TOO_LONG", f"This line is longer than {_MAX_LINE:,} bytes.")
