"""Which barcodes, PLU numbers and SKUs are right.

All-digit codes of 8, 12, 13 and 14 digits are GTINs and carry a check digit (GS1). A PLU has four or five digits: five
that begin with 8 or 9 are the marked forms of the produce numbers 3000 to 4999 (IFPS), all others are a shop's own.
"""

import re

from stdnum import ean

from optimapos.core.result import DomainError

BARCODE_LENGTH = 48
GTIN_LENGTHS = frozenset({8, 12, 13, 14})
_PRINTABLE = re.compile(r"[!-~]([ -~]*[!-~])?", re.ASCII)
_PLU = re.compile(r"[1-9][0-9]{3,4}", re.ASCII)
_PRODUCE = range(3000, 5000)


def checked_barcode(code: str) -> str:
    """The code as it is kept: without blanks around it.

    Refuses: BAD_BARCODE (data: code; check_digit where that is what is wrong).
    """
    text = code.strip()
    if len(text) > BARCODE_LENGTH or not _PRINTABLE.fullmatch(text):
        raise DomainError(
            "BAD_BARCODE",
            f"A barcode is 1 to {BARCODE_LENGTH} printable ASCII characters.",
            {"code": text[:BARCODE_LENGTH]},
        )
    if text.isdigit() and len(text) in GTIN_LENGTHS and not ean.is_valid(text):
        right: str = ean.calc_check_digit(text[:-1])
        raise DomainError(
            "BAD_BARCODE",
            f"{text} has {len(text)} digits like a GTIN, but then its last digit would be {right}.",
            {"code": text, "check_digit": right},
        )
    return text


def checked_plu(plu: str) -> str:
    """The number as it is kept; an empty one means none.

    Refuses: BAD_PLU (data: plu).
    """
    text = plu.strip()
    if not text:
        return ""
    is_marked = len(text) == 5 and text[0] in "89"
    if not _PLU.fullmatch(text) or (is_marked and int(text[1:]) not in _PRODUCE):
        raise DomainError(
            "BAD_PLU",
            "A PLU has four or five digits without a leading zero; five that begin with 8 or 9 end in 3000 to 4999.",
            {"plu": text[:20]},
        )
    return text
