"""Operations are described while others are described too: the first requests of a fresh server come together."""

import sys
import time
from collections.abc import Iterator
from contextlib import nullcontext
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

import pytest
from drf_spectacular.extensions import OpenApiSerializerExtension

from optimapos.apikit import describing, strictness
from tests.factories.organization import Shop
from tests.servers import at_once

MISSING = "a_library_that_is_slow_to_be_found_missing"
PATHS = ("/api/customers/?page_size=5", "/api/suppliers/?page_size=5", "/api/schema/")


class SlowlyMissing:
    """A finder that takes its time before it says that a module is not there."""

    @staticmethod
    def find_spec(name: str, path: Any = None, target: ModuleType | None = None) -> ModuleSpec | None:
        """Nothing, late."""
        if name == MISSING:
            time.sleep(0.2)
        return None


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A process that has described nothing yet, and an extension for a library that is not installed."""
    monkeypatch.setattr(sys, "meta_path", [SlowlyMissing, *sys.meta_path])
    monkeypatch.setattr(strictness, "_documented", {})
    registry: list[Any] = OpenApiSerializerExtension._registry
    type("ForMissing", (OpenApiSerializerExtension,), {"target_class": f"{MISSING}.Serializer", "priority": 9})
    yield
    registry.pop()


def statuses(shop: Shop) -> list[int]:
    """What the paths are answered, asked at once."""
    return at_once([lambda path=path: shop.manager_till.get(path).status_code for path in PATHS])  # type: ignore[misc]


def test_first_requests_that_come_together_are_all_answered(shop: Shop, fresh: None) -> None:
    assert statuses(shop) == [200, 200, 200]


def test_without_the_lock_one_of_them_fails(shop: Shop, fresh: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(describing, "_describing", nullcontext())
    with pytest.raises(AttributeError, match="startswith"):
        statuses(shop)
