"""How a scanned code is read: a business's ordered rules, of which the first that fits says what the code is. Pure.

The till reads codes by the same rules in the browser; `tests/golden/code_rules.json` holds both. Source:
docs/algorithms/scanned-codes.md.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from stdnum import ean

from optimapos.core.result import DomainError
from optimapos.tills.types import CodeKind, Symbology

MAX_PATTERN = 48
_PARTS = re.compile(r"(?P<text>[A-Za-z0-9/_:-]+)|(?P<any>\.+)|\{(?P<value>N+D*)\}|(?P<rest>\*)$")
_DIGITS = {Symbology.EAN13: 13, Symbology.EAN8: 8, Symbology.UPCA: 12}
_VALUED = frozenset({CodeKind.WEIGHT, CodeKind.PRICE})


@dataclass(frozen=True, slots=True)
class CodePattern:
    """A rule. `pattern`: letters, digits and - _ / : are meant as they are, `.` is any letter or digit, `{NNDDD}` a number
    with so many digits before and after the point, `*` at the end for any rest. Of a GTIN it says all digits but the last.
    """

    kind: str
    pattern: str
    symbology: str = Symbology.ANY.value
    name: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a code is. `item`: what stood for dots and the star; `value`: kilograms or money; `base_code`: the code with
    a value of 0, which such a product has as its barcode. A code that no rule fits is a product's, as it is.
    """

    kind: str
    code: str
    rule: str = ""
    item: str = ""
    value: Decimal | None = None
    base_code: str = ""


DEFAULT_PATTERNS = (
    CodePattern(CodeKind.WEIGHT, "21.....{NNDDD}", Symbology.EAN13, "Weight"),
    CodePattern(CodeKind.PRICE, "23.....{NNNDD}", Symbology.EAN13, "Price"),
)
"""What a business starts with: of the numbers 20 to 29, which are a shop's own, those that scales print by default."""


def check_pattern(rule: CodePattern) -> None:
    """Refuse a rule that fits nothing, or anything.

    Refuses: BAD_CODE_PATTERN (data: pattern).
    """
    problem = _problem(rule)
    if problem:
        raise DomainError("BAD_CODE_PATTERN", f"{rule.pattern}: {problem}", {"pattern": rule.pattern})


def read_code(code: str, rules: Iterable[CodePattern]) -> Reading:
    """What a code is by the first rule that fits."""
    text = code.strip()
    for rule in rules:
        reading = _read(text, rule)
        if reading:
            return reading
    return Reading(CodeKind.PRODUCT, text, item=text, base_code=text)


def _problem(rule: CodePattern) -> str:
    parts = _parts(rule.pattern)
    values = [text for kind, text in parts if kind == "value"]
    if not parts or "".join(_written(part) for part in parts) != rule.pattern:
        return "letters, digits, - _ / :, dots, one {NNDDD}, and a * at the end."
    if len(values) > 1 or bool(values) != (rule.kind in _VALUED):
        return "weights and prices have one number, other codes none."
    if all(kind in {"any", "rest"} for kind, _ in parts):
        return "that would fit any code."
    length = _DIGITS.get(Symbology(rule.symbology))
    if length and not _fits_digits(parts, length - 1):
        return f"{rule.symbology} has {length} digits; the pattern says all but the last."
    return ""


def _fits_digits(parts: list[tuple[str, str]], wanted: int) -> bool:
    letters = any(kind == "text" and not (text.isascii() and text.isdigit()) for kind, text in parts)
    length = sum(len(text) for kind, text in parts if kind != "rest")
    return not letters and (length < wanted if parts[-1][0] == "rest" else length == wanted)


@lru_cache(maxsize=4_096)
def _compiled(pattern: str) -> re.Pattern[str]:
    made = ""
    for kind, text in _parts(pattern):
        if kind == "value":
            made += rf"(?P<value>[0-9]{{{len(text)}}})"
        elif kind == "rest":
            made += r"(?P<rest>.+)"
        else:
            made += re.escape(text) if kind == "text" else rf"(?P<any{len(made)}>[0-9A-Za-z]{{{len(text)}}})"
    return re.compile(made, re.ASCII)


def _parts(pattern: str) -> list[tuple[str, str]]:
    return [(str(found.lastgroup), found[str(found.lastgroup)]) for found in _PARTS.finditer(pattern)]


def _written(part: tuple[str, str]) -> str:
    kind, text = part
    return f"{{{text}}}" if kind == "value" else text


def _read(code: str, rule: CodePattern) -> Reading | None:
    length = _DIGITS.get(Symbology(rule.symbology))
    if length and (len(code) != length or not (code.isascii() and code.isdigit()) or not ean.is_valid(code)):
        return None
    body = code[:-1] if length else code
    found = _compiled(rule.pattern).fullmatch(body)
    if not found:
        return None
    named = found.groupdict()
    value = named.pop("value", None)
    base = body
    if value is not None:
        start, end = found.span("value")
        base = body[:start] + "0" * (end - start) + body[end:]
    return Reading(
        kind=str(rule.kind),
        code=code,
        rule=rule.name,
        item="".join(named.values()),
        value=None if value is None else _number(value, rule.pattern),
        base_code=base + (ean.calc_check_digit(base) if length else ""),
    )


def _number(digits: str, pattern: str) -> Decimal:
    (shape,) = [text for kind, text in _parts(pattern) if kind == "value"]
    return Decimal(digits).scaleb(-shape.count("D"))
