"""An empty database of its own: the demo shop is set up in nothing else."""

import os
from collections.abc import Iterator

import pytest
from django.db import connections

from optimapos.core.embedded.roles import create_database, drop_database
from tests.engines import ADMIN, TEMPLATE


@pytest.fixture
def _empty_database() -> Iterator[None]:
    """All three roles' connections lead to a fresh copy of the template while the test runs."""
    name = f"demo_{os.getpid()}"
    create_database(os.environ[ADMIN], name, template=TEMPLATE)
    before = {alias: connections[alias].settings_dict["NAME"] for alias in connections}
    _lead_to(dict.fromkeys(before, name))
    yield
    _lead_to(before)
    drop_database(os.environ[ADMIN], name)


def _lead_to(names: dict[str, str]) -> None:
    for alias, name in names.items():
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name
