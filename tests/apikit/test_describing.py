"""Operations are described while others are described too: the first requests of a fresh server come together."""

from collections.abc import Iterator
from contextlib import nullcontext, suppress
from functools import partial
from threading import Barrier, BrokenBarrierError, Event
from typing import Any

import pytest
from drf_spectacular.extensions import OpenApiSerializerExtension

from optimapos.apikit import describing, strictness
from optimapos.apikit.describing import Generator
from tests.factories.organization import Shop
from tests.servers import at_once

PATHS = ("/api/customers/?page_size=5", "/api/suppliers/?page_size=5", "/api/schema/")


class Meeting:
    """Where two threads that load the same extension meet; the second loads it when the first is done."""

    def __init__(self, patience: float) -> None:
        self._both, self._first, self._patience = Barrier(2), Event(), patience
        self.is_crowded = False

    def wait(self) -> None:
        """Until the other one is here too, or nobody came."""
        with suppress(BrokenBarrierError):
            is_second = self._both.wait(self._patience) == 1
            self.is_crowded = True
            if is_second:
                self._first.wait(self._patience)

    def leave(self) -> None:
        """The extension is loaded."""
        self._first.set()


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Meeting]]:
    """A process that has described nothing yet, and an extension for a library that is not installed."""
    monkeypatch.setattr(strictness, "_documented", {})
    meetings: list[Meeting] = []

    class ForMissing(OpenApiSerializerExtension):
        target_class = "a_library_that_is_missing.Serializer"
        priority = 9

        @classmethod
        def _load_class(cls) -> None:
            meetings[0].wait()
            super()._load_class()  # type: ignore[no-untyped-call]  # the library tells no types
            meetings[0].leave()

        def map_serializer(self, auto_schema: Any, direction: Any) -> Any:
            raise AssertionError("the library is missing")

    registry: list[Any] = OpenApiSerializerExtension._registry
    assert registry[-1] is ForMissing
    yield meetings
    registry.remove(ForMissing)


def statuses(shop: Shop, paths: tuple[str, ...] = PATHS) -> list[int]:
    """What the paths are answered, asked at once."""

    def status(path: str) -> int:
        return int(shop.manager_till.get(path).status_code)

    return at_once([partial(status, path) for path in paths])


def test_first_requests_that_come_together_are_all_answered(shop: Shop, registered: list[Meeting]) -> None:
    registered.append(Meeting(patience=1))
    assert statuses(shop) == [200, 200, 200]
    assert not registered[0].is_crowded


def test_without_the_lock_one_of_them_fails(
    shop: Shop, registered: list[Meeting], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(describing, "_loading", nullcontext())
    registered.append(Meeting(patience=60))
    with pytest.raises(AttributeError, match="startswith"):
        statuses(shop, PATHS[:2])


def test_no_two_operations_share_a_description() -> None:
    generator: Any = Generator()
    generator._initialise_endpoints()
    views = [generator.create_view(callback, method) for _, _, method, callback in generator.endpoints]
    descriptions = [view.schema for view in views]
    assert len(views) > 100
    assert [each.view for each in descriptions] == views
