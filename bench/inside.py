"""Working on a database in this process, for questions about a service or a command rather than a request."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bench.arena import Arena


@contextmanager
def inside(arena: Arena, database: str) -> Iterator[None]:
    """Make Django's connections those of `database`; afterwards, as they were."""
    from django.db import connections  # noqa: PLC0415 - Django is set up by then

    arena.close(database)
    before = {alias: connections[alias].settings_dict["NAME"] for alias in connections}
    try:
        for alias in connections:
            connections[alias].close()
            connections[alias].settings_dict["NAME"] = database
        yield
    finally:
        for alias, name in before.items():
            connections[alias].close()
            connections[alias].settings_dict["NAME"] = name


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
