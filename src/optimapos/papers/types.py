"""A paper as people read it: every value is text, nothing here is markup. One shape for the page, the PDF and the printer."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PrintedLine:
    """A line: `detail` such as `2 x €10.00`, `amount` before its discount, `notes` below it (name, amount)."""

    name: str
    detail: str
    amount: str
    notes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Printed:
    """A whole paper. Rows are (label, amount)."""

    language: str
    title: str
    number: str
    business: str
    addresses: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    lines: tuple[PrintedLine, ...]
    sums: tuple[tuple[str, str], ...]
    total: tuple[str, str]
    tenders: tuple[tuple[str, str], ...]
    tax_heads: tuple[str, ...]
    taxes: tuple[tuple[str, ...], ...]
    footer: tuple[str, ...]
    qr: str
