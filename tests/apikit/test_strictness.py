"""Strict parsing: what numbers and texts may look like, and how a refusal is put."""

from decimal import Decimal
from typing import Any

import pytest
from rest_framework import serializers
from rest_framework.exceptions import ParseError

from optimapos.apikit.fields import AmountField, BoundedIntegerField, PercentField, PriceField, QuantityField
from optimapos.apikit.parsers import parse_json
from optimapos.apikit.renderers import dump_json, plain


def read(field: serializers.Field[Any, Any, Any, Any], value: Any) -> Any:
    """What the field makes of a value."""
    return field.run_validation(value)


@pytest.mark.parametrize(
    ("value", "amount"), [("12.50", "12.5"), ("0", "0"), (3, "3"), (Decimal("1.0001"), "1.0001"), ("-0", "0")]
)
def test_plain_decimals_are_taken_exactly(value: Any, amount: str) -> None:
    taken = read(AmountField(), value)
    assert taken == Decimal(amount)
    assert not taken.is_signed()


@pytest.mark.parametrize(
    "value",
    [
        "1_000",
        "1e2",
        "１２３",
        "٣",
        " 1",
        "1 ",
        "+1",
        ".5",
        "5.",
        "",
        "NaN",
        "-Infinity",
        "0x10",
        True,
        1.5,
        None,
        [],
        {},
    ],
)
def test_everything_else_is_refused(value: Any) -> None:
    for field in (AmountField(), PriceField(), QuantityField(), PercentField()):
        with pytest.raises(serializers.ValidationError):
            read(field, value)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (AmountField(), "0.00001"),
        (AmountField(), "-0.01"),
        (AmountField(), "1000000000000000"),
        (PriceField(), "0.0000001"),
        (QuantityField(), "0"),
        (QuantityField(), "1000000000"),
        (PercentField(), "100.01"),
        (BoundedIntegerField(min_value=0, max_value=10), "11"),
        (BoundedIntegerField(min_value=0, max_value=10), "１"),
        (BoundedIntegerField(min_value=0, max_value=10), "9" * 30),
        (BoundedIntegerField(min_value=0, max_value=10), True),
        (BoundedIntegerField(min_value=0, max_value=10), 1.0),
    ],
)
def test_bounds_and_places_are_held(field: Any, value: Any) -> None:
    with pytest.raises(serializers.ValidationError):
        read(field, value)


def test_a_bounded_integer_is_taken_within_its_bounds() -> None:
    assert read(BoundedIntegerField(min_value=0, max_value=10), "10") == 10


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"{",
        b"\xff",
        b'{"a": NaN}',
        b'{"a": -Infinity}',
        b'{"a": 1, "a": 2}',
        b'{"a": "\\u0000"}',
        b'{"\\ud800": 1}',
        b'{"a": ["\\udfff"]}',
        b"1" * 31,
        b"[" * 22 + b"]" * 22,
        b"[" * 100_000,
    ],
)
def test_a_document_that_could_break_something_further_in_is_refused(document: bytes) -> None:
    with pytest.raises(ParseError):
        parse_json(document)


def test_a_good_document_keeps_its_decimals() -> None:
    assert parse_json(b'{"a": [1.10, 2], "b": "\xc3\xa9\\ud83d\\ude00"}') == {"a": [Decimal("1.10"), 2], "b": "é😀"}
    assert parse_json(b"[" * 20 + b"]" * 20)


@pytest.mark.parametrize(
    ("value", "text"), [("1E+2", "100"), ("-0.00", "0.00"), ("1.50", "1.50"), ("1E-7", "0.0000001")]
)
def test_decimals_are_written_plainly(value: str, text: str) -> None:
    assert plain(Decimal(value)) == text
    assert dump_json({"a": Decimal(value), "b": {1}, "c": (1, 2)}) == f'{{"a":"{text}","b":[1],"c":[1,2]}}'.encode()
