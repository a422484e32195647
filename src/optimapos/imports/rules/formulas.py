"""Cells that a spreadsheet would run: refused when they come in, made harmless when they go out.

An export puts an apostrophe before such a text, and before one that has it already; an import takes one away. So each text
comes back as it went, and no cell of an export begins with what a spreadsheet takes for a formula.
"""

import re

_RUN = re.compile(r"[=+\-@\t\r\n]")
_NUMBER = re.compile(r"[+-]?[0-9][0-9 ]*(\.[0-9]+)?", re.ASCII)
_MARKED = re.compile(r"'+[=+\-@\t\r\n]")


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would take the text for a formula. Numbers are none, telephone numbers of digits neither.

    >>> is_formula("=1+1"), is_formula("-5"), is_formula("+359 88 123"), is_formula("a=b")
    (True, False, False, False)
    """
    return _RUN.match(text) is not None and not _NUMBER.fullmatch(text)


def protected(text: str) -> str:
    """The text as a cell of an export.

    >>> protected("=1+1"), protected("'=1"), protected("-5"), protected("it's")
    ("'=1+1", "''=1", '-5', "it's")
    """
    return f"'{text}" if is_formula(text) or _MARKED.match(text) else text


def unprotected(text: str) -> str:
    """The text that an exported cell stands for.

    >>> unprotected("'=1+1"), unprotected("'n roll")
    ('=1+1', "'n roll")
    """
    return text[1:] if _MARKED.match(text) else text
