"""A paper as bytes for a receipt printer (ESC/POS), of 58 or 80 mm.

With the printer's code page the text is sent as text. Where the business names none, or something on the paper has letters
that the code page lacks, the paper is drawn as a picture: a printer never writes `?` for a name. Source: docs/adr/0063.
"""

import base64
from io import BytesIO

from escpos.printer import Dummy
from PIL import Image

from optimapos.organization.types import CodePage
from optimapos.papers.forms.paper import receipt_picture
from optimapos.papers.rules.columns import Row, body, footing, heading
from optimapos.papers.types import Printed, Width

COLUMNS = {Width.WIDE: 48, Width.NARROW: 32}
DOTS = {Width.WIDE: 576, Width.NARROW: 384}
"""Printable signs and dots of a row: 8 dots a millimetre, 12 dots a sign."""
DRAWER_PIN = 2
QR_SIZE = 6
DARK = 128
LOGO_DOTS = 384


def receipt_bytes(paper: Printed, *, width: Width, code_page: str, opens_drawer: bool) -> bytes:
    """What is sent to the printer, with a cut at the end. `opens_drawer`: with the pulse for the drawer before it."""
    printer = _printer(DOTS[width])
    if opens_drawer:
        printer.cashdraw(DRAWER_PIN)
    head, middle, foot = (rows(paper, COLUMNS[width]) for rows in (heading, body, footing))
    if is_writable([*head, *middle, *foot], code_page):
        _write(printer, paper, (head, middle, foot), code_page)
    else:
        _draw(printer, Image.open(BytesIO(receipt_picture(paper, DOTS[width]))))
    printer.cut()
    sent: bytes = printer.output
    return sent


def _printer(dots: int) -> Dummy:
    """One that knows its width: without it the library writes about that to the process's output."""
    printer = Dummy()
    media = {"dpi": 203, "width": {"mm": dots // 8, "pixels": dots}}
    printer.profile.profile_data = {**printer.profile.profile_data, "media": media}
    printer.hw("INIT")
    return printer


def is_writable(rows: list[Row], code_page: str) -> bool:
    """Whether the printer has each of the letters."""
    if code_page == CodePage.DRAWN:
        return False
    try:
        for row in rows:
            row.text.encode(code_page.lower())
    except UnicodeEncodeError:
        return False
    return True


def _write(printer: Dummy, paper: Printed, parts: tuple[list[Row], ...], code_page: str) -> None:
    printer.charcode(code_page)
    if paper.logo:
        printer.set(align="center")
        logo = Image.open(BytesIO(base64.b64decode(paper.logo)))
        logo.thumbnail((LOGO_DOTS, LOGO_DOTS))
        _draw(printer, logo)
    for rows in parts:
        for row in rows:
            align = "center" if row.is_centred else "left"
            printer.set(align=align, bold=row.is_bold, double_height=row.is_large, double_width=False)
            printer.text(f"{row.text}\n")
    if paper.qr:
        printer.set(align="center", bold=False, double_height=False, double_width=False)
        printer.qr(paper.qr, native=True, size=QR_SIZE)
        printer.text(f"{paper.qr}\n")


def _draw(printer: Dummy, picture: Image.Image) -> None:
    """Black where it is dark: letters that are dithered have holes."""
    black = picture.convert("L").point(lambda shade: 255 if shade >= DARK else 0, mode="1")
    printer.image(black, impl="bitImageRaster")
