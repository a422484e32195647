"""`optimapos run` as a person sees it: it serves, recovers from kills, stops in order and finds its data again."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import psycopg
import pytest

from optimapos.config.cli import server
from optimapos.config.cli.children import MARK
from optimapos.core.embedded import EmbeddedPostgres, processes
from tests.embedded.conftest import Optimapos


class Served:
    """A server under test: started again and again on one folder."""

    def __init__(self, var: Path, environment: dict[str, str]) -> None:
        self.var = var
        self.environment = environment
        self.postgres = EmbeddedPostgres(var / "postgres", log=var / "log" / "postgres.log")
        self.process: subprocess.Popen[bytes] | None = None
        self.url = ""

    def start(self, *options: str) -> None:
        self.process = server.start_server(
            self.var, "--no-seed", "--workers", "1", *options, environment=self.environment
        )
        self.url = server.await_server(self.process, self.var)

    def family(self) -> list[psutil.Process]:
        assert self.process is not None
        supervisor = psutil.Process(self.process.pid)
        return [supervisor, *supervisor.children(recursive=True)]

    def one(self, *words: str) -> psutil.Process | None:
        """The first of the family whose command line has all the words: the master of several alike."""
        return next((found for found in self.family() if all(word in _command_line(found) for word in words)), None)

    def status(self) -> int | None:
        """What a request that needs the database is answered."""
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=10)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()

    def accepts(self) -> bool:
        """Whether PostgreSQL takes connections."""
        try:
            return self.sql("SELECT 1") == [(1,)]
        except psycopg.OperationalError:
            return False

    def sql(self, statement: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.postgres.dsn(database="optimapos"), autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []


@pytest.fixture(scope="module")
def served(home: Path, bare: dict[str, str]) -> Iterator[Served]:
    """The module's server, with its worker."""
    started = Served(home / "var", bare)
    try:
        started.start()
        yield started
    finally:
        if started.process is not None:
            server.stop_server(started.process)


def _command_line(process: psutil.Process) -> list[str]:
    try:
        return list(process.cmdline())
    except psutil.Error:
        return []


def _eventually(holds: Callable[[], bool], *, within: float) -> None:
    deadline = time.monotonic() + within
    while not holds():
        assert time.monotonic() < deadline, f"not within {within} s"
        time.sleep(0.1)


def test_it_answers_at_the_address_that_it_announces(served: Served) -> None:
    assert served.status() == 200
    assert server.running_server(served.var) == served.url


def test_the_live_stream_has_a_process_and_a_port_of_its_own(served: Served) -> None:
    process = served.one("-m", "optimapos.config.live")
    assert process is not None
    with psutil.Process(process.pid).oneshot():
        ports = {each.laddr.port for each in process.net_connections("inet") if each.status == psutil.CONN_LISTEN}
    assert len(ports) == 1
    port = ports.pop()
    assert port != urlsplit(served.url).port

    def status() -> int | None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/live/healthz")
            return connection.getresponse().status
        except OSError:
            return None
        finally:
            connection.close()

    _eventually(lambda: status() == 200, within=15)
    process.kill()
    _eventually(lambda: served.one("-m", "optimapos.config.live") not in {None, process}, within=15)
    _eventually(lambda: status() == 200, within=15)
    assert served.status() == 200


def test_a_second_server_on_the_same_folder_is_refused(served: Served, optimapos: Optimapos) -> None:
    answer = optimapos("run", "--port", "0")

    assert answer.returncode == 1
    assert answer.stderr == f"✗ OptimaPOS is already running on {served.var} at {served.url}.\n"


def test_a_port_in_use_is_refused(served: Served, optimapos: Optimapos, tmp_path: Path) -> None:
    port = str(urlsplit(served.url).port)
    answer = optimapos("run", "--port", port, OPTIMAPOS_VAR=str(tmp_path / "var"))

    assert answer.returncode == 1
    assert answer.stderr == (
        f"✗ Port {port} on 127.0.0.1 can't be used (address already in use); choose another with --port.\n"
    )
    assert not (tmp_path / "var" / "postgres").exists()


def test_a_command_beside_it_uses_its_engines_and_leaves_them_running(served: Served, optimapos: Optimapos) -> None:
    program = "import os, psycopg; print(psycopg.connect(os.environ['DATABASE_URL']).info.backend_pid)"
    answer = optimapos("with-engines", "--", sys.executable, "-c", program)

    assert (answer.returncode, answer.stderr) == (0, "")
    assert int(answer.stdout) > 0
    assert served.status() == 200


def test_the_doctor_finds_nothing_wrong(served: Served, optimapos: Optimapos) -> None:
    answer = optimapos("doctor")

    assert (answer.returncode, answer.stderr) == (0, "")
    assert "OptimaPOS is serving at" in answer.stdout
    assert "✗" not in answer.stdout


def test_a_killed_postgresql_is_started_again_while_the_server_goes_on(served: Served) -> None:
    served.sql("CREATE TABLE IF NOT EXISTS proof (text text); INSERT INTO proof VALUES ('before the kill')")
    postmaster = served.one("-D", str(served.postgres.folder))
    assert postmaster is not None
    postmaster.kill()

    _eventually(
        lambda: served.one("-D", str(served.postgres.folder)) not in {None, postmaster} and served.accepts(), within=15
    )

    assert served.status() == 200

    assert ("before the kill",) in served.sql("SELECT text FROM proof")


def test_a_killed_web_server_is_started_again_on_the_same_port(served: Served) -> None:
    master = served.one("gunicorn")
    assert master is not None
    master.kill()

    _eventually(lambda: served.one("gunicorn") not in {None, master} and served.status() == 200, within=20)


def test_a_start_after_everything_was_killed_finds_the_data(served: Served) -> None:
    served.sql("INSERT INTO proof VALUES ('before the great kill')")
    assert served.process is not None
    family = served.family()
    processes.send(family, signal.SIGKILL)
    served.process.wait()
    assert server.running_server(served.var) is None

    served.start("--no-worker")

    assert served.status() == 200
    assert ("before the great kill",) in served.sql("SELECT text FROM proof")


def test_a_start_after_only_the_supervisor_was_killed_ends_what_it_left(served: Served) -> None:
    assert served.process is not None
    left = served.family()[1:]
    os.kill(served.process.pid, signal.SIGKILL)
    served.process.wait()

    served.start("--no-worker")

    assert served.status() == 200
    assert [found for found in left if found.is_running()] == []


def test_a_signal_stops_everything_in_order_and_leaves_no_process(served: Served, home: Path) -> None:
    assert served.process is not None
    family = served.family()

    assert server.stop_server(served.process) == 0

    assert [found for found in family[1:] if found.is_running()] == []
    assert processes.marked(MARK, str(served.var)) == []
    assert "Stopped; everything is saved." in (served.var / "log" / "server.log").read_text()
    assert "database system is shut down" in (served.var / "log" / "postgres.log").read_text().splitlines()[-1]
    assert server.running_server(served.var) is None
