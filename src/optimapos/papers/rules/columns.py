"""A paper in columns of equal signs, as a receipt printer writes it."""

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import wrap

from optimapos.papers.types import Printed

EQUIVALENTS = str.maketrans(
    {
        "\N{MINUS SIGN}": "-",
        "\N{MULTIPLICATION SIGN}": "x",
        "\N{NO-BREAK SPACE}": " ",
        "\N{NARROW NO-BREAK SPACE}": " ",
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "\N{EN DASH}": "-",
        "\N{EM DASH}": "-",
        "\N{NON-BREAKING HYPHEN}": "-",
        "\N{HORIZONTAL ELLIPSIS}": "...",
        "\t": " ",
    }
)
"""Signs of typesetting that no code page has, and what a typewriter has for them."""


@dataclass(frozen=True)
class Row:
    """A line of text. `is_large`: twice as high."""

    text: str
    is_centred: bool = False
    is_bold: bool = False
    is_large: bool = False


def heading(paper: Printed, columns: int) -> list[Row]:
    """Who sold, and where."""
    rows = [Row(text, is_centred=True, is_bold=True, is_large=True) for text in _wrapped(paper.business, columns)]
    for place in paper.addresses:
        rows += [Row(text, is_centred=True) for text in _wrapped(place, columns)]
    return rows


def body(paper: Printed, columns: int) -> list[Row]:
    """From the number down to the taxes."""
    rows = [_rule(columns)]
    if paper.copy:
        rows.append(Row(_plain(paper.copy), is_centred=True, is_bold=True, is_large=True))
    rows += [Row(text, is_bold=True) for text in pair(paper.title, paper.number, columns)]
    rows += _pairs(paper.facts, columns)
    if paper.lines:
        rows.append(_rule(columns))
    for line in paper.lines:
        rows += [Row(text, is_bold=True) for text in _wrapped(line.name, columns)]
        rows += _pairs(((line.detail, line.amount), *line.notes), columns)
    rows += [_rule(columns), *_pairs(paper.sums, columns)]
    rows += [Row(text, is_bold=True, is_large=True) for text in pair(*paper.total, columns)]
    rows += _pairs(paper.tenders, columns)
    if paper.taxes:
        rows += [_rule(columns), *_table((paper.tax_heads, *paper.taxes), columns)]
    for label, code in paper.codes:
        rows += [_rule(columns), Row(_plain(label), is_centred=True)]
        rows.append(Row(_plain(code), is_centred=True, is_bold=True, is_large=True))
    return [*rows, _rule(columns)]


def footing(paper: Printed, columns: int) -> list[Row]:
    """What stands above the code."""
    return [Row(text, is_centred=True) for words in paper.footer for text in _wrapped(words, columns)]


def pair(label: str, amount: str, columns: int) -> list[str]:
    """A label on the left, an amount on the right; over several lines where one is too short.

    >>> pair("Total", "9.00", 12), pair("A long label", "9.00", 12), pair("Note", "", 12)
    (['Total   9.00'], ['A long label', '        9.00'], ['Note'])
    """
    label, amount = _plain(label), _plain(amount)
    lines = _wrapped(label, columns) or [""]
    if not amount:
        return lines
    if len(lines[-1]) + 1 + len(amount) <= columns:
        return [*lines[:-1], lines[-1] + amount.rjust(columns - len(lines[-1]))]
    return [*lines, *(text.rjust(columns) for text in _wrapped(amount, columns))]


def _pairs(rows: tuple[tuple[str, str], ...], columns: int) -> Iterator[Row]:
    return (Row(text) for label, amount in rows for text in pair(label, amount, columns))


def _table(rows: tuple[tuple[str, ...], ...], columns: int) -> Iterator[Row]:
    """Columns as wide as they need to be; where they are too many for the paper, the first stands above the others."""
    plain = [[_plain(cell) for cell in row] for row in rows]
    widths = [max(len(row[place]) for row in plain) for place in range(len(plain[0]))]
    fits = sum(widths) + len(widths) - 1 <= columns
    for row in plain:
        rest = "".join(cell.rjust(width + 1) for cell, width in zip(row[1:], widths[1:], strict=True))
        if fits:
            yield Row(row[0].ljust(columns - len(rest)) + rest)
        else:
            yield Row(row[0][:columns])
            yield Row(rest.strip().rjust(columns)[:columns])


def _wrapped(text: str, columns: int) -> list[str]:
    return wrap(_plain(text), columns, break_long_words=True)


def _plain(text: str) -> str:
    return text.translate(EQUIVALENTS)


def _rule(columns: int) -> Row:
    return Row("-" * columns)
