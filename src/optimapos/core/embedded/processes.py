"""Processes of the operating system: started apart from the terminal, found again after a crash, ended for sure."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import psutil

from optimapos.core.embedded.system_user import Account

_PR_SET_PDEATHSIG = 1
# From <linux/prctl.h>: the signal that the kernel sends to a process when its parent dies.


def spawn(
    argv: Sequence[str | Path],
    *,
    log: Path,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    account: Account | None = None,
    death_signal: signal.Signals | None = None,
    pass_fds: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Start a process in a session of its own, so that a Ctrl-C reaches the supervisor alone; output appends to `log`.

    With `death_signal`, Linux sends it that signal when the starting thread dies; elsewhere it outlives its parent.
    """
    with log.open("ab") as output:
        return subprocess.Popen(
            [str(part) for part in argv],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=cwd,
            env=env,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
            start_new_session=True,
            pass_fds=pass_fds,
            preexec_fn=_die_with_parent(death_signal) if death_signal else None,  # noqa: PLW1509 (no threads here yet)
        )


def _die_with_parent(number: signal.Signals) -> Callable[[], None] | None:
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)
    parent = os.getpid()

    def arm() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, int(number))
        if os.getppid() != parent:  # it died before the signal was armed
            os._exit(1)

    return arm


def running_in(folder: Path, name: str) -> list[psutil.Process]:
    """The processes called `name` whose working directory is `folder`: for PostgreSQL, a server and its backends."""

    def matches(process: psutil.Process) -> bool:
        return bool(process.name() == name and process.cwd() == str(folder))

    return _those_that(matches)


def marked(variable: str, value: str) -> list[psutil.Process]:
    """The processes that inherited `variable` with `value` in their environment, the current one and its parents apart.

    Unlike a pid file this finds grandchildren as well, and can't take a stranger who got the pid later.
    """
    own = {os.getpid(), *(parent.pid for parent in psutil.Process().parents())}

    def matches(process: psutil.Process) -> bool:
        return process.pid not in own and bool(process.environ().get(variable) == value)

    return _those_that(matches)


def _those_that(matches: Callable[[psutil.Process], bool]) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter():
        try:
            if process.status() != psutil.STATUS_ZOMBIE and matches(process):
                found.append(process)
        except (psutil.Error, OSError):
            continue  # it ended meanwhile, or is not ours to look into
    return found


def send(processes: Iterable[psutil.Process], number: signal.Signals) -> None:
    """Send a signal to each that still runs."""
    for process in processes:
        try:
            process.send_signal(number)
        except psutil.NoSuchProcess:
            continue


def end(processes: Sequence[psutil.Process], *steps: tuple[signal.Signals, float]) -> None:
    """Send each step's signal and wait its seconds, until all have ended; at last kill."""
    left = list(processes)
    for number, seconds in steps:
        send(left, number)
        _, left = psutil.wait_procs(left, timeout=seconds)
        if not left:
            return
    send(left, signal.SIGKILL)
    psutil.wait_procs(left, timeout=5)


def last_line(log: Path, *, after: int = 0, containing: str = "") -> str:
    """The last line of a log that was written after the byte `after` and contains a text, or an empty one."""
    try:
        with log.open("rb") as file:
            file.seek(after)
            lines = file.read()[-100_000:].decode(errors="replace").splitlines()
    except OSError:
        return ""
    return next((line.strip() for line in reversed(lines) if line.strip() and containing in line), "")
