"""Fixtures for everybody.

Tests commit like production does. What keeps them apart is tenancy itself: each test makes its own business, and the
ledgers could not be emptied anyway.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings as project_settings
from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.organization import Shop, make_shop


class SettingsSwitch:
    """Sets settings for one test."""

    def __init__(self) -> None:
        self.__dict__["before"] = {}

    def __setattr__(self, name: str, value: Any) -> None:
        self.before.setdefault(name, getattr(project_settings, name))
        setattr(project_settings, name, value)

    def restore(self) -> None:
        """Set back what was set."""
        for name, value in self.before.items():
            setattr(project_settings, name, value)


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
def queries(shop: Shop) -> Callable[[], CaptureQueriesContext]:
    """Captures the statements that the app sends through Django, with the shop's tills signed in before."""
    assert shop.till
    assert shop.manager_till
    return lambda: CaptureQueriesContext(connections["default"])


@pytest.fixture
def settings() -> Iterator[SettingsSwitch]:
    """The settings; what a test sets is set back."""
    switch = SettingsSwitch()
    yield switch
    switch.restore()
