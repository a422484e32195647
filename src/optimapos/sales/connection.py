"""The checkout's way to the database: several statements in one round trip, on the connection behind Django's.

psycopg's cursors do the same at several times the cost, which was the largest part of a checkout's Python. Here the
statements are prepared once for each connection, take `$1` placeholders with a cast each, are sent together and synced
once. Parameters go as text, so that the casts alone decide their types; results come back in binary.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import psycopg
from django.conf import settings
from django.db import connections
from psycopg import generators, pq
from psycopg.abc import PQGen
from psycopg.abc import Transformer as Adapter
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import FeatureNotSupported, InvalidSqlStatementName, error_from_result

from optimapos.core.tenancy import APP

T = TypeVar("T")
Connection = psycopg.Connection[Any]
Step = tuple[str, Sequence[Any]]
"""A statement and its parameters."""

_FAILED = pq.ExecStatus.FATAL_ERROR
_FORGOTTEN = (InvalidSqlStatementName, FeatureNotSupported)
# A pooler that gave us another session; a table that changed under a plan.


@dataclass(frozen=True, slots=True)
class Reply:
    """What a statement returned."""

    adapter: Adapter
    result: pq.abc.PGresult

    def rows(self, make: Callable[..., T]) -> list[T]:
        """Each row as `make(*columns)`; `make` takes the columns in the statement's order."""
        self.adapter.set_pgresult(self.result)
        return self.adapter.load_rows(0, self.result.ntuples, lambda row: make(*row))

    def first(self, make: Callable[..., T]) -> T | None:
        """The first row, or None."""
        return next(iter(self.rows(make)), None)


@dataclass(slots=True)
class _Session:
    """What is known of a connection: the adapter that was made for it, and its statements by name."""

    adapter: Adapter
    names: dict[str, bytes] = field(default_factory=dict)


_sessions: WeakKeyDictionary[Connection, _Session] = WeakKeyDictionary()
# By connection, not by thread: a thread has another connection while an event loop runs in it, and comes back to the first.


def _session_of(connection: Connection) -> _Session:
    session = _sessions.get(connection)
    if session is None:
        session = _sessions[connection] = _Session(Transformer(connection))
    return session


@contextmanager
def hot_connection() -> Iterator[Connection]:
    """The thread's connection under role `app`, outside of any transaction.

    Raises: RuntimeError inside a transaction: a checkout commits by itself; OperationalError where the server forgot the
    prepared statements. After an error an open transaction is rolled back; a connection that broke or forgot is closed,
    so that the next use opens a new one.
    """
    wrapper = connections[APP]
    wrapper.ensure_connection()
    if wrapper.in_atomic_block:
        raise RuntimeError("a checkout is not part of another transaction")
    connection: Connection = wrapper.connection
    try:
        yield connection
    except _FORGOTTEN as error:
        wrapper.close()
        raise psycopg.OperationalError("the prepared statements are gone") from error
    except psycopg.Error:
        if connection.broken or connection.closed:
            wrapper.close()
        else:
            connection.rollback()
        raise


def operations_connection() -> Connection:
    """The thread's connection inside the operation that runs, which commits or rolls back itself.

    Raises: RuntimeError outside of one.
    """
    wrapper = connections[APP]
    if not wrapper.in_atomic_block:
        raise RuntimeError("there is no operation to be a part of")
    connection: Connection = wrapper.connection
    return connection


def exchange(connection: Connection, steps: Sequence[Step]) -> list[Reply]:
    """Send the steps in one go and answer what each returned.

    Without a BEGIN among them they are one transaction, which the sync at their end commits.

    Raises: psycopg.Error of the first step that failed; the steps after it did not run. A transaction that a BEGIN
    among them opened is then still open, in error.
    """
    pgconn, session = connection.pgconn, _session_of(connection)
    sends = [_send(pgconn, session, *step) for step in steps]
    try:
        pgconn.enter_pipeline_mode()
        results = connection.wait(_converse(pgconn, sends))
        pgconn.exit_pipeline_mode()
    except BaseException:
        connection.close()  # half a conversation: nobody could tell whose answers come next
        raise
    for result in results:
        if result.status == _FAILED:
            raise error_from_result(result)
    return [Reply(session.adapter, result) for result in results]


def _send(pgconn: pq.abc.PGconn, session: _Session, statement: str, parameters: Sequence[Any]) -> Callable[[], None]:
    """The libpq call that sends a step, its statement prepared when it was not yet."""
    dumped = session.adapter.dump_sequence(parameters, [PyFormat.TEXT] * len(parameters))
    if not settings.PREPARED_STATEMENTS:
        return partial(pgconn.send_query_params, statement.encode(), dumped, result_format=pq.Format.BINARY)
    if statement not in session.names:
        session.names[statement] = _prepare(pgconn, b"hot_%d" % len(session.names), statement)
    return partial(pgconn.send_query_prepared, session.names[statement], dumped, result_format=pq.Format.BINARY)


def _prepare(pgconn: pq.abc.PGconn, name: bytes, statement: str) -> bytes:
    result = pgconn.prepare(name, statement.encode())
    if result.status == _FAILED:
        raise error_from_result(result)
    return name


def _converse(pgconn: pq.abc.PGconn, sends: Sequence[Callable[[], None]]) -> PQGen[list[pq.abc.PGresult]]:
    """Send everything, then take the last result of each; those after a failure say that they were skipped."""
    for send in sends:
        send()
    pgconn.pipeline_sync()
    yield from generators.send(pgconn)
    results = []
    for _ in sends:
        answered = yield from generators.fetch_many(pgconn)
        results.append(answered[-1])
    yield from generators.fetch_many(pgconn)
    return results
