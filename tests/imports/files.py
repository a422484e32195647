"""Files to bring, and what is answered."""

import io
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlencode

import xlsxwriter

from tests.factories.catalog import make_tax, make_unit
from tests.factories.organization import Shop, Till

HEADER = "sku,name,unit,tax_category"


def prepared(shop: Shop) -> Shop:
    """The shop with the unit `U0` and the tax category `T20`."""
    make_unit(shop)
    make_tax(shop)
    return shop


def csv_of(*lines: str, header: str = HEADER) -> bytes:
    """A file of these lines below a header."""
    return "\n".join([header, *lines, ""]).encode()


def xlsx_of(*lines: list[Any]) -> bytes:
    """A workbook of these lines, the header first; a text that begins with `=` is a formula in it."""
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer)
    sheet = workbook.add_worksheet()
    days = workbook.add_format({"num_format": "yyyy-mm-dd"})
    moments = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    times = workbook.add_format({"num_format": "hh:mm"})
    for number, line in enumerate(lines):
        for at, value in enumerate(line):
            if isinstance(value, date) and not isinstance(value, datetime):
                sheet.write_datetime(number, at, datetime.combine(value, time(0)), days)
            elif isinstance(value, datetime):
                sheet.write_datetime(number, at, value, moments)
            elif isinstance(value, time):
                sheet.write_datetime(number, at, value, times)
            else:
                sheet.write(number, at, value)
    workbook.close()
    return buffer.getvalue()


def bring(till: Till, kind: str, content: bytes, *, key: str | None = None, **query: Any) -> Any:
    """The answer to an upload."""
    return till.call("POST", f"/api/imports/?{urlencode({'kind': kind, **query})}", content, key)


def brought(till: Till, kind: str, content: bytes, **query: Any) -> dict[str, Any]:
    """The import that an upload makes."""
    answer = bring(till, kind, content, **query)
    assert answer.status_code == 201, answer.content
    job: dict[str, Any] = answer.json()
    return job


def applied(till: Till, kind: str, content: bytes, **query: Any) -> dict[str, Any]:
    """The import, applied."""
    job = brought(till, kind, content, dry_run="false", **query)
    assert job["status"] == "APPLIED", job
    return job


def problems(job: dict[str, Any]) -> list[tuple[int, str, str]]:
    """Line, column and code of each problem."""
    return [(each["line"], each["column"], each["code"]) for each in job["problems"]]


def counts(job: dict[str, Any]) -> tuple[int, int, int]:
    """Created, changed, unchanged."""
    return job["created_count"], job["changed_count"], job["unchanged_count"]
