"""The embedded PostgreSQL: one data folder, initialised, started or found running, watched and stopped.

It runs the wheel's programs itself: the wheel's own starter gives up after ten seconds, which a recovery after a crash
may need, and stops the server from whichever process ends first.
"""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import psutil
import psycopg

from optimapos.core.embedded import processes
from optimapos.core.embedded.configuration import HBA, SERVER_MAJOR, server_configuration
from optimapos.core.embedded.errors import EngineError
from optimapos.core.embedded.folders import private_folder, rotate_log, socket_folder
from optimapos.core.embedded.system_user import Account, account_for, binaries

SUPERUSER = "postgres"
_INITDB_OPTIONS = (
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--locale=C.UTF-8",
    f"--username={SUPERUSER}",
    "--auth=trust",
    "--no-instructions",
)
_INCLUDE = "include 'optimapos.conf'\n"


class EmbeddedPostgres:
    """A PostgreSQL server on the data in `folder`.

    It is reached through a Unix socket in a folder that only this account (and root) may enter, so its connections need
    no password: whoever could open that folder could read the data files as well, and a password kept beside them would
    guard nothing. `tcp_port` opens 127.0.0.1 too, with passwords. `durable=False` is for tests, whose data may be lost.
    With `die_with_parent` the server shuts down when the process that started it dies.
    """

    def __init__(
        self,
        folder: Path,
        *,
        log: Path,
        tcp_port: int | None = None,
        durable: bool = True,
        die_with_parent: bool = False,
    ) -> None:
        self.folder = folder.resolve()
        self.log = log.absolute()
        self.tcp_port = tcp_port
        self.durable = durable
        self.die_with_parent = die_with_parent
        self.port = tcp_port or 5432
        self.socket_folder = socket_folder(self.folder, f".s.PGSQL.{self.port}")
        self.adopted = False
        self._process: psutil.Process | None = None
        self._child: subprocess.Popen[bytes] | None = None

    def dsn(self, role: str = SUPERUSER, database: str = "postgres") -> str:
        """The URL of a database for a role, as django-environ, psycopg and libpq's programs read it."""
        return f"postgres://{role}@/{database}?host={self.socket_folder}&port={self.port}"

    def start(self, *, timeout: float = 120) -> None:
        """Serve the folder: adopt the server that runs on it, or start one, recovering from a crash if need be.

        Raises: EngineError when the data is another major's, or the server isn't ready in `timeout` seconds.
        """
        deadline = time.monotonic() + timeout
        self._refuse_foreign_data()
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        account = account_for(self.folder)
        if not (self.folder / "PG_VERSION").exists():
            self._initialise(account)
        self.adopted = self._adopt(deadline)
        if not self.adopted:
            self._configure(account)
            self._launch(account, deadline)

    def stop(self, *, timeout: float = 60) -> None:
        """Fast shutdown: sessions end, everything committed is on disk. Harsher only when that takes too long."""
        if self._process is None:
            return
        processes.end([self._process], (signal.SIGINT, timeout), (signal.SIGQUIT, 10))
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

    def _refuse_foreign_data(self) -> None:
        version = self.folder / "PG_VERSION"
        if version.exists():
            major = version.read_text().strip()
            if major != str(SERVER_MAJOR):
                raise EngineError(
                    f"The data folder {self.folder} belongs to PostgreSQL {major}, and this OptimaPOS runs "
                    f"{SERVER_MAJOR}: move the data by pg_dump and restore, or set OPTIMAPOS_VAR to another folder."
                )
        elif self.folder.exists() and any(self.folder.iterdir()):
            raise EngineError(f"The data folder {self.folder} is not empty and holds no PostgreSQL data.")

    def _initialise(self, account: Account | None) -> None:
        """Make the cluster beside its place and move it there when whole, so that nothing half is ever left."""
        draft = self.folder.with_name(self.folder.name + ".new")
        shutil.rmtree(draft, ignore_errors=True)
        private_folder(draft, account.uid if account else os.geteuid())
        made = subprocess.run(
            [binaries() / "initdb", *_INITDB_OPTIONS, *([] if self.durable else ["--no-sync"]), "-D", draft],
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
            cwd=draft,
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode != 0:
            raise EngineError(f"PostgreSQL's data folder {self.folder} couldn't be made: {_last_of(made.stderr)}")
        with (draft / "postgresql.conf").open("a") as file:
            file.write(_INCLUDE)
        draft.rename(self.folder)

    def _configure(self, account: Account | None) -> None:
        owner = account.uid if account else os.geteuid()
        private_folder(self.socket_folder, owner)
        text = server_configuration(socket_folder=str(self.socket_folder), tcp_port=self.tcp_port, durable=self.durable)
        for name, content in (("optimapos.conf", text), ("pg_hba.conf", HBA)):
            path = self.folder / name
            path.write_text(content)
            os.chown(path, owner, -1)

    def _adopt(self, deadline: float) -> bool:
        """Take over a server that runs on this folder. One that is shutting down is waited for and not taken."""
        while (running := self._running_server()) is not None:
            if self._accepts():
                self._process, self._child = running, None
                return True
            if time.monotonic() > deadline:
                raise EngineError(f"A PostgreSQL server (pid {running.pid}) holds {self.folder} and doesn't answer.")
            time.sleep(0.1)
        return False

    def _running_server(self) -> psutil.Process | None:
        try:
            pid = int((self.folder / "postmaster.pid").read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None
        return next((found for found in processes.running_in(self.folder, "postgres") if found.pid == pid), None)

    def _launch(self, account: Account | None, deadline: float) -> None:
        # Without a server, what is left of its backends only holds the shared memory that the next one needs.
        processes.end(processes.running_in(self.folder, "postgres"), (signal.SIGQUIT, 2))
        if self._child is not None:
            self._child.poll()  # unburied, it would still count as running
        # The pid in these may be a stranger's by now, and PostgreSQL would refuse to start for that.
        (self.folder / "postmaster.pid").unlink(missing_ok=True)
        (self.socket_folder / f".s.PGSQL.{self.port}.lock").unlink(missing_ok=True)
        rotate_log(self.log)
        logged = self.log.stat().st_size if self.log.exists() else 0
        self._child = processes.spawn(
            [binaries() / "postgres", "-D", self.folder],
            log=self.log,
            cwd=self.folder,
            env={name: value for name, value in os.environ.items() if not name.startswith("PG")},
            account=account,
            death_signal=signal.SIGINT if self.die_with_parent else None,
        )
        self._process = psutil.Process(self._child.pid)
        self._await_readiness(self._child, logged, deadline)

    def _await_readiness(self, child: subprocess.Popen[bytes], logged: int, deadline: float) -> None:
        while not self._accepts():
            if child.poll() is not None:
                reason = processes.last_line(self.log, after=logged, containing="FATAL")
                raise EngineError(f"PostgreSQL did not start: {reason or 'no reason given'} (its log is {self.log}).")
            if time.monotonic() > deadline:
                self.stop(timeout=10)
                raise EngineError(f"PostgreSQL was not ready in time; its log is {self.log}.")
            time.sleep(0.05)

    def _accepts(self) -> bool:
        try:
            psycopg.connect(self.dsn(), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True


def _last_of(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("initdb: removing")]
    return lines[-1] if lines else "no reason given"
