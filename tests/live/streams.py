"""A live process in a thread of the test, and readers of its streams over real HTTP."""

import json
import queue
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx
import uvicorn
from django.conf import settings

from optimapos.live.process import Limits, Live, Server


class Process:
    """The live process on a free port."""

    def __init__(self, *, redis_url: str | None = None, limits: Limits | None = None) -> None:
        self.live = Live(
            redis_url=redis_url or settings.REDIS_URL, origins=frozenset({"https://shop.example"}), limits=limits
        )
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address: tuple[str, int] = self._socket.getsockname()
        config = uvicorn.Config(
            self.live, log_level="error", access_log=False, lifespan="on", timeout_graceful_shutdown=1
        )
        self.server = Server(config)
        self._thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self._socket]}, daemon=True)

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.address[1]}"

    def start(self) -> None:
        """Start it and wait until it reads the stream of hints."""
        self._thread.start()
        self.await_health(200)

    def await_health(self, status: int, within: float = 30) -> None:
        """Wait until it says of itself that it is well, or that it is not."""
        deadline = time.monotonic() + within
        while True:
            try:
                if httpx.get(f"{self.url}/live/healthz", timeout=2).status_code == status:
                    return
            except httpx.TransportError:
                pass
            assert time.monotonic() < deadline, f"not {status} within {within} s"
            time.sleep(0.02)

    def stop(self) -> None:
        """End it."""
        self.server.should_exit = True
        self._thread.join(10)


@contextmanager
def process(**options: Any) -> Iterator[Process]:
    """A live process for a while."""
    found = Process(**options)
    found.start()
    try:
        yield found
    finally:
        found.stop()


@dataclass
class Told:
    """One event as it was read, and when."""

    name: str
    data: Any
    id: str
    at: float


@dataclass
class Reader:
    """Reads one stream in a thread."""

    url: str
    headers: dict[str, str] = field(default_factory=dict)
    events: "queue.Queue[Told]" = field(default_factory=queue.Queue)
    beats: int = 0
    status: int = 0
    answer: Any = None
    ended: threading.Event = field(default_factory=threading.Event)
    last_id: str = ""

    def start(self) -> "Reader":
        """Open the stream and wait until it says where it is, or is refused."""
        opened = threading.Event()
        threading.Thread(target=self._read, args=(opened,), daemon=True).start()
        assert opened.wait(30)
        if self.status == 200:
            self.missed = self.until("here")[:-1]
        return self

    def next(self, within: float = 20) -> Told:
        """The next event."""
        return self.events.get(timeout=within)

    def until(self, name: str, within: float = 20) -> list[Told]:
        """The events up to one of this name."""
        found = [self.next(within)]
        while found[-1].name != name:
            found.append(self.next(within))
        return found

    def is_quiet(self, during: float = 0.6) -> bool:
        """Whether nothing comes for a while."""
        try:
            self.events.get(timeout=during)
        except queue.Empty:
            return True
        return False

    def _read(self, opened: threading.Event) -> None:
        timeout = httpx.Timeout(5, read=60)
        with suppressed(), httpx.stream("GET", self.url, headers=self.headers, timeout=timeout) as answer:
            self.status, self.answer = answer.status_code, answer
            opened.set()
            told: dict[str, str] = {}
            for line in answer.iter_lines():
                if line.startswith(":"):
                    self.beats += 1
                elif line:
                    name, _, value = line.partition(": ")
                    told[name] = value
                elif "event" in told:
                    self.last_id = told.get("id", self.last_id)
                    data = json.loads(told["data"])
                    self.events.put(Told(told["event"], data, told.get("id", ""), time.monotonic()))
                    told = {}
        self.ended.set()


@contextmanager
def suppressed() -> Iterator[None]:
    """A connection that breaks ends the reading."""
    try:
        yield
    except httpx.TransportError:
        return


def ticket_of(caller: Any, *topics: str) -> str:
    """A ticket's word."""
    answer = caller.post("/api/live/", {"topics": list(topics)} if topics else {})
    assert answer.status_code == 201, answer.content
    found: str = urlsplit(answer.json()["url"]).query.removeprefix("ticket=")
    return found


def listen(found: Process, caller: Any, *topics: str, since: str = "", **headers: str) -> Reader:
    """A stream of the caller's."""
    if since:
        headers["Last-Event-ID"] = since
    return Reader(f"{found.url}/live/?ticket={ticket_of(caller, *topics)}", headers).start()
