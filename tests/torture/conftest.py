"""Fixtures: one server for the folder's loads. Tests that kill a server start their own."""

from collections.abc import Iterator

import pytest

from tests.servers import Server, running

WARM = "tests.torture.warm:application"


@pytest.fixture(scope="package")
def server() -> Iterator[Server]:
    """The product."""
    with running(WARM) as started:
        yield started


@pytest.fixture
def mortal() -> Iterator[Server]:
    """The product, to be killed."""
    with running(WARM) as started:
        yield started
