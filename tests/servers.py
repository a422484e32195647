"""Real servers for tests, and light clients for them.

`Server` is gunicorn as `optimapos run` starts it: two processes of four threads on a free port of the loopback, against
this worker's database, to be killed and started again on the same port. `Client` is one keep-alive connection. What a
request was answered is an `Answer`; that none came is `Unanswered`, which says nothing about whether it was done.
"""

import http
import http.client
import json
import os
import signal
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import psutil
from celery import current_app
from kombu.connection import Connection

from optimapos.core.embedded import processes

T = TypeVar("T")
ROOT = Path(__file__).resolve().parent.parent
PRODUCT = "optimapos.config.wsgi:application"
READY_SECONDS = 60.0
PASSING = frozenset({"BUSY", "IN_PROGRESS"})
"""Refusals that a client answers by asking again."""


class Unanswered(Exception):  # noqa: N818 - no error: the fault that these tests are made of
    """A request whose answer never came."""


@dataclass(frozen=True)
class Answer:
    """A status, the exact bytes, and the headers."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    def json(self) -> Any:
        """The body read."""
        return json.loads(self.body)

    @property
    def code(self) -> str:
        """The code of a refusal; nothing for a success or for what is no problem document."""
        try:
            return str(self.json().get("code", "")) if self.status >= 400 else ""
        except (ValueError, AttributeError):
            return ""

    @property
    def is_replayed(self) -> bool:
        """Whether the answer was stored before."""
        return self.headers.get("idempotent-replayed") == "true"

    @property
    def is_final(self) -> bool:
        """Whether asking again would bring nothing else."""
        return self.status < 500 and self.code not in PASSING


class Client:
    """One keep-alive connection that sends a terminal's token."""

    def __init__(self, address: tuple[str, int], token: str = "", *, timeout: float = 30) -> None:
        self._connection = http.client.HTTPConnection(*address, timeout=timeout)
        self._headers = {"Content-Type": "application/json"} | ({"Authorization": f"Terminal {token}"} if token else {})

    def connect(self) -> None:
        """Open the connection ahead of the first request."""
        self._connection.connect()

    def close(self) -> None:
        """Close the connection; the next request opens a new one."""
        self._connection.close()

    def send(self, method: str, path: str, body: Any = None, key: str | None = None) -> Answer:
        """One request, sent once.

        Raises: Unanswered when no whole answer came.
        """
        headers = self._headers | ({"Idempotency-Key": key} if key else {})
        content = body if isinstance(body, bytes) else json.dumps({} if body is None else body, default=str).encode()
        try:
            self._connection.request(method, path, content, headers)
            response = self._connection.getresponse()
            received = {name.lower(): value for name, value in response.getheaders()}
            if "content-length" not in received and response.status != http.HTTPStatus.NO_CONTENT:
                raise http.client.IncompleteRead(b"")  # http.client takes headers that were cut off for whole
            return Answer(response.status, response.read(), received)
        except (OSError, http.client.HTTPException) as error:
            self._connection.close()
            raise Unanswered(f"{method} {path}: {error!r}") from error

    def post(self, path: str, body: Any = None, key: str | None = None) -> Answer:
        """POST, sent once."""
        return self.send("POST", path, body, key)

    def until_answered(
        self, method: str, path: str, body: Any, key: str, *, within: float = 60, tally: list[int] | None = None
    ) -> Answer:
        """Send under one key until there is a final answer, as a terminal does. `tally` collects statuses of 5xx."""
        deadline = time.monotonic() + within
        while True:
            try:
                answer = self.send(method, path, body, key)
                if answer.is_final:
                    return answer
                if tally is not None and answer.status >= 500:
                    tally.append(answer.status)
            except Unanswered:
                answer = Answer(0, b"")
            assert time.monotonic() < deadline, f"{method} {path} under {key}: {answer} after {within} s"
            time.sleep(0.02)


