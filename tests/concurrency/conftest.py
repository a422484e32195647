"""Fixtures: one server for the folder's races, and its control without their guards."""

from collections.abc import Iterator

import pytest

from tests.servers import Server, running


@pytest.fixture(scope="package")
def server() -> Iterator[Server]:
    """The product."""
    with running() as started:
        yield started


@pytest.fixture(scope="package")
def unlocked() -> Iterator[Server]:
    """The product with its guards off."""
    with running("tests.concurrency.unlocked:application") as started:
        yield started


@pytest.fixture(scope="package")
def uncounted() -> Iterator[Server]:
    """The product with the locked count of coupons off."""
    with running("tests.concurrency.uncounted:application") as started:
        yield started
