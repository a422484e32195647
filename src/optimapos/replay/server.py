"""The server that is sold to: the one that answers, else one started for the run and stopped after it."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from optimapos.core.embedded import processes
from optimapos.replay.types import ReplayError

DEFAULT_URL = "http://127.0.0.1:8000"
WORKERS = 2
THREADS = 4
_READY_SECONDS = 60.0
_STOP_SECONDS = 30.0


def check_url(url: str) -> str:
    """The address without a trailing slash.

    Raises: ReplayError unless it is an http or https URL with a host.
    """
    try:
        parts = urlsplit(url)
        fits = parts.scheme in {"http", "https"} and parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:
        fits = False
    if not fits or parts.path.strip("/") or parts.query:
        raise ReplayError(f"--url {url!r} is not a server's address, such as {DEFAULT_URL}.", code=2)
    return url.rstrip("/")


@contextmanager
def serving(url: str | None, token: str) -> Iterator[tuple[str, bool]]:
    """The address to sell to, and whether a server was started for it.

    Raises: ReplayError when the server at `url` serves another database, or none can be started.
    """
    status = _status(url or DEFAULT_URL, "/api/me/", token)
    if status == http.HTTPStatus.OK:
        yield url or DEFAULT_URL, False
    elif url is not None and status is not None:
        raise ReplayError(f"The server at {url} does not know this shop's terminals: it serves another database.")
    else:
        with own_server() as started:
            yield started, True


def _status(url: str, path: str, token: str = "") -> int | None:
    """What a GET is answered with, or None where nothing answers."""
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.netloc, timeout=10)
    try:
        connection.request("GET", path, headers={"Authorization": f"Terminal {token}"} if token else {})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


@contextmanager
def own_server() -> Iterator[str]:
    """The address of a server on a free port, with this process's environment and settings.

    Raises: ReplayError when it doesn't start, with the reason that it gave.
    """
    log = Path(settings.VAR) / "log" / "replay-server.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    # Only the server keeps the socket: with it dies the port, so that clients are refused instead of left waiting.
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        server = _start(listener, log)
    try:
        _await_answer(url, server, log)
        yield url
    finally:
        _stop(server)


def _start(listener: socket.socket, log: Path) -> "subprocess.Popen[bytes]":
    module, _, attribute = settings.WSGI_APPLICATION.rpartition(".")
    return processes.spawn(
        [
            *(sys.executable, "-m", "gunicorn", f"{module}:{attribute}", "--bind", f"fd://{listener.fileno()}"),
            *("--worker-class", "gthread", "--workers", str(WORKERS), "--threads", str(THREADS)),
            *("--keep-alive", "30", "--graceful-timeout", "10", "--no-control-socket"),
        ],
        log=log,
        env=os.environ,
        death_signal=signal.SIGTERM,
        pass_fds=(listener.fileno(),),
    )


def _await_answer(url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + _READY_SECONDS
    while (status := _status(url, "/healthz")) != http.HTTPStatus.OK:
        if server.poll() is not None or status is not None:
            raise ReplayError(f"The server did not start: {processes.last_line(log)} (see {log})")
        if time.monotonic() > deadline:
            raise ReplayError(f"The server was not ready in {_READY_SECONDS:g} s; see {log}.")
        time.sleep(0.1)


def _stop(server: "subprocess.Popen[bytes]") -> None:
    server.terminate()
    try:
        server.wait(timeout=_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
