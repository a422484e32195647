"""The supervisor: web server, worker, live stream and engines as one thing that starts, recovers and stops in order."""

import http.client
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from optimapos.config.cli.children import Child, child_environment
from optimapos.config.cli.console import done, warn
from optimapos.config.cli.refusal import Refusal
from optimapos.config.cli.server import announce
from optimapos.core.embedded import EngineError, Engines, processes
from optimapos.core.embedded.folders import rotate_log

_READY_SECONDS = 90.0
_GRACE_SECONDS = 20
_LOOK_EVERY = 0.25
_ROTATE_EVERY = 60.0
_ENGINE_PAUSE = 5.0
_SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 (gunicorn's heartbeat files; on a disk they block when it is slow)


class StopRequest(BaseException):
    """A signal asked to stop."""


@contextmanager
def stop_on_signals() -> Iterator[None]:
    """The first SIGINT, SIGTERM or SIGHUP raises StopRequest; later ones are ignored, as stopping has begun."""
    numbers = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup has it ignored
        numbers.append(signal.SIGHUP)

    def stop(_number: int, _frame: FrameType | None) -> None:
        for number in numbers:
            signal.signal(number, signal.SIG_IGN)
        raise StopRequest

    before = {number: signal.signal(number, stop) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@dataclass(frozen=True)
class Plan:
    """How much of what to run."""

    host: str
    workers: int
    threads: int
    with_worker: bool


class Supervisor:
    """Owns the children of one server. The engines must be running and the database up to date."""

    def __init__(
        self,
        *,
        plan: Plan,
        var: Path,
        engines: Engines,
        environment: dict[str, str],
        listener: socket.socket,
        live_listener: socket.socket,
    ) -> None:
        self.var = var
        self.engines = engines
        self.port: int = listener.getsockname()[1]
        self._host = plan.host
        environment = {"OPTIMAPOS_LIVE_PORT": str(live_listener.getsockname()[1])} | environment
        self.web = _web(plan, var, environment, listener)
        worker = [_worker(var, environment)] if plan.with_worker else []
        self.children = [self.web, *worker, _live(var, environment, live_listener)]
        self._rotated = time.monotonic()
        self._engines_due = 0.0

    @property
    def url(self) -> str:
        """The address for a browser on this machine."""
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self._host, self._host)  # noqa: S104 (compared, not bound)
        return f"http://{f'[{host}]' if ':' in host and not host.startswith('[') else host}:{self.port}/"

    def start(self) -> None:
        """Start the children and wait until the web server answers.

        Raises: Refusal when it doesn't.
        """
        for child in self.children:
            child.start()
        self._await_answer()
        announce(self.var, self.url)
        *others, last = [child.name for child in self.children]
        done(f"{', '.join(others)} and {last} started".capitalize())

    def watch(self) -> None:
        """Keep everything running until a signal raises StopRequest."""
        while True:
            time.sleep(_LOOK_EVERY)
            self._revive_engines()
            for child in self.children:
                child.keep_running()
            self._rotate_logs()

    def stop(self) -> None:
        """The web server first, so that no request is cut; then the others."""
        announce(self.var, None)
        for child in self.children:
            child.stop()

    def _await_answer(self) -> None:
        deadline = time.monotonic() + _READY_SECONDS
        while not self._answers():
            if self.web.has_ended():
                raise Refusal(f"The web server did not start: {processes.last_line(self.web.log)} (see {self.web.log})")
            if time.monotonic() > deadline:
                raise Refusal(f"The web server was not ready in {_READY_SECONDS:g} s; see {self.web.log}.")
            time.sleep(0.1)

    def _answers(self) -> bool:
        address = self.url.removeprefix("http://").removesuffix("/")
        connection = http.client.HTTPConnection(address, timeout=5)
        try:
            connection.request("GET", "/healthz", headers={"Host": "localhost"})
            return connection.getresponse().status < http.client.INTERNAL_SERVER_ERROR
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def _revive_engines(self) -> None:
        if time.monotonic() < self._engines_due:
            return
        try:
            for name in self.engines.revive():
                warn(f"{name} had ended unexpectedly and was started again.")
        except EngineError as error:
            self._engines_due = time.monotonic() + _ENGINE_PAUSE
            warn(f"{error} Trying again in {_ENGINE_PAUSE:g} s.")

    def _rotate_logs(self) -> None:
        if time.monotonic() - self._rotated > _ROTATE_EVERY:
            self._rotated = time.monotonic()
            for log in (self.var / "log").glob("*.log"):
                rotate_log(log)


def _web(plan: Plan, var: Path, environment: dict[str, str], listener: socket.socket) -> Child:
    argv = [
        *(sys.executable, "-m", "gunicorn", "optimapos.config.wsgi:application"),
        *("--bind", f"fd://{listener.fileno()}", "--worker-class", "gthread"),
        *("--workers", str(plan.workers), "--threads", str(plan.threads)),
        *("--timeout", "60", "--graceful-timeout", str(_GRACE_SECONDS), "--no-control-socket"),
        *(("--worker-tmp-dir", str(_SHARED_MEMORY)) if _SHARED_MEMORY.is_dir() else ()),
    ]
    return Child(
        name="web server",
        argv=argv,
        environment=child_environment(environment, var, "web"),
        log=var / "log" / "web.log",
        patience=_GRACE_SECONDS + 5,
        pass_fds=(listener.fileno(),),
    )


def _live(var: Path, environment: dict[str, str], listener: socket.socket) -> Child:
    return Child(
        name="live stream",
        argv=[sys.executable, "-m", "optimapos.config.live", "--fd", str(listener.fileno())],
        environment=child_environment(environment, var, "live"),
        log=var / "log" / "live.log",
        patience=5,
        pass_fds=(listener.fileno(),),
    )


def _worker(var: Path, environment: dict[str, str]) -> Child:
    argv = [
        *(sys.executable, "-m", "celery", "--app", "optimapos.config.celery:app", "worker", "--beat"),
        *("--pool", "threads", "--concurrency", "2", "--loglevel", "WARNING"),
        *("--schedule", str(var / "run" / "beat-schedule"), "--without-gossip", "--without-mingle"),
    ]
    return Child(
        name="worker",
        argv=argv,
        environment=child_environment(environment, var, "worker"),
        log=var / "log" / "worker.log",
        patience=_GRACE_SECONDS,
    )
