"""A customer's statement as files: CSV for a spreadsheet, PDF on A4 to be sent.

The PDF's template is code, so text reaches it only as data (`sys.inputs`), never as part of it.
"""

import csv
from functools import cache
from io import StringIO
from pathlib import Path
from threading import Lock
from typing import cast

import orjson
import typst

from optimapos.apikit.renderers import harmless, plain
from optimapos.organization.models import Business
from optimapos.partners.rules.aging import BUCKETS
from optimapos.partners.selectors.receivables import Statement

COLUMNS = ["date", "kind", "reference", "due_date", "amount", "balance"]
WORDS = {"not_due": "Not due", "days_1_30": "1-30 days", "days_31_60": "31-60 days", "days_61_90": "61-90 days"} | {
    "days_over_90": "Over 90 days",
    "credits": "Credit",
    "total": "To pay",
}
_TEMPLATE = Path(__file__).with_name("statement.typ")
_one_at_a_time = Lock()


def as_csv(statement: Statement) -> str:
    """The balances before and after around the entries."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerow(["", "OPENING BALANCE", "", "", "", plain(statement.opening_balance)])
    writer.writerows(_lines(statement))
    writer.writerow(["", "CLOSING BALANCE", "", "", "", plain(statement.closing_balance)])
    return out.getvalue()


def as_pdf(statement: Statement, business: Business) -> bytes:
    """The PDF's bytes; the same statement always gives the same."""
    told = {
        "business": business.name,
        "currency": business.currency,
        "customer": f"{statement.customer.name} ({statement.customer.code})",
        "period": f"{statement.since or ''} - {statement.until}".lstrip(" -"),
        "opening": plain(statement.opening_balance),
        "closing": plain(statement.closing_balance),
        "lines": _lines(statement),
        "aging": [[WORDS[name], plain(statement.aging[name])] for name in (*BUCKETS, "credits", "total")],
    }
    with _one_at_a_time:
        paper = _compiler().compile(
            format="pdf", sys_inputs={"statement": orjson.dumps(told).decode()}, timestamp=0, pdf_tags=False
        )
    return cast(bytes, paper)


@cache
def _compiler() -> "typst.Compiler":
    """One for the process: it keeps the fonts and the parsed template."""
    return typst.Compiler(_TEMPLATE, root=_TEMPLATE.parent, ignore_system_fonts=True)


def _lines(statement: Statement) -> list[list[str]]:
    return [
        [
            entry.business_date.isoformat(),
            entry.kind,
            harmless(entry.reference),
            entry.due_date.isoformat() if entry.due_date else "",
            plain(entry.amount),
            plain(balance),
        ]
        for entry, balance in statement.lines
    ]
