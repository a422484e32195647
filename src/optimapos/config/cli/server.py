"""Whether this installation is being served, where, and starting a server for a replay, a test or a benchmark."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from optimapos.config.cli.refusal import Refusal
from optimapos.core.embedded import processes
from optimapos.core.embedded.locks import FileLock

_ADDRESS = "server.json"
_LOCK = "server.lock"


def server_lock(var: Path) -> FileLock:
    """The lock that the one supervisor of a folder holds as long as it lives."""
    return FileLock(var / "run" / _LOCK)


def announce(var: Path, url: str | None) -> None:
    """Write down where the server answers, once it does; `None` takes it back."""
    path = var / "run" / _ADDRESS
    if url is None:
        path.unlink(missing_ok=True)
        return
    draft = path.with_suffix(".new")
    own = psutil.Process()
    draft.write_text(json.dumps({"url": url, "pid": own.pid, "created": own.create_time()}))
    draft.replace(path)


def running_server(var: Path) -> str | None:
    """The address under which this folder is served now, or None."""
    found = _announced(var)
    return str(found["url"]) if found else None


def _announced(var: Path) -> dict[str, Any] | None:
    """What the living supervisor wrote down; a dead one's words don't count, even when its pid is in use again."""
    try:
        found: dict[str, Any] = json.loads((var / "run" / _ADDRESS).read_text())
        process = psutil.Process(found["pid"])
        is_alive = process.create_time() == found["created"] and process.status() != psutil.STATUS_ZOMBIE
    except (OSError, ValueError, KeyError, psutil.Error):
        return None
    return found if is_alive else None


@contextmanager
def serving(
    var: Path, *options: str, environment: Mapping[str, str] | None = None, timeout: float = 180
) -> Iterator[str]:
    """The address of a running server: the one that runs, else one started with `optimapos run` and ended afterwards.

    `options` are those of `optimapos run`; the port is a free one unless they name it.

    Raises: Refusal when it doesn't start, with the reason that it gave.
    """
    if url := running_server(var):
        yield url
        return
    server = start_server(var, *options, environment=environment)
    try:
        yield await_server(server, var, timeout=timeout)
    finally:
        stop_server(server)


def start_server(var: Path, *options: str, environment: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
    """Start `optimapos run` for the folder, its words going to `var/log/server.log`, without waiting for it."""
    (var / "log").mkdir(parents=True, exist_ok=True)
    port: Sequence[str] = () if "--port" in options else ("--port", "0")
    return processes.spawn(
        [sys.executable, "-m", "optimapos.config.cli", "run", *port, *options],
        log=var / "log" / "server.log",
        env=dict(os.environ if environment is None else environment) | {"OPTIMAPOS_VAR": str(var)},
        death_signal=signal.SIGTERM,
    )


def await_server(server: subprocess.Popen[bytes], var: Path, *, timeout: float = 180) -> str:
    """The address of a server that is being started.

    Raises: Refusal when it ends before it answers, or doesn't answer in `timeout` seconds.
    """
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise Refusal(f"The server did not start: {processes.last_line(var / 'log' / 'server.log')}")
        if (found := _announced(var)) and found["pid"] == server.pid:
            return str(found["url"])
        time.sleep(0.1)
    raise Refusal(f"The server was not ready in {timeout:g} s; see {var / 'log' / 'server.log'}.")


def stop_server(server: subprocess.Popen[bytes], *, timeout: float = 60) -> int:
    """Stop it in order and answer its exit code."""
    if server.poll() is None:
        server.send_signal(signal.SIGTERM)
    return server.wait(timeout=timeout)
