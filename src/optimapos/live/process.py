"""The live process: an ASGI application that reads the stream of hints and tells them to open connections.

It knows neither Django's models nor the database. `GET /live/?ticket=…`, with `Last-Event-ID` to go on where one was.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

import redis.asyncio as redis
from redis.exceptions import RedisError

from optimapos.core.live import KEPT, STREAM
from optimapos.live.rules import RETRY_MS, Position, event_of, frame, hears, name_of, position_of
from optimapos.live.streams import Past, Stream, Streams, TooManyStreams
from optimapos.live.tickets import key_of, unpacked
from optimapos.live.types import Ticket

logger = logging.getLogger(__name__)

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]

RESET = frame("reset", "{}")
"""Something may be missing: the screen asks for everything anew."""
RENEW = frame("renew", "{}")
"""The stream ends for its age: the screen takes another ticket, by which its rights are looked at again."""
COME_AGAIN_SECONDS = 30
_BLOCK_MS = 2000
_STUCK_SECONDS = 30.0
_PAUSE_SECONDS = 0.5


@dataclass(frozen=True)
class Limits:
    """How much the process carries, in streams and seconds."""

    streams: int = 1000
    streams_of_business: int = 200
    heartbeat: float = 15.0
    age: float = 600.0


class Live:
    """The application. `redis_url`: where hints and tickets are; `origins`: pages that may always read."""

    def __init__(self, *, redis_url: str, origins: frozenset[str] = frozenset(), limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self.origins = origins
        self.past = Past(KEPT)
        self.streams = Streams(most=self.limits.streams, most_of_business=self.limits.streams_of_business)
        self._redis_url = redis_url
        self._is_reading = False
        self._client: Any = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection, or the life of the process."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        self._client = redis.Redis.from_url(
            self._redis_url, decode_responses=True, socket_connect_timeout=1, socket_timeout=_BLOCK_MS / 1000 + 3
        )
        reading = asyncio.create_task(self._read())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        reading.cancel()
        self.streams.end_all()
        with suppress(asyncio.CancelledError):
            await reading
        await self._client.aclose()
        await send({"type": "lifespan.shutdown.complete"})

    async def _read(self) -> None:
        """Follow the stream for ever. After an outage everybody is told that something may be missing."""
        while True:
            try:
                await self._catch_up()
                self._is_reading = True
                while True:
                    await self._read_on()
            except (RedisError, OSError) as error:
                if self._is_reading:
                    logger.warning("live hints are not read: %s", type(error).__name__)
                self._is_reading = False
                await asyncio.sleep(_PAUSE_SECONDS)

    async def _catch_up(self) -> None:
        """Begin where the stream ends; at the start of the process with what is in it."""
        seconds, micros = await self._client.time()
        now: Position = (seconds * 1000 + micros // 1000, 0)
        is_first = self.past.last == (0, 0)
        kept = await self._client.xrevrange(STREAM, count=KEPT)
        newest = (position_of(kept[0][0]) or now) if kept else now
        if not is_first or not kept:
            self.past.start(max(now, newest))
        else:
            self.past.start(position_of(kept[-1][0]) or now)
            for name, fields in reversed(kept):
                if event := event_of(name, fields):
                    self.past.add(event)
        if not is_first:
            self.streams.tell_all(RESET)

    async def _read_on(self) -> None:
        answer = await self._client.xread({STREAM: name_of(self.past.last)}, count=KEPT, block=_BLOCK_MS)
        for name, fields in answer[0][1] if answer else ():
            if event := event_of(name, fields):
                self.past.add(event)
                self.streams.tell(event)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"].rstrip("/")
        if scope["method"] != "GET" or path not in {"/live", "/live/healthz"}:
            await _refuse(send, 405 if path == "/live" else 404)
        elif path == "/live/healthz":
            await _plain(send, 200 if self._is_reading else 503, b'{"status":"ok"}' if self._is_reading else b"{}")
        else:
            await self._open(scope, receive, send)

    async def _open(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        asked = parse_qs(scope["query_string"].decode("latin-1"))
        try:
            ticket = await self._ticket(asked.get("ticket", [""])[0])
        except (RedisError, OSError):
            await _refuse(send, 503, retry_after=COME_AGAIN_SECONDS)
            return
        if ticket is None:
            await _refuse(send, 401)
            return
        origin = headers.get("origin")
        if origin is not None and origin not in ticket.origins | self.origins:
            await _refuse(send, 403)
            return
        try:
            stream = self.streams.open(ticket)
        except TooManyStreams:
            await _refuse(send, 503, origin, retry_after=COME_AGAIN_SECONDS)
            return
        try:
            since = headers.get("last-event-id") or asked.get("last_event_id", [None])[0]
            await self._tell(stream, self._beginning(ticket, since), origin, receive, send)
        finally:
            self.streams.close(stream)

    async def _ticket(self, word: str) -> Ticket | None:
        kept = await self._client.get(key_of(word)) if word else None
        return unpacked(kept) if kept else None

    def _beginning(self, ticket: Ticket, since: str | None) -> bytes:
        """What a stream starts with: where it is, and what was missed, or that something may have been."""
        told = [f"retry: {RETRY_MS}\n\n".encode()]
        if since is not None:
            position = position_of(since)
            missed = self.past.since(position) if position else None
            told += [RESET] if missed is None else [event.text for event in missed if hears(ticket, event)]
        return b"".join([*told, frame("here", "{}", name_of(self.past.last))])

    async def _tell(self, stream: Stream, beginning: bytes, origin: str | None, receive: Receive, send: Send) -> None:
        """Tell until the reader leaves, falls too far behind or the stream is old enough."""
        telling = asyncio.create_task(self._write(stream, beginning, origin, send))
        leaving = asyncio.create_task(_until_left(receive))
        ending = asyncio.create_task(stream.ended.wait())
        tasks = {telling, leaving, ending}
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _write(self, stream: Stream, beginning: bytes, origin: str | None, send: Send) -> None:
        start = [
            (b"content-type", b"text/event-stream; charset=utf-8"),
            (b"cache-control", b"no-store"),
            (b"x-accel-buffering", b"no"),
            *_cors(origin),
        ]
        clock = asyncio.get_running_loop().time
        until = clock() + self.limits.age
        await send({"type": "http.response.start", "status": 200, "headers": start})
        await _piece(send, beginning)
        while clock() < until:
            try:
                found = [await asyncio.wait_for(stream.waiting.get(), min(self.limits.heartbeat, until - clock()))]
            except TimeoutError:
                found = [b": still here\n\n"]
            while not stream.waiting.empty():
                found.append(stream.waiting.get_nowait())
            await _piece(send, b"".join(found))
        await _piece(send, RENEW, is_last=True)


async def _piece(send: Send, body: bytes, *, is_last: bool = False) -> None:
    """Send a piece; a reader who takes none for long is given up.

    Raises: TimeoutError.
    """
    await asyncio.wait_for(send({"type": "http.response.body", "body": body, "more_body": not is_last}), _STUCK_SECONDS)


async def _until_left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _cors(origin: str | None) -> list[tuple[bytes, bytes]]:
    """The page that asked may read the answer, and no other."""
    if origin is None:
        return []
    return [(b"access-control-allow-origin", origin.encode("latin-1")), (b"vary", b"Origin")]


async def _refuse(send: Send, status: int, origin: str | None = None, *, retry_after: int | None = None) -> None:
    extra = [] if retry_after is None else [(b"retry-after", str(retry_after).encode())]
    await _plain(send, status, b"", [*extra, *_cors(origin)])


async def _plain(send: Send, status: int, body: bytes, headers: list[tuple[bytes, bytes]] | None = None) -> None:
    start = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode()), *(headers or [])]
    await send({"type": "http.response.start", "status": status, "headers": start})
    await send({"type": "http.response.body", "body": body})
