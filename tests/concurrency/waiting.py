"""Waiting until somebody waits: for races whose order a test decides by holding what they need last."""

import time
from typing import Any

import pytest

WAITING = """
    SELECT count(*) FROM pg_locks AS lock JOIN pg_stat_activity AS who USING (pid)
     WHERE NOT lock.granted AND who.datname = current_database()
"""


def until_waiting(cursor: Any, count: int = 1) -> None:
    """Return when so many transactions of this database wait for a lock; `cursor` is of one that holds it."""
    until = time.monotonic() + 10
    while True:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # one look is kept for a whole transaction
        cursor.execute(WAITING)
        (found,) = cursor.fetchone()
        if found >= count:
            return
        if time.monotonic() > until:
            pytest.fail(f"{found} wait, not {count}")
        time.sleep(0.01)
