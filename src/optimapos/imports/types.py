"""What is imported and exported, how a job stands, what a problem is, and how much is taken at most."""

from dataclasses import dataclass
from typing import Any

from django.db import models

from optimapos.core.actors import Capability


class ImportKind(models.TextChoices):
    """What the rows of a file are."""

    PRODUCTS = "products", "Products"
    PRICES = "prices", "Base prices"
    SUPPLIERS = "suppliers", "Suppliers"
    OPENING_STOCK = "opening_stock", "Opening stock"
    CUSTOMERS = "customers", "Customers"


class ExportKind(models.TextChoices):
    """What the rows of an export are: everything that imports take."""

    PRODUCTS = "products", "Products"
    PRICES = "prices", "Base prices"
    SUPPLIERS = "suppliers", "Suppliers"
    OPENING_STOCK = "opening_stock", "Opening stock"
    CUSTOMERS = "customers", "Customers"


class FileFormat(models.TextChoices):
    """How a file is written."""

    CSV = "csv", "CSV"
    XLSX = "xlsx", "XLSX"


class JobStatus(models.TextChoices):
    """UPLOADED waits for its check; CHECKED is right and may be applied; REFUSED has problems; FAILED broke off, and
    nothing of it was written.
    """

    UPLOADED = "UPLOADED", "Uploaded"
    CHECKING = "CHECKING", "Checking"
    CHECKED = "CHECKED", "Checked"
    REFUSED = "REFUSED", "Refused"
    APPLYING = "APPLYING", "Applying"
    APPLIED = "APPLIED", "Applied"
    FAILED = "FAILED", "Failed"


UNFINISHED = frozenset({JobStatus.UPLOADED, JobStatus.CHECKING, JobStatus.APPLYING})
"""A worker is at these, or has to be."""
APPLICABLE = frozenset({JobStatus.CHECKED, JobStatus.REFUSED, JobStatus.FAILED})
"""Everything is checked anew when it is applied, so that what was refused before may be right by now."""

NEEDED_TO_IMPORT: dict[str, Capability] = {
    ImportKind.PRODUCTS: Capability.PRODUCT_MANAGE,
    ImportKind.PRICES: Capability.PRICE_MANAGE,
    ImportKind.SUPPLIERS: Capability.SUPPLIER_MANAGE,
    ImportKind.OPENING_STOCK: Capability.STOCK_RECEIVE,
    ImportKind.CUSTOMERS: Capability.CUSTOMER_MANAGE,
}
NEEDED_TO_EXPORT: dict[str, Capability] = {
    ImportKind.PRODUCTS: Capability.PRODUCT_VIEW,
    ImportKind.PRICES: Capability.PRODUCT_VIEW,
    ImportKind.SUPPLIERS: Capability.SUPPLIER_VIEW,
    ImportKind.OPENING_STOCK: Capability.COST_VIEW,
    ExportKind.CUSTOMERS: Capability.CUSTOMER_VIEW,
}
"""Beside `data.import` and `data.export`."""

MAX_FILE_BYTES = 50_000_000
PART_BYTES = 1_000_000
# Kept in parts, so that neither side ever holds a whole file in memory.
INLINE_BYTES = 200_000
# About 2,000 products: checked and applied while the caller waits. A larger file is a worker's.
MAX_ROWS = 1_000_000
MAX_COLUMNS = 100
MAX_CELL = 32_767
# What a spreadsheet's cell can hold.
MAX_SHEET_ROWS = 200_000
MAX_UNPACKED_BYTES = 400_000_000
MAX_ENTRIES = 1_000
# A workbook is read into memory: these bound what a small file can unfold to.
MAX_PROBLEMS = 100_000
SHOWN_PROBLEMS = 100
VALUE_LENGTH = 200
FILE_DAYS = 30
NAME_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at a place of a file. `line` counts from 1 (0: the file as a whole); `column` is its name, perhaps
    with its letter; `value` is what stands there.
    """

    line: int
    column: str
    code: str
    message: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one line as text."""

    line: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Counts:
    """What a file does, or did."""

    rows: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0


class UnreadableFile(Exception):  # noqa: N818 - a problem of the file on its way to its list
    """A file that can't be read further than the problem's place."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class BadCell(ValueError):  # noqa: N818 - a problem of a cell on its way to its list
    """What is wrong with a cell's text."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


Values = dict[str, Any]
"""The cells of a line by their columns' names, as values."""

WAKE_UP = "optimapos.imports.tasks.work_off_import"
"""The task that goes on with a job."""
