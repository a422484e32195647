"""Result and DomainError: the same refusal as a value and as an exception."""

import pytest

from optimapos.core.result import DomainError, Result


def test_a_success_carries_its_value() -> None:
    result = Result.success({"basic_info": 1}, "done")
    assert (result.ok, result.code, result.msg) == (True, "", "done")
    assert result.data["basic_info"] == 1
    assert result.unwrap() == {"basic_info": 1}


def test_a_refusal_carries_code_sentence_figures_and_suggestions() -> None:
    result: Result[None] = Result.error("UNDERPAID", "2.00 is missing.", {"missing": "2.00"}, ("Take 2.00 more",))
    assert (result.ok, result.code, result.msg) == (False, "UNDERPAID", "2.00 is missing.")
    assert result.data == {"missing": "2.00"}
    assert result.suggestions == ("Take 2.00 more",)


def test_a_refusal_without_figures_has_none() -> None:
    assert Result.error("NOT_FOUND", "No such sale.").data == {}
    assert DomainError("NOT_FOUND", "No such sale.").data == {}


def test_a_refusal_unwrapped_is_raised_and_comes_back_the_same() -> None:
    refused: Result[None] = Result.error("UNDERPAID", "2.00 is missing.", {"missing": "2.00"}, ("Take 2.00 more",))
    with pytest.raises(DomainError, match=r"^UNDERPAID: 2.00 is missing.$") as caught:
        refused.unwrap()
    assert Result.refused(caught.value) == refused


def test_figures_are_copied_so_that_a_later_change_does_not_reach_them() -> None:
    figures = {"missing": "2.00"}
    refusal, result = DomainError("UNDERPAID", "", figures), Result.error("UNDERPAID", "", figures)
    figures["missing"] = "0.00"
    assert refusal.data == result.data == {"missing": "2.00"}


def test_a_result_is_not_changed() -> None:
    with pytest.raises(AttributeError):
        Result.success(1).ok = False  # type: ignore[misc]
