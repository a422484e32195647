"""Cells of imports: as strict as the API's fields, and what a spreadsheet would run."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rest_framework import serializers

from optimapos.apikit.fields import AmountField, PercentField, PriceField, QuantityField
from optimapos.imports.rules import cells
from optimapos.imports.rules.formulas import is_formula, protected, unprotected
from optimapos.imports.rules.lists import PackagingCell, codes_cell, codes_in, packagings_cell, packagings_in
from optimapos.imports.types import BadCell

NUMBERS = [
    "0",
    "-0",
    "1",
    "12.50",
    "1_000",
    "1e2",
    "１２",
    "NaN",
    "Infinity",
    "+1",
    " 1",
    "1.",
    ".5",
    "1.0000001",
    "1e400",
]
PAIRS = [
    (cells.price, PriceField()),
    (cells.amount, AmountField()),
    (cells.quantity, QuantityField()),
    (cells.percent, PercentField()),
]


def by_cell(parse: Any, text: str) -> Decimal | None:
    try:
        found: Decimal = parse(text)
    except BadCell:
        return None
    return found


def by_field(field: Any, text: str) -> Decimal | None:
    try:
        found: Decimal = field.to_internal_value(text)
    except serializers.ValidationError:
        return None
    return found


@pytest.mark.parametrize(("parse", "field"), PAIRS, ids=["price", "amount", "quantity", "percent"])
@given(text=st.sampled_from(NUMBERS) | st.decimals(allow_nan=True).map(str) | st.text("0123456789.-e", max_size=20))
def test_a_cell_takes_the_numbers_that_the_api_takes(parse: Any, field: Any, text: str) -> None:
    assert by_cell(parse, text) == by_field(field, text)


@given(text=st.text())
def test_a_protected_text_is_no_formula_and_comes_back(text: str) -> None:
    assert not is_formula(protected(text))
    assert unprotected(protected(text)) == text


_NAMES = st.text(min_size=1).map(str.strip).filter(bool)


@given(
    codes=st.lists(_NAMES),
    packagings=st.lists(
        st.builds(
            PackagingCell,
            _NAMES,
            st.integers(1, 1_000_000),
            st.integers(1, 1_000_000),
            st.lists(_NAMES, max_size=3).map(tuple),
        )
    ),
)
def test_lists_come_back_from_their_cells(codes: list[str], packagings: list[PackagingCell]) -> None:
    assert codes_in(codes_cell(codes)) == tuple(codes)
    assert packagings_in(packagings_cell(packagings)) == tuple(packagings)


@pytest.mark.parametrize(
    ("parse", "text", "code"),
    [
        (cells.packagings, "Box", "BAD_PACKAGING"),
        (cells.packagings, "A = 1 | = 6", "BAD_PACKAGING"),
        (cells.packagings, "Box = 6 = 7", "BAD_PACKAGING"),
        (cells.packagings, "Box = 6 : A : B", "BAD_PACKAGING"),
        (cells.packagings, "Box = 1000001", "BAD_FACTOR"),
        (cells.packagings, "Box = 1/0", "BAD_FACTOR"),
        (cells.packagings, "Box = six", "BAD_FACTOR"),
        (cells.packagings, "Box = 6 | Box = 7", "DUPLICATE_PACKAGING"),
        (cells.packagings, f"{'B' * 61} = 6", "TOO_LONG"),
        (cells.packagings, "Box = 6 : 4006381333932", "BAD_BARCODE"),
        (cells.packagings, " | ".join(f"B{n} = 1" for n in range(101)), "TOO_MANY"),
        (cells.barcodes, "|".join(f"B{n}" for n in range(101)), "TOO_MANY"),
        (cells.day, "2026-02-30", "NOT_A_DATE"),
        (cells.day, "2026-2-3", "NOT_A_DATE"),
        (cells.moment, "2026-02-03T25:00", "NOT_A_DATE"),
        (cells.moment, "0001-01-01T00:00+14:00", "NOT_A_DATE"),
        (cells.moment, "yesterday", "NOT_A_DATE"),
        (cells.whole(0, 5), "6", "TOO_LARGE"),
        (cells.whole(0, 5), "1.5", "TOO_PRECISE"),
        (cells.text(5), "\ud800", "BAD_TEXT"),
        (cells.plu, "0123", "BAD_PLU"),
    ],
)
def test_what_is_wrong_with_a_cell_has_a_code(parse: Any, text: str, code: str) -> None:
    with pytest.raises(BadCell) as bad:
        parse(text)
    assert bad.value.code == code
