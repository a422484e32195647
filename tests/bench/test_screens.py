"""The question about the screens: how its figures are told, and a sentence where there is no Chromium."""

from typing import Any

import pytest

from bench import chromium, screens
from bench.measure import Plan


def test_it_is_left_out_with_a_sentence_where_there_is_no_chromium(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chromium, "CHROMIUM", None)
    nothing: Any = None
    assert screens.ask(nothing, nothing, Plan()).facts == {"screens": chromium.MISSING}


def test_a_figure_is_the_median_of_its_rounds_beside_its_bar() -> None:
    found = screens.Found()
    for value in (70.04, 30.0, 50.0):
        found.keep(screens.SEARCH, value)
    found.keep(screens.EMPTY, 12.34)
    assert found.told() == {
        screens.SEARCH: {"median": 50.0, "at most": 80, "rounds": [70.0, 30.0, 50.0]},
        screens.EMPTY: {"median": 12.3, "rounds": [12.3]},
    }


def test_no_product_is_scanned_twice() -> None:
    taken = screens.Goods(50).take(50)
    assert len({each["code"] for each in taken}) == 50
    assert taken == screens.Goods(50).take(50)
