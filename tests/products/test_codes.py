"""Barcodes with their check digits, and PLU numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimapos.core.result import DomainError
from optimapos.products.rules.codes import checked_barcode, checked_plu


@pytest.mark.parametrize(
    "code",
    [
        "96385074",  # EAN-8
        "036000291452",  # UPC-A
        "4006381333931",  # EAN-13
        "14006381333938",  # GTIN-14
        "0000000000000",
        "1234567",
        "123456789",
        "12345678901",
        "123456789012345",
        "A",
        "ABC 123/4-x",
        "~" * 48,
    ],
)
def test_a_right_barcode_is_kept_as_it_is(code: str) -> None:
    assert checked_barcode(code) == code
    assert checked_barcode(f"  {code} ") == code


@pytest.mark.parametrize(
    ("code", "digit"),
    [("96385073", "4"), ("036000291453", "2"), ("4006381333932", "1"), ("14006381333939", "8")],
)
def test_a_wrong_check_digit_is_told_with_the_right_one(code: str, digit: str) -> None:
    with pytest.raises(DomainError) as refused:
        checked_barcode(code)
    assert refused.value.code == "BAD_BARCODE"
    assert refused.value.data == {"code": code, "check_digit": digit}
    assert refused.value.msg.endswith(f"its last digit would be {digit}.")


@pytest.mark.parametrize("code", ["", "   ", "a\tb", "caf\u00e9", "x" * 49, "\uff11\uff12\uff13", "a\u202eb", "a\nb"])
def test_a_barcode_is_printable_ascii(code: str) -> None:
    with pytest.raises(DomainError) as refused:
        checked_barcode(code)
    assert refused.value.code == "BAD_BARCODE"
    assert "check_digit" not in refused.value.data


@given(st.text(alphabet="0123456789", min_size=13, max_size=13))
def test_of_ten_last_digits_exactly_one_is_right(digits: str) -> None:
    right = [last for last in "0123456789" if _is_accepted(digits[:-1] + last)]
    assert len(right) == 1


def _is_accepted(code: str) -> bool:
    try:
        return checked_barcode(code) == code
    except DomainError:
        return False


@pytest.mark.parametrize("plu", ["", "4011", "3000", "4999", "1234", "94011", "83000", "12345", "79999"])
def test_a_right_plu_is_kept(plu: str) -> None:
    assert checked_plu(f" {plu} ") == plu


@pytest.mark.parametrize("plu", ["401", "401111", "0401", "04011", "4o11", "92999", "85000", "\uff14011", "-401"])
def test_a_wrong_plu_is_refused(plu: str) -> None:
    with pytest.raises(DomainError) as refused:
        checked_plu(plu)
    assert (refused.value.code, refused.value.data) == ("BAD_PLU", {"plu": plu})
