"""The embedded PostgreSQL keeps its data over stops, kills and supervisors that come and go."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from optimapos.core.embedded import EmbeddedPostgres, EngineError
from optimapos.core.embedded.processes import running_in

STARTS_AND_DIES = """
import os, pathlib, signal, sys
from optimapos.core.embedded import EmbeddedPostgres

home = pathlib.Path(sys.argv[1])
server = EmbeddedPostgres(home / "postgres", log=home / "postgres.log", die_with_parent=True)
server.start()
print(server.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def server(home: Path) -> Iterator[EmbeddedPostgres]:
    """A durable server on the module's one data folder, running."""
    started = _server(home)
    started.start()
    yield started
    started.start()
    started.stop()


def _server(home: Path) -> EmbeddedPostgres:
    return EmbeddedPostgres(home / "postgres", log=home / "postgres.log")


def _note(server: EmbeddedPostgres, text: str) -> None:
    with psycopg.connect(server.dsn()) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS note (text text)")
        connection.execute("INSERT INTO note VALUES (%s)", [text])


def _notes(server: EmbeddedPostgres) -> set[str]:
    with psycopg.connect(server.dsn()) as connection:
        return {text for (text,) in connection.execute("SELECT text FROM note")}


def _wait_for_end(pid: int) -> None:
    deadline = time.monotonic() + 10
    while psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_second_start_finds_what_was_committed_before_the_stop(server: EmbeddedPostgres, home: Path) -> None:
    _note(server, "before the stop")
    server.stop()
    assert running_in(server.folder, "postgres") == []

    again = _server(home)
    again.start()

    assert not again.adopted
    assert "before the stop" in _notes(again)
    again.stop()


def test_a_server_that_runs_already_is_adopted_and_not_started_twice(server: EmbeddedPostgres, home: Path) -> None:
    other = _server(home)
    other.start()

    assert other.adopted
    assert other.pid == server.pid


def test_a_killed_server_is_started_again_and_has_lost_nothing(server: EmbeddedPostgres) -> None:
    _note(server, "before the kill")
    assert server.pid is not None
    os.kill(server.pid, signal.SIGKILL)
    _wait_for_end(server.pid)
    assert not server.is_alive()

    began = time.monotonic()
    server.start()

    assert "before the kill" in _notes(server)
    assert time.monotonic() - began < 10


def test_a_pid_file_whose_number_is_a_strangers_by_now_does_not_keep_it_from_starting(server: EmbeddedPostgres) -> None:
    server.stop()
    (server.folder / "postmaster.pid").write_text(f"{os.getpid()}\n{server.folder}\n0\n5432\n\n\n\nready\n")

    server.start()

    assert server.is_alive()
    assert not server.adopted


def test_a_server_dies_with_the_process_that_started_it_even_when_that_is_killed(home: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("the kernel's death signal is Linux's")
    started = subprocess.run(
        [sys.executable, "-c", STARTS_AND_DIES, str(home)], stdout=subprocess.PIPE, text=True, check=False
    )
    assert started.returncode == -signal.SIGKILL

    successor = _server(home)
    successor.start()

    assert not successor.adopted
    assert successor.pid != int(started.stdout)
    successor.stop()


def test_the_data_of_another_major_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").write_text("15\n")

    with pytest.raises(EngineError, match=r"belongs to PostgreSQL 15, and this OptimaPOS runs 18"):
        _server(tmp_path).start()


def test_a_folder_that_holds_something_else_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "holiday.jpg").write_text("not ours")

    with pytest.raises(EngineError, match="is not empty and holds no PostgreSQL data"):
        _server(tmp_path).start()

    assert [found.name for found in (tmp_path / "postgres").iterdir()] == ["holiday.jpg"]


def test_a_path_too_long_or_odd_for_a_socket_is_served_through_a_short_private_folder(home: Path) -> None:
    deep = home / ("a shop's folder, with a name " + "x" * 120)
    deep.mkdir()
    server = EmbeddedPostgres(deep / "postgres", log=deep / "postgres.log", durable=False)
    server.start()
    try:
        _note(server, "deep")
        assert _notes(server) == {"deep"}
        assert len(str(server.socket_folder)) < 40
        assert server.socket_folder.stat().st_mode & 0o077 == 0
    finally:
        server.stop()
        server.socket_folder.rmdir()
