"""The receipt as a PDF: a page of 80 mm, as long as it needs to be.

The template is code, so text reaches it only as data (`sys.inputs`), never as part of it. Fonts are those that come with
the typesetter, so a receipt looks the same on every machine; they have Latin, Greek and Cyrillic letters.
"""

from dataclasses import asdict
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import cast

import orjson
import typst

from optimapos.papers.forms.page import qr_drawing
from optimapos.papers.types import Printed

_TEMPLATE = Path(__file__).with_name("receipt.typ")
_one_at_a_time = Lock()


@cache
def _compiler() -> "typst.Compiler":
    """One for the process: it keeps the fonts and the parsed template."""
    return typst.Compiler(_TEMPLATE, root=_TEMPLATE.parent, ignore_system_fonts=True)


def receipt_paper(receipt: Printed, at: datetime) -> bytes:
    """The PDF's bytes. `at` is the moment of the sale: the same sale always gives the same bytes."""
    told = orjson.dumps(asdict(receipt) | {"qr": qr_drawing(receipt.qr)}).decode()
    with _one_at_a_time:
        paper = _compiler().compile(
            format="pdf", sys_inputs={"receipt": told}, timestamp=int(at.timestamp()), pdf_tags=False
        )
    return cast(bytes, paper)
