"""Empty databases of their own, for what is set up in nothing else."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections

from optimapos.core.embedded.roles import create_database, drop_database
from tests.engines import ADMIN, TEMPLATE


@contextmanager
def empty_database() -> Iterator[str]:
    """A fresh copy of the template, to which all three roles' connections lead for the length of the block; its name."""
    name = f"empty_{os.getpid()}"
    create_database(os.environ[ADMIN], name, template=TEMPLATE)
    before = {alias: connections[alias].settings_dict["NAME"] for alias in connections}
    _lead_to(dict.fromkeys(before, name))
    try:
        yield name
    finally:
        _lead_to(before)
        drop_database(os.environ[ADMIN], name)


def _lead_to(names: dict[str, str]) -> None:
    for alias, name in names.items():
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name
