"""Clerks: clients that sell without a pause, ask again under their keys until they are answered, and remember it all."""

import random
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from tests.concurrency.orders import CASH, CHECKOUT, line, sale
from tests.servers import Answer, Client, Server
from tests.torture.stand import Stand


@dataclass(frozen=True)
class Step:
    """A request under its key and what it was answered in the end. `units` that it sold."""

    token: str
    method: str
    path: str
    body: Any
    key: str
    answer: Answer
    units: int = 0

    @property
    def is_sale(self) -> bool:
        """Whether it completed a sale."""
        return self.path.endswith(("/checkout/", "/complete/")) and self.answer.status < 300


@dataclass
class Clerk:
    """One client with its own dice. `failures` are the 5xx that it was answered on the way."""

    server: Server
    stand: Stand
    token: str
    dice: random.Random
    patience: float = 60
    steps: list[Step] = field(default_factory=list)
    failures: list[int] = field(default_factory=list)

    def work(self, stop: threading.Event) -> None:
        """Sell until told to stop; what was begun is finished."""
        client = self.server.client(self.token)
        while not stop.is_set():
            self.sell(client)
        client.close()

    def sell(self, client: Client) -> None:
        """One sale: in one request, or by a cart."""
        wanted = [
            (self.dice.choice(self.stand.products), self.dice.randint(1, 3)) for _ in range(self.dice.randint(1, 4))
        ]
        units = sum(quantity for _, quantity in wanted)
        if self.dice.random() < 0.75:
            self._ask(client, CHECKOUT, sale(wanted), 201, units)
            return
        cart = self._ask(client, "/api/sales/", {"type": "RETAIL"}, 201).json()["id"]
        for product, quantity in wanted:
            self._ask(client, f"/api/sales/{cart}/items/", line(product, quantity), 201)
        self._ask(client, f"/api/sales/{cart}/complete/", {"payments": CASH}, 200, units)

    def _ask(self, client: Client, path: str, body: Any, status: int, units: int = 0) -> Answer:
        key = str(UUID(int=self.dice.getrandbits(128)))
        answer = client.until_answered("POST", path, body, key, within=self.patience, tally=self.failures)
        assert answer.status == status, f"{path}: {answer.status} {answer.body!r}"
        self.steps.append(Step(self.token, "POST", path, body, key, answer, units))
        return answer


class Crew:
    """Clerks at work in threads of their own."""

    def __init__(self, server: Server, stand: Stand, seed: int, size: int, patience: float = 60) -> None:
        self.server, self.stand = server, stand
        self.clerks = [
            Clerk(server, stand, stand.tokens[n % len(stand.tokens)], random.Random(seed + n), patience)
            for n in range(size)
        ]
        self._stop = threading.Event()
        self._failures: list[BaseException] = []
        self._threads = [threading.Thread(target=self._run, args=[clerk], daemon=True) for clerk in self.clerks]

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Let them sell for the length of the block, and wait for what they have begun."""
        for thread in self._threads:
            thread.start()
        try:
            yield
        finally:
            self._stop.set()
            for thread in self._threads:
                thread.join(120)
        if self._failures:
            raise self._failures[0]
        assert not any(thread.is_alive() for thread in self._threads)

    @property
    def steps(self) -> list[Step]:
        """All that was answered."""
        return [step for clerk in self.clerks for step in list(clerk.steps)]

    @property
    def failures(self) -> list[int]:
        """The 5xx that were answered on the way."""
        return [status for clerk in self.clerks for status in clerk.failures]

    def wait_for_progress(self, answers: int = 1, within: float = 60) -> float:
        """Wait for so many answers more; how long that took."""
        begun, had = time.monotonic(), self._answered()
        while self._answered() < had + answers:
            if self._failures:
                raise self._failures[0]
            assert time.monotonic() - begun < within, f"nothing was answered for {within} s: {self.server.words()}"
            time.sleep(0.005)
        return time.monotonic() - begun

    def _answered(self) -> int:
        return sum(len(clerk.steps) for clerk in self.clerks)

    def _run(self, clerk: Clerk) -> None:
        try:
            clerk.work(self._stop)
        except BaseException as error:
            self._failures.append(error)


def assert_nothing_lost_or_doubled(server: Server, stand: Stand, steps: Sequence[Step], dsn: str | None = None) -> None:
    """Every key has had one effect, and says so again in the same bytes."""
    clients = {token: server.client(token) for token in stand.tokens}
    for step in steps:
        again = clients[step.token].send(step.method, step.path, step.body, step.key)
        assert (again.status, again.body) == (step.answer.status, step.answer.body), step.path
        assert again.is_replayed, step.path
    for client in clients.values():
        client.close()
    sold = [step for step in steps if step.is_sale]
    assert stand.sales(dsn) == len(sold) == len({step.answer.json()["receipt_number"] for step in sold})
    assert stand.sold(dsn) == Decimal(sum(step.units for step in sold))
