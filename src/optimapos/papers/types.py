"""A paper as people read it: every value is text, nothing here is markup. One shape for the page, the PDF and the printer."""

from dataclasses import dataclass
from enum import IntEnum

from django.db import models

from optimapos.organization.types import LOGOS


class DocumentKind(models.TextChoices):
    """What a paper is of."""

    SALE = "SALE", "Sale"
    REFUND = "REFUND", "Refund"
    SHIFT = "SHIFT", "Shift"
    CARD = "CARD", "Gift card"


class PaperForm(models.TextChoices):
    """How a paper was given out. DATA: as figures, to a till that prints by itself."""

    ESCPOS = "escpos", "Receipt printer"
    PDF = "pdf", "PDF"
    HTML = "html", "Page"
    DATA = "json", "Figures"
    MAIL = "mail", "E-mail"


class MailStatus(models.TextChoices):
    """WAITING for the worker; SENT to the mail server; FAILED for good."""

    WAITING = "WAITING", "Waiting"
    SENT = "SENT", "Sent"
    FAILED = "FAILED", "Failed"


class Width(IntEnum):
    """Of the roll, in mm."""

    NARROW = 58
    WIDE = 80


@dataclass(frozen=True)
class PrintedLine:
    """A line: `detail` such as `2 x €10.00`, `amount` before its discount, `notes` below it (name, amount)."""

    name: str
    detail: str
    amount: str
    notes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Printed:
    """A whole paper. Rows are (label, amount). `copy` marks a copy, `codes` are told on the first print alone, `logo` is a
    PNG in base64.
    """

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
    copy: str = ""
    codes: tuple[tuple[str, str], ...] = ()
    logo: str = ""


LOGO_BOX = (480, 160)
"""In dots: as wide as what a roll of 58 mm prints, with a margin."""
MAX_LOGO_BYTES = 5_000_000


def logo_path(address: str) -> str:
    """Where the storage keeps a logo."""
    return f"{LOGOS}/{address[:2]}/{address}.png"
