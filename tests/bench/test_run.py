"""One tiny run: it measures both sides, answers no error, and leaves books on which nothing is found."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench.flows import Till, request
from bench.measure import Figures

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_a_tiny_run_measures_beside_the_limit_and_leaves_clean_books() -> None:
    command = [sys.executable, "-m", "bench", "--tiny", "--only", "statements,checkout,cart,growth", "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    found = json.loads(done.stdout)["questions"]
    ours = [each for each in found["checkout"]["figures"] if each["subject"] != "the limit"]
    assert [each["clients"] for each in ours] == [1, 4, 8]
    assert all(each["rate"] > 0 and not each["errors"] and 0 < each["of_limit"] < 1 for each in ours)
    assert found["growth"]["grown"]["sales"] >= 200
    statements = found["statements"]["statements"]
    assert statements["checkout of 1"] == statements["checkout of 3"] == statements["checkout of 200"] <= 14


def test_the_limit_is_the_one_that_ratios_are_compared_by() -> None:
    """These two files stay as they are; a changed limit would change every ratio."""
    digests = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        for path in (ROOT / "bench" / "limit").glob("*.sql")
    }
    assert digests == {"schema.sql": "8a4f427e8dc4d4bd", "sell.sql": "ee3af852f777bb13"}


def test_ratios_are_taken_within_a_round_and_medians_over_them() -> None:
    figures = Figures("q", "ours", 4, rates=[100.0, 30.0, 50.0], of_limit=[0.1, 0.3, 0.2], latencies=[3.0, 1.0, 2.0])
    assert (figures.rate, figures.share, figures.percentile(50)) == (50.0, 0.2, 2.0)
    assert figures.as_json()["of_limit_spread"] == [0.1, 0.3]


def test_a_flow_sends_every_write_under_a_key_of_its_own() -> None:
    till = Till("token", [("a", 1), ("b", 2), ("c", 3)])  # type: ignore[list-item]
    one, other = request(till, "POST", "/", {}), request(till, "POST", "/", {})
    assert one != other
    assert b"Idempotency-Key" not in request(till, "GET", "/", None)
