"""The question about the screens: its figures in small, where there is a Chromium, and a sentence where there is none."""

import json
import subprocess
import sys
from typing import Any

import pytest

from bench import chromium, screens
from bench.arena import ROOT
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


@pytest.mark.slow
def test_a_tiny_run_tells_every_figure() -> None:
    if not chromium.is_there():
        pytest.skip(chromium.MISSING)
    command = [sys.executable, "-m", "bench", "--tiny", "--only", "screens", "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    found = json.loads(done.stdout)["questions"]["screens"]
    assert set(screens.GOALS) <= set(found)
    assert found[screens.SCRIPTS]["median"] <= screens.GOALS[screens.SCRIPTS]
