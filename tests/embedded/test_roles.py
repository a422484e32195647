"""The roles of a cluster: each may do what it must, and the app stands behind row-level security."""

import psycopg
import pytest
from psycopg import errors

from optimapos.core.embedded import TestCluster, create_database, drop_database, prepare_cluster
from optimapos.core.embedded.roles import app_role_faults
from tests.embedded.conftest import Optimapos

PASSWORDS = {"optimapos_app": "a/pp:1@", "optimapos_owner": "own er%", "optimapos_maintenance": "maint#"}


@pytest.fixture(scope="module")
def urls(cluster: TestCluster) -> dict[str, str]:
    """The three roles' URLs of a database with one table, made by the owner."""
    create_database(cluster.admin_dsn, "shop")
    found = cluster.environment("shop")
    with psycopg.connect(found["DATABASE_OWNER_URL"]) as owner:
        owner.execute("CREATE TABLE thing (id bigint GENERATED ALWAYS AS IDENTITY, name text)")
    return found


def test_preparing_twice_changes_nothing(cluster: TestCluster, urls: dict[str, str]) -> None:
    prepare_cluster(cluster.admin_dsn)
    create_database(cluster.admin_dsn, "shop")

    with psycopg.connect(urls["DATABASE_URL"]) as app:
        assert app.execute("SELECT count(*) FROM thing").fetchone() == (0,)


@pytest.mark.parametrize("variable", ["DATABASE_URL", "DATABASE_MAINTENANCE_URL"])
def test_what_the_owner_creates_is_read_and_written_by_the_others(urls: dict[str, str], variable: str) -> None:
    with psycopg.connect(urls[variable]) as connection:
        connection.execute("INSERT INTO thing (name) VALUES ('a')")
        connection.execute("UPDATE thing SET name = 'b'")
        connection.execute("DELETE FROM thing")


@pytest.mark.parametrize(
    "statement", ["TRUNCATE thing", "CREATE TABLE mine (id int)", "DROP TABLE thing", "SET ROLE optimapos_owner"]
)
def test_the_app_can_neither_truncate_nor_create_nor_drop_nor_become_the_owner(
    urls: dict[str, str], statement: str
) -> None:
    with psycopg.connect(urls["DATABASE_URL"]) as app, pytest.raises(errors.InsufficientPrivilege):
        app.execute(statement)


def test_only_maintenance_bypasses_row_level_security(cluster: TestCluster, urls: dict[str, str]) -> None:
    faults = {}
    for variable in ("DATABASE_URL", "DATABASE_MAINTENANCE_URL", "DATABASE_OWNER_URL"):
        with psycopg.connect(urls[variable]) as connection:
            faults[variable] = app_role_faults(connection)
    with psycopg.connect(cluster.admin_dsn) as admin:
        faults["admin"] = app_role_faults(admin)

    assert faults == {
        "DATABASE_URL": [],
        "DATABASE_MAINTENANCE_URL": ["has BYPASSRLS"],
        "DATABASE_OWNER_URL": ["owns 1 tables"],
        "admin": ["is a superuser"],
    }


def test_purge_cannot_log_in_and_maintenance_takes_its_role_on_purpose(urls: dict[str, str]) -> None:
    with pytest.raises(psycopg.OperationalError, match="not permitted to log in"):
        psycopg.connect(urls["DATABASE_URL"].replace("optimapos_app@", "optimapos_purge@"))
    with psycopg.connect(urls["DATABASE_MAINTENANCE_URL"]) as maintenance:
        maintenance.execute("SET ROLE optimapos_purge")


def test_a_copy_of_a_database_has_its_tables_and_privileges(cluster: TestCluster, urls: dict[str, str]) -> None:
    create_database(cluster.admin_dsn, "copy", template="shop")

    with psycopg.connect(cluster.environment("copy")["DATABASE_URL"]) as app:
        app.execute("INSERT INTO thing (name) VALUES ('a')")
    drop_database(cluster.admin_dsn, "copy")


def test_the_roles_command_sets_the_passwords_of_the_urls_on_a_server_reached_by_tcp(
    cluster: TestCluster, optimapos: Optimapos
) -> None:
    with psycopg.connect(cluster.admin_dsn, autocommit=True) as admin:
        admin.execute("ALTER ROLE postgres PASSWORD 'secret'")
    host = f"127.0.0.1:{cluster.server.port}"
    urls = {
        "DATABASE_URL": f"postgres://optimapos_app:a%2Fpp%3A1%40@{host}/production",
        "DATABASE_OWNER_URL": f"postgres://optimapos_owner:own%20er%25@{host}/production",
        "DATABASE_MAINTENANCE_URL": f"postgres://optimapos_maintenance:maint%23@{host}/production",
    }

    answer = optimapos("roles", "--admin-url", f"postgres://postgres:secret@{host}/postgres", **urls)

    assert (answer.returncode, answer.stderr) == (0, "")
    for role, password in PASSWORDS.items():
        psycopg.connect(
            host="127.0.0.1", port=cluster.server.port, user=role, password=password, dbname="production"
        ).close()
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(urls["DATABASE_URL"].replace("a%2Fpp", "wrong"))


def test_the_roles_command_refuses_another_role_name_in_a_url(cluster: TestCluster, optimapos: Optimapos) -> None:
    answer = optimapos(
        "roles", "--admin-url", cluster.admin_dsn, DATABASE_URL="postgres://somebody:x@localhost/production"
    )

    assert answer.returncode == 1
    assert answer.stderr == "✗ DATABASE_URL must log in as optimapos_app, which `optimapos roles` creates.\n"
