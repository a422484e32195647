"""Both engines of one folder, shared by those who use them."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import environ
import psycopg
import pytest
import redis
from celery import Celery

from optimapos.core.embedded import Engines


@pytest.fixture
def engines(home: Path) -> Iterator[Engines]:
    """The engines of the module's one folder, running."""
    started = Engines(home / "var", durable=False)
    started.start()
    yield started
    started.stop()


def _is_running(engines: Engines) -> bool:
    assert engines.postgres is not None
    assert engines.valkey is not None
    return engines.postgres.is_alive() and engines.valkey.is_alive()


def test_whoever_leaves_last_stops_the_engines(engines: Engines, home: Path) -> None:
    other = Engines(home / "var", durable=False)
    other.start()

    engines.stop()
    assert _is_running(other)

    other.stop()
    assert not (home / "var" / "postgres" / "postmaster.pid").exists()
    assert not (home / "var" / "valkey" / "valkey.sock").exists()


def test_the_environment_is_what_the_settings_the_cache_and_the_broker_read(engines: Engines) -> None:
    named = engines.environment()

    assert engines.postgres is not None
    database = environ.Env.db_url_config(named["DATABASE_URL"])
    assert (database["USER"], database["NAME"]) == ("optimapos_app", "optimapos")
    assert database["OPTIONS"] == {"host": str(engines.postgres.socket_folder), "port": 5432}
    with psycopg.connect(named["DATABASE_MAINTENANCE_URL"]) as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("optimapos_maintenance",)
    with redis.Redis.from_url(named["REDIS_URL"]) as cache:
        assert cache.set("till", "open")
    with Celery(broker=named["CELERY_BROKER_URL"]).connection() as broker:
        broker.ensure_connection(max_retries=1)


def test_the_secret_key_is_made_once_and_readable_by_its_owner_alone(engines: Engines, home: Path) -> None:
    first, second = engines.environment(), engines.environment()

    assert first["OPTIMAPOS_SECRET_KEY"] == second["OPTIMAPOS_SECRET_KEY"]
    assert len(first["OPTIMAPOS_SECRET_KEY"]) > 50
    assert (home / "var" / "secret_key").stat().st_mode & 0o777 == 0o600


def test_nobody_else_may_enter_the_folders_of_the_sockets(engines: Engines) -> None:
    assert engines.postgres is not None
    assert engines.valkey is not None
    for folder in (engines.postgres.socket_folder, engines.valkey.socket.parent):
        assert folder.stat().st_mode & 0o077 == 0


def test_killed_engines_are_named_and_run_again(engines: Engines) -> None:
    assert engines.postgres is not None
    assert engines.valkey is not None
    assert engines.revive() == []
    for pid in (engines.postgres.pid, engines.valkey.pid):
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
    while engines.postgres.is_alive() or engines.valkey.is_alive():
        pass

    assert engines.revive() == ["PostgreSQL", "Valkey"]
    assert _is_running(engines)


def test_what_the_queue_held_is_there_after_a_stop(engines: Engines) -> None:
    assert engines.valkey is not None
    with redis.Redis.from_url(engines.valkey.url) as queue:
        queue.rpush("tasks", "one", "two")
    engines.stop()
    engines.start()

    with redis.Redis.from_url(engines.valkey.url) as queue:
        assert queue.lrange("tasks", 0, -1) == [b"one", b"two"]
