"""Operations: one business operation is one transaction is one Result.

`operation` opens the transaction, names its tenant, turns a refusal into `Result.error` *and rolls back*, and encloses
the COMMIT, because deferred constraints fail there. Deadlocks and serialization failures are tried again around the
whole operation; a lock not had in time is answered `BUSY`.
"""

import random
import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, Protocol, TypeVar
from uuid import UUID

from django.db import DatabaseError, DataError, IntegrityError, connections, transaction
from psycopg import errors as pg

from optimapos.core.refusals import refusal_of_constraint, too_large
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import APP, BusinessRef, business_id_of, set_tenant

P = ParamSpec("P")
T = TypeVar("T")

LOCK_TIMEOUT_MS = 3000
# Longer than any healthy checkout by two orders of magnitude, short enough that a cashier is told before giving up.
TRIES = 4
BACK_OFF_SECONDS = 0.02
RETRIED = (pg.SerializationFailure, pg.DeadlockDetected)


class Once(Protocol):
    """What makes an operation happen once: looked up before it runs, stored in its transaction when it succeeded."""

    def before(self, business_id: UUID) -> None:
        """Take the key; raise `AlreadyDone` where the answer is stored, DomainError where the key can't be used."""

    def after(self, business_id: UUID, value: object) -> None:
        """Store the answer. Runs inside the transaction, before COMMIT."""


class AlreadyDone(Exception):  # noqa: N818 - not an error: the stored answer on its way out
    """The operation was done before under the same key; `answer` is what was answered then."""

    def __init__(self, answer: object) -> None:
        super().__init__("already done")
        self.answer = answer


class _RolledBack(Exception):  # noqa: N818 - carries a refusal through the atomic block so that it rolls back
    def __init__(self, result: Result[object]) -> None:
        super().__init__(result.code)
        self.result = result


def operation(function: Callable[P, Result[T]]) -> Callable[P, Result[T]]:
    """Make a keyword-only function that takes `business` an operation. It may be called inside another one.

    The wrapped function takes one keyword more, `once`, for idempotent callers.

    Raises: AlreadyDone when `once` finds a stored answer; any exception that is no refusal.
    """

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> Result[T]:
        once: Once | None = kwargs.pop("once", None)  # type: ignore[assignment]
        business_id = business_id_of(kwargs["business"])  # type: ignore[arg-type]
        if connections[APP].in_atomic_block:
            return _attempt(lambda: function(*args, **kwargs), business_id, once)
        return _with_retries(lambda: _attempt(lambda: function(*args, **kwargs), business_id, once))

    return run


def run_operation(business: BusinessRef, work: Callable[[], Result[T]], once: Once | None = None) -> Result[T]:
    """Run `work` as an operation: for generic code that has no function of its own to decorate."""
    business_id = business_id_of(business)
    return _with_retries(lambda: _attempt(work, business_id, once))


def _attempt(work: Callable[[], Result[T]], business_id: UUID, once: Once | None) -> Result[T]:
    try:
        with transaction.atomic(using=APP):
            _prepare(business_id)
            if once:
                once.before(business_id)
            result = work()
            if not result.ok:
                raise _RolledBack(result)  # type: ignore[arg-type]
            if once:
                once.after(business_id, result.data)
            return result
    except _RolledBack as rolled_back:
        return rolled_back.result  # type: ignore[return-value]
    except DomainError as refusal:
        return Result.refused(refusal)
    except IntegrityError as violation:
        return Result.refused(refusal_of_constraint(violation))
    except DataError as error:
        if not isinstance(error.__cause__, pg.NumericValueOutOfRange):
            raise
        return Result.refused(too_large())


def _prepare(business_id: UUID) -> None:
    connection = connections[APP]
    set_tenant(connection, business_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{LOCK_TIMEOUT_MS}ms"])


def _with_retries(attempt: Callable[[], Result[T]]) -> Result[T]:
    for tried in range(1, TRIES + 1):
        try:
            return attempt()
        except DatabaseError as error:
            if isinstance(error.__cause__, pg.LockNotAvailable):
                return busy()
            if not isinstance(error.__cause__, RETRIED) or tried == TRIES:
                raise
            time.sleep(BACK_OFF_SECONDS * tried * (1 + random.random()))  # noqa: S311 - jitter, not a secret
    raise AssertionError("the last try returns or raises")


def busy() -> Result[T]:
    """The answer where a lock was not had in time."""
    return Result.error(
        "BUSY", "Somebody else is working on the same goods or customer. Try again in a moment.", {"retry_after": 1}
    )
