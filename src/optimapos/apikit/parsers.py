"""Strict JSON: decimals stay decimals, and what could break something further in is refused here.

Refused: depth over 20, integers over 30 digits, NaN and Infinity, a key twice, NUL and lone surrogates in any text.
"""

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import IO, Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

MAX_DEPTH = 20
MAX_INTEGER_DIGITS = 30


def parse_json(document: bytes) -> Any:
    """The document's value, with every fraction a Decimal.

    Raises: ParseError saying what is wrong.
    """
    try:
        value = json.loads(
            document.decode("utf-8"),
            parse_float=Decimal,
            parse_int=_integer,
            parse_constant=_constant,
            object_pairs_hook=_object,
        )
    except RecursionError:
        raise ParseError(f"The JSON is nested deeper than {MAX_DEPTH}.") from None
    except (UnicodeDecodeError, ValueError) as error:
        raise ParseError(f"The body is not valid JSON: {error}") from None
    _check(value)
    return value


class StrictJSONParser(BaseParser):
    """`application/json`, strictly."""

    media_type = "application/json"

    def parse(self, stream: IO[bytes], media_type: str | None = None, parser_context: Any = None) -> Any:
        """The body's value.

        Raises: ParseError.
        """
        return parse_json(stream.read())


def _integer(digits: str) -> int:
    if len(digits) > MAX_INTEGER_DIGITS:
        raise ValueError(f"a number has more than {MAX_INTEGER_DIGITS} digits")
    return int(digits)


def _constant(name: str) -> None:
    raise ValueError(f"{name} is not a number")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("an object has the same key twice")
    return made


def _check(value: Any) -> None:
    layer: list[Any] = [value]
    for _ in range(MAX_DEPTH + 1):
        layer = [inner for outer in layer for inner in _inside(outer)]
        if not layer:
            return
    raise ParseError(f"The JSON is nested deeper than {MAX_DEPTH}.")


def _inside(value: Any) -> Iterable[Any]:
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, dict):
        for key in value:
            _check_text(key)
        return value.values()
    elif isinstance(value, list):
        return value
    return ()


def _check_text(text: str) -> None:
    if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text if letter > "\ud7ff"):
        raise ParseError("A text contains NUL or half of a surrogate pair.")
