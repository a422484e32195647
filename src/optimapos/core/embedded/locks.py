"""Locks between processes, held on files of `var/run/`. The kernel drops them with their holder, even after kill -9."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from optimapos.core.embedded.errors import EngineError


class FileLock:
    """An advisory lock on one file: held by many in shared mode, or by one alone."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._fd: int | None = None

    @property
    def is_held(self) -> bool:
        """Whether it is held, in either mode."""
        return self._fd is not None

    def take(self, *, shared: bool = False) -> bool:
        """Take or change the lock without waiting, and say whether it is held now as asked."""
        if self._fd is None:
            self._fd = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(self._fd, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            self.release()
            return False
        return True

    def release(self) -> None:
        """Give it back, if held."""
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None


@contextmanager
def exclusively(path: Path, *, timeout: float = 180) -> Iterator[None]:
    """Hold the lock on `path` alone, waiting for it.

    Raises: EngineError when another process keeps it longer than `timeout` seconds.
    """
    lock = FileLock(path)
    deadline = time.monotonic() + timeout
    while not lock.take():
        if time.monotonic() > deadline:
            raise EngineError(f"Another process has been starting or stopping the engines for long ({path}).")
        time.sleep(0.05)
    try:
        yield
    finally:
        lock.release()
