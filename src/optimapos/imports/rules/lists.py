r"""Lists inside a cell: parts between bars, with `\` before a sign that belongs to a text.

Barcodes: `4006381333931 | ABC-1`. Packagings: `Box = 12 : 4006381333948, BOX-1 | Strip = 1/3`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from optimapos.imports.types import BadCell

_SIGNS = "\\|=:,"
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_FACTOR = re.compile(r"([0-9]{1,7})(?:\s*/\s*([0-9]{1,7}))?", re.ASCII)
MAX_FACTOR = 1_000_000
MAX_SERIALS = 400
"""In one cell: with their bars they still fit into a cell of a workbook, which holds 32,767 signs."""
MAX_SERIAL = 60


@dataclass(frozen=True, slots=True)
class PackagingCell:
    """One packaging of a cell: one holds `factor_num / factor_den` base units."""

    name: str
    factor_num: int
    factor_den: int
    barcodes: tuple[str, ...] = ()


def escaped(text: str) -> str:
    r"""The text with `\` before the signs that would divide it.

    >>> escaped("A|B")
    'A\\|B'
    """
    return "".join(f"\\{letter}" if letter in _SIGNS else letter for letter in text)


def parts(text: str, sign: str) -> list[str]:
    r"""The parts between `sign`, still escaped, without blanks around them.

    >>> parts(r"A\|B | C", "|")
    ['A\\|B', 'C']
    """
    if "\\" not in text:
        return [part.strip() for part in text.split(sign)]
    found, start, at = [], 0, 0
    while at < len(text):
        if text[at] == "\\":
            at += 1
        elif text[at] == sign:
            found.append(text[start:at])
            start = at + 1
        at += 1
    return [part.strip() for part in [*found, text[start:]]]


def plain_text(part: str) -> str:
    """The text of a part, without its escapes."""
    return _ESCAPED.sub(r"\1", part).strip() if "\\" in part else part.strip()


def codes_in(text: str, sign: str = "|") -> tuple[str, ...]:
    """The barcodes, or the serial numbers, of a cell."""
    return tuple(code for code in map(plain_text, parts(text, sign)) if code)


def codes_cell(codes: Sequence[str]) -> str:
    """The cell of barcodes or serial numbers."""
    return " | ".join(map(escaped, codes))


def packagings_in(text: str) -> tuple[PackagingCell, ...]:
    """The packagings of a cell.

    Raises: BadCell (BAD_PACKAGING, BAD_FACTOR).
    """
    return tuple(_packaging(part) for part in parts(text, "|") if part)


def packagings_cell(packagings: Sequence[PackagingCell]) -> str:
    """The cell of packagings."""
    return " | ".join(_written(each) for each in packagings)


def _packaging(part: str) -> PackagingCell:
    name, *rest = parts(part, "=")
    if len(rest) != 1 or not plain_text(name):
        raise BadCell("BAD_PACKAGING", "Write packagings as name = factor : barcode, barcode | name = factor.")
    factor, *codes = parts(rest[0], ":")
    if len(codes) > 1:
        raise BadCell("BAD_PACKAGING", "Write the barcodes of a packaging after one colon, with commas between them.")
    found = _FACTOR.fullmatch(factor)
    num, den = (int(found[1]), int(found[2] or 1)) if found else (0, 0)
    if not (1 <= num <= MAX_FACTOR and 1 <= den <= MAX_FACTOR):
        raise BadCell("BAD_FACTOR", "A factor is a number from 1 to 1,000,000, or a fraction of two such as 1/3.")
    return PackagingCell(plain_text(name), num, den, codes_in(codes[0], ",") if codes else ())


def _written(packaging: PackagingCell) -> str:
    factor = f"{packaging.factor_num}" + (f"/{packaging.factor_den}" if packaging.factor_den != 1 else "")
    codes = ", ".join(map(escaped, packaging.barcodes))
    return f"{escaped(packaging.name)} = {factor}" + (f" : {codes}" if codes else "")
