"""The golden vectors say what the Python rules say today. If they differ on purpose, run `make golden`."""

import pytest

from tests.golden.make import FILES, HERE, written


@pytest.mark.parametrize("name", FILES)
def test_the_rules_give_what_the_vectors_say(name: str) -> None:
    assert (HERE / f"{name}.json").read_text(encoding="utf-8") == written(FILES[name]())
