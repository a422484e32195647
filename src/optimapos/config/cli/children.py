"""A child of the supervisor: the web server or the worker, started, watched, restarted with back-off, ended."""

import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from optimapos.config.cli.console import warn
from optimapos.core.embedded import processes

MARK = "OPTIMAPOS_SUPERVISED_IN"
"""The variable, with the var folder as its value, by which a dead supervisor's children are found."""
CHILD = "OPTIMAPOS_CHILD"
"""The variable, with the var folder and the child's name as its value, by which one child's processes are found."""

_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 30.0
_SETTLED_AFTER = 20.0
# A child that lived so long was well; its next end is a new trouble and not the old one going on.


@dataclass
class Child:
    """One program of the server and how it is kept running."""

    name: str
    argv: Sequence[str]
    environment: dict[str, str]
    log: Path
    patience: float
    pass_fds: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    _started: float = 0.0
    _pause: float = field(default=_FIRST_PAUSE)
    _due: float | None = None

    def start(self) -> None:
        """Start it; when this process dies, the kernel asks it to stop (Linux)."""
        self._started, self._due = time.monotonic(), None
        self.process = processes.spawn(
            self.argv, log=self.log, env=self.environment, death_signal=signal.SIGTERM, pass_fds=self.pass_fds
        )

    def has_ended(self) -> bool:
        """Whether it was started and ended by itself."""
        return self.process is not None and self.process.poll() is not None

    def keep_running(self) -> None:
        """Start it anew when it has ended, after a pause that doubles while it keeps failing."""
        if not self.has_ended():
            return
        now = time.monotonic()
        if self._due is None:
            if now - self._started > _SETTLED_AFTER:
                self._pause = _FIRST_PAUSE
            self._due = now + self._pause
            warn(f"The {self.name} ended unexpectedly; starting it again in {self._pause:g} s (see {self.log}).")
            self._pause = min(self._pause * 2, _LONGEST_PAUSE)
        elif now >= self._due:
            self._end_orphans()
            self.start()

    def stop(self) -> None:
        """Ask it to finish what it does, wait its patience, then end it with everything it started."""
        if self.process is None:
            return
        try:
            family = [psutil.Process(self.process.pid), *psutil.Process(self.process.pid).children(recursive=True)]
        except psutil.NoSuchProcess:
            family = []
        processes.end(family[:1], (signal.SIGTERM, self.patience))
        processes.end(family[1:], (signal.SIGTERM, 2))
        self.process.poll()
        self.process = None

    def _end_orphans(self) -> None:
        """End what a killed master left behind: it would answer beside its successor with nobody watching."""
        processes.end(processes.marked(CHILD, self.environment[CHILD]), (signal.SIGTERM, 5))


def child_environment(base: dict[str, str], var: Path, name: str) -> dict[str, str]:
    """The environment of the child `name`, with the marks by which it is found after a crash."""
    return base | {MARK: str(var), CHILD: f"{var} {name}"}


def end_leftovers(var: Path) -> int:
    """End what a killed supervisor of this folder left running, and say how many processes that were."""
    left = processes.marked(MARK, str(var))
    processes.end(left, (signal.SIGTERM, 10))
    return len(left)
