"""When a provider is asked again."""

from datetime import timedelta

LEASE = timedelta(seconds=45)
"""A claimed intent is nobody else's for so long: longer than all calls of one visit may take."""
FIRST = timedelta(seconds=20)
"""After an intent is written, before somebody else than its own request calls the provider."""
ASK_AFTER = timedelta(seconds=3)
"""A screen that asks for the status has the provider asked at most so often."""
_OPEN = (5, 5, 10, 10, 20, 30, 60)
_CLOSED = (30, 120, 600, 1800, 3600)


def next_wait(attempts: int, *, is_open: bool) -> timedelta:
    """How long to wait after so many visits. While a customer is about to pay often, later seldom."""
    waits = _OPEN if is_open else _CLOSED
    return timedelta(seconds=waits[min(max(attempts, 1), len(waits)) - 1])
