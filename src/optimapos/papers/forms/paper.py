"""A paper as a PDF of 80 mm, as long as it needs to be; and as a picture of it, for receipt printers.

The template is code, so text reaches it only as data (`sys.inputs`), never as part of it. Fonts are those that come with
the typesetter, so a paper looks the same on every machine; they have Latin, Greek and Cyrillic letters.
"""

import base64
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
DOTS_PER_MM = 8
DOTS_PER_INCH = 25.4 * DOTS_PER_MM
WIDE_DOTS = 576


@cache
def _compiler() -> "typst.Compiler":
    """One for the process: it keeps the fonts and the parsed template."""
    return typst.Compiler(_TEMPLATE, root=_TEMPLATE.parent, ignore_system_fonts=True)


def receipt_paper(receipt: Printed, at: datetime) -> bytes:
    """The PDF's bytes. `at` is the moment of the sale: the same sale always gives the same bytes."""
    with _one_at_a_time:
        paper = _compiler().compile(
            format="pdf", sys_inputs=_inputs(receipt, WIDE_DOTS, 4), timestamp=int(at.timestamp()), pdf_tags=False
        )
    return cast(bytes, paper)


def receipt_picture(receipt: Printed, dots: int) -> bytes:
    """A PNG of the paper, so many dots wide, without margins."""
    with _one_at_a_time:
        picture = _compiler().compile(format="png", sys_inputs=_inputs(receipt, dots, 0), ppi=DOTS_PER_INCH)
    return cast(bytes, picture)


def _inputs(receipt: Printed, dots: int, margin: int) -> dict[str, str]:
    logo = list(base64.b64decode(receipt.logo))
    told = asdict(receipt) | {"qr": qr_drawing(receipt.qr) if receipt.qr else "", "logo": logo}
    return {"receipt": orjson.dumps(told).decode(), "width": str(dots / DOTS_PER_MM), "margin": str(margin)}
