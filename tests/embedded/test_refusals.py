"""What keeps OptimaPOS from starting is told in one sentence on stderr, with exit code 1 and without a traceback."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from optimapos.core.embedded import EmbeddedValkey, TestCluster, create_database
from tests.embedded.conftest import Optimapos


@pytest.fixture(scope="module")
def urls(cluster: TestCluster, home: Path) -> Iterator[dict[str, str]]:
    """The URLs of an empty database and of a Redis, as for a server that brings no engine of its own."""
    create_database(cluster.admin_dsn, "empty")
    valkey = EmbeddedValkey(home / "valkey", log=home / "valkey.log", die_with_parent=True)
    valkey.start()
    yield {
        **cluster.environment("empty"),
        "REDIS_URL": valkey.url,
        "CELERY_BROKER_URL": valkey.broker_url,
        "OPTIMAPOS_SECRET_KEY": "only for tests",
    }
    valkey.stop()


def _refusal(answer: subprocess.CompletedProcess[str]) -> str:
    assert answer.returncode == 1, answer
    assert answer.stderr.startswith("✗ ")
    assert answer.stderr.count("\n") == 1, answer.stderr
    return answer.stderr.removeprefix("✗ ").rstrip("\n")


def _run(here: Optimapos, environment: dict[str, str]) -> str:
    return _refusal(here("run", "--port", "0", **environment))


def test_a_folder_that_cannot_be_written_to(here: Optimapos, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    var = tmp_path / "file" / "var"

    assert _run(here, {"OPTIMAPOS_VAR": str(var)}) == (
        f"The folder {var} can't be written to (Not a directory); set OPTIMAPOS_VAR to one that can."
    )


def test_a_data_folder_of_another_major(here: Optimapos, tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").write_text("17\n")

    assert _run(here, {"OPTIMAPOS_VAR": str(tmp_path)}) == (
        f"The data folder {tmp_path}/postgres belongs to PostgreSQL 17, and this OptimaPOS runs 18: move the data by "
        f"pg_dump and restore, or set OPTIMAPOS_VAR to another folder."
    )


@pytest.mark.parametrize(
    "url",
    ["nonsense", "mysql://u:p@localhost/shop", "postgres://u:p@localhost:99999/shop", "postgres://u:p@localhost/"],
)
def test_a_malformed_database_url_without_repeating_it(here: Optimapos, urls: dict[str, str], url: str) -> None:
    assert _run(here, urls | {"DATABASE_URL": url}) == (
        "DATABASE_URL is not a PostgreSQL URL: write postgres://user:password@host:5432/database."
    )


def test_a_database_server_that_cannot_be_reached(here: Optimapos, urls: dict[str, str]) -> None:
    said = _run(here, urls | {"DATABASE_URL": "postgres://optimapos_app:secret@127.0.0.1:1/shop"})

    assert said.startswith("DATABASE_URL: the database can't be reached: ")
    assert "refused" in said
    assert "secret" not in said


def test_a_redis_that_is_malformed_unreachable_or_missing(here: Optimapos, urls: dict[str, str]) -> None:
    without = {name: url for name, url in urls.items() if name != "REDIS_URL"}

    assert _run(here, urls | {"REDIS_URL": "nonsense"}) == ("REDIS_URL is not a Redis URL: write redis://host:6379/0.")
    assert _run(here, urls | {"REDIS_URL": "redis://127.0.0.1:1/0"}).startswith("REDIS_URL: Redis can't be reached")
    assert _run(here, without) == (
        "DATABASE_URL is set but REDIS_URL is not: set both, or neither for the embedded engines."
    )


def test_a_superuser_as_the_apps_role(here: Optimapos, urls: dict[str, str], cluster: TestCluster) -> None:
    assert _run(here, urls | {"DATABASE_URL": cluster.server.dsn(database="empty")}) == (
        "DATABASE_URL: the role postgres is a superuser, so row-level security would not hold: use optimapos_app, "
        "which `optimapos roles` creates."
    )


def test_a_role_that_bypasses_row_level_security_as_the_apps(here: Optimapos, urls: dict[str, str]) -> None:
    assert "the role optimapos_maintenance has BYPASSRLS" in _run(
        here, urls | {"DATABASE_URL": urls["DATABASE_MAINTENANCE_URL"]}
    )


def test_an_unmigrated_database_that_may_not_be_migrated_here(here: Optimapos, urls: dict[str, str]) -> None:
    without = {name: url for name, url in urls.items() if name != "DATABASE_OWNER_URL"}

    said = _run(here, without)

    assert said.startswith("The database lacks ")
    assert said.endswith("set DATABASE_OWNER_URL, or run `optimapos manage migrate` where it is set.")


def test_a_database_that_is_newer_than_the_code(here: Optimapos, urls: dict[str, str], cluster: TestCluster) -> None:
    create_database(cluster.admin_dsn, "newer")
    newer = cluster.environment("newer")
    with psycopg.connect(newer["DATABASE_OWNER_URL"]) as owner:
        owner.execute("CREATE TABLE django_migrations (id int, app text, name text, applied timestamptz)")
        owner.execute("INSERT INTO django_migrations VALUES (1, 'organization', '9999_from_the_future', now())")

    assert _run(here, urls | newer) == (
        "The database is newer than this OptimaPOS: it has migrations that this version doesn't know "
        "(organization.9999_from_the_future); install the newer version."
    )


def test_a_role_that_owns_the_tables_as_the_apps(here: Optimapos, urls: dict[str, str], cluster: TestCluster) -> None:
    create_database(cluster.admin_dsn, "owned")
    owner_url = cluster.environment("owned")["DATABASE_OWNER_URL"]
    with psycopg.connect(owner_url) as owner:
        owner.execute("CREATE TABLE thing (id int)")

    assert "the role optimapos_owner owns 1 tables" in _run(here, urls | {"DATABASE_URL": owner_url})


@pytest.mark.parametrize("port", ["70000", "-1", "http"])
def test_a_port_that_is_none_is_refused_before_anything_starts(here: Optimapos, port: str) -> None:
    answer = here("run", f"--port={port}")

    assert answer.returncode == 2
    assert "is not a whole number from 0 to 65535" in answer.stderr


def test_an_unknown_command_shows_which_there_are(here: Optimapos) -> None:
    answer = here("rum")

    assert answer.returncode == 2
    assert "usage: optimapos COMMAND" in answer.stdout
