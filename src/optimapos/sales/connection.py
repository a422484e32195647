"""The raw psycopg connection behind Django's, for the checkout's pipelines.

Raw cursors take `$1` placeholders, so nothing is parsed on the way, and their statements are prepared once for each
connection. A connection that broke since the last request is replaced before anything was sent on it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.conf import settings
from django.db import connections
from psycopg import RawCursor
from psycopg.rows import RowFactory, tuple_row

from optimapos.core.tenancy import APP

NEVER = 2**31
# Statements are prepared where `prepare=True` asks for it, not by counting: Django's own stay unprepared.


@contextmanager
def hot_connection() -> Iterator["psycopg.Connection[Any]"]:
    """The thread's connection under role `app`, outside of any transaction.

    Raises: RuntimeError inside a transaction: a checkout commits by itself. After a connection error the connection is
    closed, so that the next use opens a new one.
    """
    wrapper = connections[APP]
    wrapper.ensure_connection()
    if wrapper.in_atomic_block:
        raise RuntimeError("a checkout is not part of another transaction")
    connection: psycopg.Connection[Any] = wrapper.connection
    connection.prepare_threshold = NEVER if settings.PREPARED_STATEMENTS else None
    try:
        yield connection
    except psycopg.Error:
        if connection.broken or connection.closed:
            wrapper.close()
        else:
            connection.rollback()
        raise


def raw_cursor(connection: "psycopg.Connection[Any]", rows: RowFactory[Any] = tuple_row) -> "RawCursor[Any]":
    """A cursor with `$1` placeholders and binary results."""
    cursor = RawCursor(connection, row_factory=rows)
    cursor.format = psycopg.pq.Format.BINARY
    return cursor