class Server:
    """gunicorn in a session of its own. The listening socket is ours, so a killed server comes back on the same port."""

    def __init__(
        self, application: str = PRODUCT, *, environment: Mapping[str, str] | None = None, workers: int = 2
    ) -> None:
        self.application = application
        self.workers = workers
        self.environment = dict(os.environ if environment is None else environment) | {"PYTHONPATH": str(ROOT)}
        self.folder = tempfile.TemporaryDirectory(prefix="optimapos-server-")
        self.log = Path(self.folder.name) / "web.log"
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.address: tuple[str, int] = self._listener.getsockname()
        self._master: psutil.Process | None = None

    def start(self) -> None:
        """Start it and wait until it answers. Call it from the test's own thread: it ends with that thread."""
        options = (
            *("--bind", f"fd://{self._listener.fileno()}", "--worker-class", "gthread", "--preload"),
            *("--workers", str(self.workers), "--threads", "4", "--keep-alive", "75", "--timeout", "120"),
            *("--graceful-timeout", "1", "--no-control-socket", "--log-level", "error"),
        )
        child = processes.spawn(
            [sys.executable, "-m", "gunicorn", self.application, *options],
            log=self.log,
            cwd=ROOT,
            env=self.environment,
            death_signal=signal.SIGTERM,
            pass_fds=(self._listener.fileno(),),
        )
        self._master = psutil.Process(child.pid)
        self._child = child
        self._await_health()

    def kill(self) -> None:
        """kill -9 of the master and its workers."""
        self._kill([self._living_master(), *self._children()])
        self._child.wait()

    def kill_workers(self) -> None:
        """kill -9 of the processes that answer; the master forks others."""
        self._kill(self._children())

    def stop(self) -> None:
        """End it and remove its folder."""
        if self._master is not None:
            processes.end([self._master, *self._children()], (signal.SIGTERM, 3))
            self._child.wait()
        self._listener.close()
        self.folder.cleanup()

    def client(self, token: str = "", **options: Any) -> Client:
        """A connection to it."""
        return Client(self.address, token, **options)

    def words(self) -> str:
        """What it logged: for the message of a failing test."""
        return self.log.read_text(errors="replace")[-4000:] if self.log.exists() else ""

    def _living_master(self) -> psutil.Process:
        assert self._master is not None
        assert self._child.poll() is None, f"the server ended by itself: {self.words()}"
        return self._master

    def _children(self) -> list[psutil.Process]:
        try:
            return self._master.children(recursive=True) if self._master else []
        except psutil.NoSuchProcess:
            return []

    @staticmethod
    def _kill(found: Sequence[psutil.Process]) -> None:
        processes.send(found, signal.SIGKILL)
        psutil.wait_procs(found, timeout=5)

    def _await_health(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        asking = self.client(timeout=1)
        try:
            while True:
                try:
                    if asking.send("GET", "/healthz").status == 200:
                        return
                except Unanswered:
                    pass
                self._living_master()
                assert time.monotonic() < deadline, f"not ready in {READY_SECONDS:g} s: {self.words()}"
                time.sleep(0.05)
        finally:
            asking.close()


class Worker:
    """The worker that `optimapos run` starts, at a broker of its own, to be killed and started again."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = dict(environment) | {"PYTHONPATH": str(ROOT)}
        self.folder = tempfile.TemporaryDirectory(prefix="optimapos-worker-")
        self.log = Path(self.folder.name) / "worker.log"
        self._broker = Connection(self.environment["CELERY_BROKER_URL"])  # type: ignore[no-untyped-call]  # kombu has no types

    def start(self) -> None:
        """Start it; what waits at the broker is taken up once it is there."""
        argv = [
            *(sys.executable, "-m", "celery", "--app", "optimapos.config.celery:app", "worker"),
            *("--pool", "threads", "--concurrency", "2", "--loglevel", "WARNING"),
            *("--without-gossip", "--without-mingle", "--without-heartbeat"),
        ]
        self._child = processes.spawn(
            argv, log=self.log, cwd=ROOT, env=self.environment, death_signal=signal.SIGKILL, pass_fds=()
        )

    def kill(self) -> None:
        """kill -9."""
        self._child.kill()
        self._child.wait()

    def wake(self, task: str) -> None:
        """Have a task done."""
        current_app.send_task(task, connection=self._broker)


@contextmanager
def running(application: str = PRODUCT, **options: Any) -> Iterator[Server]:
    """A server for the length of a block."""
    server = Server(application, **options)
    try:
        server.start()
        yield server
    finally:
        server.stop()


def at_once(calls: Sequence[Callable[[], T]], *, within: float = 120) -> list[T]:
    """Run the calls in a thread each, let loose together; what they returned, in order.

    Raises: the first exception that one of them raised.
    """
    gate = threading.Barrier(len(calls))
    done: list[Any] = [None] * len(calls)
    failures: list[BaseException] = []

    def run(number: int, call: Callable[[], T]) -> None:
        try:
            gate.wait(within)
            done[number] = call()
        except BaseException as error:
            failures.append(error)
        finally:
            _close_database_connections()

    threads = [threading.Thread(target=run, args=each, daemon=True) for each in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(within)
    if failures:
        raise failures[0]
    assert not any(thread.is_alive() for thread in threads), f"not done within {within} s"
    return done


def race(server: Server, tokens: Sequence[str], requests: Sequence[tuple[str, Any, str | None]]) -> list[Answer]:
    """Send the (path, body, key) together, each from a connection of its own that is open already."""
    clients = [server.client(tokens[number % len(tokens)]) for number in range(len(requests))]
    for client in clients:
        client.connect()
    try:
        return at_once([partial(client.post, *request) for client, request in zip(clients, requests, strict=True)])
    finally:
        for client in clients:
            client.close()


def _close_database_connections() -> None:
    from django.db import connections  # noqa: PLC0415 - set up by the plugin after this module may be imported

    connections.close_all()
