"""The database that a replay finds: empty, up to date, or somebody's who has to upgrade it."""

import os
from collections.abc import Iterator

import pytest
from django.db import connections

from optimapos.core.embedded.roles import create_database
from optimapos.core.tenancy import OWNER
from optimapos.replay.database import require_schema
from optimapos.replay.types import ReplayError
from tests.factories.organization import unique


@pytest.fixture
def empty() -> Iterator[None]:
    """The owner's connection leads to a database without a table."""
    name = unique("empty").replace("-", "_")
    create_database(os.environ["OPTIMAPOS_TEST_ADMIN"], name)
    settings = connections[OWNER].settings_dict
    before = settings["NAME"]
    connections[OWNER].close()
    settings["NAME"] = name
    yield
    connections[OWNER].close()
    settings["NAME"] = before


def tables() -> set[str]:
    with connections[OWNER].cursor() as cursor:
        return set(connections[OWNER].introspection.table_names(cursor))


def test_an_empty_database_is_migrated_once(empty: None) -> None:
    require_schema()
    require_schema()

    assert {"sale", "inventory_item", "django_migrations"} <= tables()


def test_a_database_that_lacks_migrations_is_left_to_its_owner(empty: None) -> None:
    with connections[OWNER].cursor() as cursor:
        cursor.execute("CREATE TABLE django_migrations (id bigint, app text, name text, applied timestamptz)")
        cursor.execute("INSERT INTO django_migrations VALUES (1, 'core', '0001_initial', now())")

    with pytest.raises(ReplayError, match=r"The database lacks [0-9]+ migrations"):
        require_schema()

    assert tables() == {"django_migrations"}
