"""Hints for other screens: that something of a kind changed, at a place, with ids; never what it is.

`hint` hands one over after the COMMIT and goes on at once: a thread of its own sends what waits to a stream in Valkey, which
the live process reads. A hint may be lost with the process or with Valkey, or when too many wait: screens ask
anew from time to time anyway. Source: docs/adr/0052.
"""

import json
import logging
import os
import queue
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import redis
from django.conf import settings
from django.db import connections, transaction
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from optimapos.core.tenancy import APP, BusinessRef, business_id_of

logger = logging.getLogger(__name__)

STREAM = "optimapos:live"
KEPT = 10_000
"""So many hints stay in the stream, for who was away for a moment."""
WAITING = 10_000
IDS_SHOWN = 50
"""A hint with more ids names none: then everything of its kind may have changed."""
_BATCH = 500
_PAUSE_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Hint:
    """Something changed. `kind` is the event's name, `location_id` None where it is no one place's."""

    business_id: UUID
    topic: str
    kind: str
    location_id: UUID | None = None
    ids: tuple[UUID, ...] = ()


def hint(
    *,
    business: BusinessRef,
    topic: str,
    kind: str,
    location_id: UUID | None = None,
    ids: Iterable[UUID] = (),
) -> None:
    """Tell other screens, after the COMMIT of the current transaction or at once outside of one. It never waits or fails."""
    made = Hint(business_id_of(business), topic, kind, location_id, tuple(dict.fromkeys(ids)))
    if connections[APP].in_atomic_block:
        transaction.on_commit(lambda: _sender.put(made), using=APP, robust=True)
    else:
        _sender.put(made)


def merged(hints: Sequence[Hint]) -> list[Hint]:
    """Hints of one kind and place as one, in the order of the first: an operation says the same once."""
    found: dict[tuple[Any, ...], list[Hint]] = {}
    for each in hints:
        found.setdefault((each.business_id, each.topic, each.kind, each.location_id), []).append(each)
    return [_as_one(same) for same in found.values()]


def _as_one(same: list[Hint]) -> Hint:
    first = same[0]
    names_all = all(each.ids for each in same)
    ids = tuple(dict.fromkeys(found for each in same for found in each.ids)) if names_all else ()
    return Hint(first.business_id, first.topic, first.kind, first.location_id, ids if len(ids) <= IDS_SHOWN else ())


def entry_of(made: Hint) -> dict[str, str]:
    """A hint as the stream keeps it."""
    told = {
        "topic": made.topic,
        "kind": made.kind,
        "location": str(made.location_id) if made.location_id else None,
        "ids": [str(each) for each in made.ids],
    }
    return {"business": str(made.business_id), "hint": json.dumps(told, separators=(",", ":"))}


class _Sender:
    """Sends what waits, from a thread that starts with the first hint of the process."""

    def __init__(self) -> None:
        self._start_over()
        os.register_at_fork(after_in_child=self._start_over)

    def _start_over(self) -> None:
        self._waiting: queue.Queue[Hint] = queue.Queue(WAITING)
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        self._is_away = False

    def put(self, made: Hint) -> None:
        """Take a hint; where too many wait already, let it go."""
        try:
            self._waiting.put_nowait(made)
        except queue.Full:
            return
        if self._thread is None:
            with self._starting:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._run, name="live-hints", daemon=True)
                    self._thread.start()

    def _run(self) -> None:
        client = redis.Redis.from_url(
            settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1, retry=Retry(NoBackoff(), 0)
        )
        while True:
            batch = [self._waiting.get()]
            while len(batch) < _BATCH:
                try:
                    batch.append(self._waiting.get_nowait())
                except queue.Empty:
                    break
            self._send(client, batch)

    def _send(self, client: Any, batch: list[Hint]) -> None:
        try:
            pipeline = client.pipeline(transaction=False)
            for each in merged(batch):
                pipeline.xadd(STREAM, entry_of(each), maxlen=KEPT, approximate=True)
            pipeline.execute()
            self._is_away = False
        except (RedisError, OSError) as error:
            if not self._is_away:
                logger.warning("live hints are not sent: %s", type(error).__name__)
            self._is_away = True
            time.sleep(_PAUSE_SECONDS)


_sender = _Sender()
