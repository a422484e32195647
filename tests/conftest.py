"""Fixtures for everybody.

Tests commit like production does. What keeps them apart is tenancy itself: each test makes its own business, and the
ledgers could not be emptied anyway.
"""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.organization import Shop, make_shop


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


@pytest.fixture
def shop() -> Shop:
    """A business with one storefront, an owner and a terminal with a signed-in cashier."""
    return make_shop()


@pytest.fixture
def client() -> Client:
    """An HTTP client that nobody signed in with."""
    return Client()


@pytest.fixture
def queries() -> Callable[[], CaptureQueriesContext]:
    """Captures the statements that the app sends through Django."""
    return lambda: CaptureQueriesContext(connections["default"])
