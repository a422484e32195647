"""Reading by a statement of one's own, where the ORM would say it worse."""

from collections.abc import Mapping
from typing import Any

from django.db import connections

from optimapos.core.tenancy import APP


def rows_of(statement: str, asked: Mapping[str, Any], using: str = APP) -> list[tuple[Any, ...]]:
    """The rows that a statement finds. Runs in the transaction that names the business, or as role `maintenance`."""
    with connections[using].cursor() as cursor:
        cursor.execute(statement, asked)
        return list(cursor.fetchall())
