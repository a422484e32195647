"""A TCP proxy that loses answers: the request goes through and is done, and the client never hears of it."""

import random
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

CHUNK = 65536


class LosingProxy:
    """Before each answer it throws its dice: lost wholly, cut in the middle, or passed on. `lost` counts both losses."""

    def __init__(self, target: tuple[str, int], *, loss: float, seed: int) -> None:
        self._target, self._loss = target, loss
        self._dice = random.Random(seed)
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.address: tuple[str, int] = self._listener.getsockname()
        self.lost = 0

    def serve(self) -> None:
        """Accept until closed."""
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=[near], daemon=True).start()

    def close(self) -> None:
        """Accept no more."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _carry(self, near: socket.socket) -> None:
        with near, suppress(OSError), socket.create_connection(self._target) as far:
            asked = threading.Event()
            threading.Thread(target=self._up, args=[near, far, asked], daemon=True).start()
            while chunk := far.recv(CHUNK):
                if asked.is_set():  # the first bytes of an answer
                    asked.clear()
                    if self._dice.random() < self._loss:
                        self.lost += 1
                        near.sendall(chunk[: self._dice.choice([0, 0, len(chunk) // 2])])
                        near.shutdown(socket.SHUT_RDWR)
                        return
                near.sendall(chunk)

    @staticmethod
    def _up(near: socket.socket, far: socket.socket, asked: threading.Event) -> None:
        with suppress(OSError):
            while chunk := near.recv(CHUNK):
                asked.set()
                far.sendall(chunk)
            far.shutdown(socket.SHUT_WR)


@contextmanager
def losing(target: tuple[str, int], *, loss: float, seed: int) -> Iterator[LosingProxy]:
    """A proxy for the length of a block."""
    proxy = LosingProxy(target, loss=loss, seed=seed)
    accepting = threading.Thread(target=proxy.serve, daemon=True)
    accepting.start()
    try:
        yield proxy
    finally:
        proxy.close()
        accepting.join(5)
