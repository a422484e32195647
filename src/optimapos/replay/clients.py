"""The clients: threads that sell their share of the baskets, one after another, each over a connection of its own."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from optimapos.replay.connection import NO_ANSWER, Answer, Connection
from optimapos.replay.requests import checkout_body
from optimapos.replay.types import Basket, Directory, Shop

_FATAL = {
    NO_ANSWER: "The server stopped answering",
    "NOT_AUTHENTICATED": "The terminals' sign-in has ended",
}


@dataclass
class Outcome:
    """What one client has done so far. Only its own thread writes it; others may read its lengths."""

    sold: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    refused: list[tuple[Basket, Answer]] = field(default_factory=list)
    retries: int = 0

    @property
    def done(self) -> int:
        """Baskets sold or refused."""
        return len(self.sold) + len(self.refused)


class Clients:
    """All clients of a run. `broken` is the reason why they stopped by themselves, or ""."""

    def __init__(
        self, *, url: str, shop: Shop, directory: Directory, tokens: Mapping[int, str], shares: Sequence[list[Basket]]
    ) -> None:
        self._url, self._shop, self._directory, self._tokens = url, shop, directory, tokens
        self._stop = threading.Event()
        self.outcomes = [Outcome() for _ in shares]
        self.broken = ""
        self._threads = [
            threading.Thread(target=self._sell, args=pair, daemon=True)
            for pair in zip(shares, self.outcomes, strict=True)
        ]

    def run(self, watch: Callable[[], None]) -> None:
        """Sell everything, calling `watch` in between; at an interrupt end the baskets under way, then raise it."""
        for thread in self._threads:
            thread.start()
        try:
            while any(thread.is_alive() for thread in self._threads):
                for thread in self._threads:
                    thread.join(0.2 / len(self._threads))
                watch()
        finally:
            self._stop.set()
            for thread in self._threads:
                thread.join()
            watch()

    def _sell(self, share: list[Basket], outcome: Outcome) -> None:
        connection = Connection(self._url, self._stop)
        try:
            for basket in share:
                if self._stop.is_set():
                    return
                self._sell_one(basket, connection, outcome)
        except Exception as error:  # a thread's error would otherwise be lost; the run tells it and ends
            self._break_off(f"A client failed: {error!r}")
            raise
        finally:
            connection.close()

    def _sell_one(self, basket: Basket, connection: Connection, outcome: Outcome) -> None:
        body = checkout_body(self._shop.business_id, basket, self._directory)
        # The server forgets a key after 30 days; what keeps a basket from being sold twice for ever is its sale's id.
        answer = connection.sell(body, token=self._tokens[basket.store], key=f"basket-{basket.number}")
        outcome.retries += answer.retries
        if answer.is_sale:
            outcome.seconds.append(answer.seconds)
            outcome.sold.append(basket.number)
        elif answer.code in _FATAL:
            self._break_off(f"{_FATAL[answer.code]}{f' ({answer.detail})' if answer.detail else ''}.")
        else:
            outcome.refused.append((basket, answer))

    def _break_off(self, reason: str) -> None:
        self.broken = self.broken or reason
        self._stop.set()
