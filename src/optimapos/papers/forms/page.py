"""The receipt as a page: readable on a phone, and on paper of 80 mm when it is printed from a browser."""

import segno
from django.template.loader import render_to_string

from optimapos.papers.types import Printed


def qr_drawing(text: str) -> str:
    """A QR code of `text` as an SVG element. Only its modules are in it, never the text itself."""
    drawing: str = segno.make(text, error="m", micro=False).svg_inline(scale=4, border=2, omitsize=True)
    return drawing


def receipt_page(receipt: Printed) -> str:
    """The page, complete in itself: no script, no file besides. Text is escaped by the template."""
    return render_to_string(
        "papers/receipt.html", {"receipt": receipt, "qr": qr_drawing(receipt.qr) if receipt.qr else ""}
    )
