"""The load: closed-loop clients on kept-alive raw sockets, in one process of its own, one thread, one epoll.

The client shares the machine with what it measures, so it does as little as it can: requests are bytes, answers are
parsed only where the next request needs them. `run_load` starts that process
(`bench.client`) and answers what came of it.
"""

import pickle
import random
import selectors
import socket
import subprocess
import sys
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bench.flows import FLOWS, Exchange, Flow, Till

_PATIENCE_SECONDS = 30


@dataclass(frozen=True)
class Load:
    """`flow` by each of `tills` at once, for `seconds` after a `warm_up`. `options` are the flow's own."""

    flow: str
    address: tuple[str, int]
    tills: list[Till]
    seconds: float
    warm_up: float
    seed: int
    options: dict[str, Any]


@dataclass
class Outcome:
    """Latencies of whole flows in ms, those that were not answered 2xx by their answer, and the client's own CPU."""

    latencies: list[float] = field(default_factory=list)
    seconds: float = 0.0
    errors: Counter[str] = field(default_factory=Counter)
    succeeded: int = 0
    cpu_seconds: float = 0.0


def run_load(load: Load) -> Outcome:
    """Run it in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.client"], input=pickle.dumps(load), stdout=subprocess.PIPE, check=True
    )
    outcome: Outcome = pickle.loads(done.stdout)
    return outcome


class Client:
    """One till: one socket and the flow that it is in."""

    def __init__(self, load: Load, till: Till, number: int) -> None:
        self.random = random.Random(load.seed * 1000 + number)
        self._start: Callable[[], Flow] = lambda: FLOWS[load.flow](till, self.random, **load.options)
        self._ready: deque[tuple[Flow, Exchange]] = deque()
        self.socket = socket.create_connection(load.address)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._answer = bytearray()
        self._awaited = 0
        self.began = 0.0
        self._flow: Flow
        for _ in range(200):
            self._ready.append(self._prepared())

    def begin(self) -> None:
        """Start the next flow."""
        self._flow, request = self._ready.popleft() if self._ready else self._prepared()
        self.began = time.perf_counter()
        self.socket.sendall(request)

    def _prepared(self) -> tuple[Flow, Exchange]:
        flow = self._start()
        return flow, next(flow)

    def receive(self) -> tuple[int, bytes] | None:
        """The status and body of the answer once it is there whole."""
        self._answer += self.socket.recv(262_144) or _closed()
        if not self._awaited:
            head = self._answer.find(b"\r\n\r\n")
            if head < 0:
                return None
            at = self._answer.lower().find(b"content-length:", 0, head)
            self._awaited = head + 4 + int(self._answer[at + 15 : self._answer.find(b"\r\n", at)])
        if len(self._answer) < self._awaited:
            return None
        body = bytes(self._answer[self._answer.find(b"\r\n\r\n") + 4 :])
        status = int(self._answer[9:12])
        self._answer.clear()
        self._awaited = 0
        return status, body

    def go_on(self, body: bytes) -> bool:
        """Send the flow's next request; whether there was one."""
        try:
            self.socket.sendall(self._flow.send(body))
        except StopIteration:
            return False
        return True


def _closed() -> bytes:
    raise ConnectionError("the server closed a connection")


def work(load: Load) -> Outcome:
    """Run all clients until the time is over; those that are under way then are let to their end, uncounted."""
    outcome = Outcome()
    clients = [Client(load, till, number) for number, till in enumerate(load.tills)]
    with selectors.EpollSelector() as poll:
        for client in clients:
            poll.register(client.socket, selectors.EVENT_READ, client)
        counted_from = time.perf_counter() + load.warm_up
        end = counted_from + load.seconds
        for client in clients:
            client.begin()
        while poll.get_map():
            ready = poll.select(_PATIENCE_SECONDS)
            if not ready:
                raise TimeoutError(f"no answer in {_PATIENCE_SECONDS} s")
            for key, _ in ready:
                if not _advance(key.data, outcome, counted_from, end):
                    poll.unregister(key.fileobj)
    outcome.seconds = load.seconds
    outcome.cpu_seconds = time.process_time()
    return outcome


def _advance(client: Client, outcome: Outcome, counted_from: float, end: float) -> bool:
    """Take what arrived; whether the client goes on."""
    answer = client.receive()
    if answer is None:
        return True
    status, body = answer
    if not 200 <= status < 300:
        outcome.errors[f"{status} {body[:160].decode(errors='replace')}"] += 1
    elif client.go_on(body):
        return True
    else:
        now = time.perf_counter()
        outcome.succeeded += 1
        if counted_from <= now < end:
            outcome.latencies.append((now - client.began) * 1000)
    if time.perf_counter() >= end:
        return False
    client.begin()
    return True
