"""An empty database of its own: the demo shop is set up in nothing else."""

from collections.abc import Iterator

import pytest

from tests.databases import empty_database


@pytest.fixture
def _empty_database() -> Iterator[None]:
    with empty_database():
        yield
