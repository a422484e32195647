"""One replay of a business at a time: two would each bring the stock for the same baskets."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections

from optimapos.core.tenancy import APP
from optimapos.replay.types import ReplayError


@contextmanager
def alone(slug: str) -> Iterator[None]:
    """Hold the business's replay.

    Raises: ReplayError while another process holds it.
    """
    name = [f"replay:{slug}"]
    with connections[APP].cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", name)
        if cursor.fetchone() != (True,):
            raise ReplayError(f"Another replay into {slug} is running; wait for it, or choose another --business.")
    try:
        yield
    finally:
        with connections[APP].cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", name)
