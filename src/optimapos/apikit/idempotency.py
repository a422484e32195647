"""Idempotency: the same key has one effect and one answer.

`Answering` renders an operation's answer inside its transaction and, when the request carries an `Idempotency-Key`,
stores it there: advisory lock, read, do, insert, one COMMIT. Only successes are kept. Another body under the key is
refused; a key whose first use still runs is answered IN_PROGRESS after three seconds. Keys live 30 days.
"""

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import OperationalError, connections
from django.http import HttpRequest
from psycopg import errors as pg

from optimapos.apikit.models import IdempotencyKey
from optimapos.apikit.renderers import dump_json
from optimapos.core.operations import AlreadyDone
from optimapos.core.result import DomainError
from optimapos.core.sealed import current_key, key_for
from optimapos.core.sealing import Place, version_of
from optimapos.core.tenancy import APP, MAINTENANCE

HEADER = "Idempotency-Key"
SEALED = "sealed:"
# No JSON begins like this.
KEY_LENGTH = 100
KEY_LIFE = timedelta(days=30)


@dataclass(frozen=True)
class Answer:
    """What a client is answered: a status and the exact bytes, and whether they were stored before."""

    status: int
    body: bytes
    replayed: bool = False


class Answering:
    """Makes the answer of one request, once. Stands for `core.operations.Once`."""

    def __init__(
        self,
        *,
        key: str | None,
        fingerprint: bytes,
        status: int,
        present: Callable[[Any], Any],
        is_personal: bool = False,
    ) -> None:
        self._key, self._fingerprint, self._status, self._present = key, fingerprint, status, present
        self._is_personal = is_personal
        self.answer: Answer | None = None

    def before(self, business_id: UUID) -> None:
        """Take the key.

        Raises: AlreadyDone with the stored answer. Refuses: IN_PROGRESS, IDEMPOTENCY_KEY_REUSED.
        """
        if self._key is None:
            return
        _take(business_id, self._key)
        stored = IdempotencyKey.objects.for_business(business_id).filter(key=self._key).first()
        if stored is None:
            return
        if bytes(stored.fingerprint) != self._fingerprint:
            raise key_reused(self._key)
        raise AlreadyDone(Answer(stored.status, _opened(stored).encode(), replayed=True))

    def after(self, business_id: UUID, value: object) -> None:
        """Render the answer and store it under the key."""
        body = dump_json(self._present(value))
        self.answer = Answer(self._status, body)
        if self._key is not None:
            IdempotencyKey.objects.for_business(business_id).create(
                business_id=business_id,
                key=self._key,
                fingerprint=self._fingerprint,
                status=self._status,
                body=self._kept(business_id, body.decode()),
            )

    def _kept(self, business_id: UUID, body: str) -> str:
        """The answer as it is stored: sealed where it tells what the tables don't."""
        if not self._is_personal:
            return body
        sealed = current_key(business_id).seal(body, _place(self._key or ""))
        return SEALED + base64.b64encode(sealed).decode()


def _opened(stored: IdempotencyKey) -> str:
    if not stored.body.startswith(SEALED):
        return stored.body
    token = base64.b64decode(stored.body.removeprefix(SEALED))
    return key_for(stored.business_id, version_of(token)).unseal(token, _place(stored.key))


def _place(key: str) -> Place:
    return Place("idempotency_key", "body", key)


def key_of(request: HttpRequest) -> str | None:
    """The request's key, if it sent one.

    Refuses: VALIDATION_FAILED for a key that is empty, too long or not plain ASCII.
    """
    key = request.headers.get(HEADER)
    if key is None:
        return None
    if not 0 < len(key) <= KEY_LENGTH or not key.isascii() or not key.isprintable():
        raise DomainError("VALIDATION_FAILED", f"{HEADER} is 1 to {KEY_LENGTH} printable ASCII characters.")
    return key


def fingerprint_of(request: HttpRequest) -> bytes:
    """What tells two uses of a key apart: what is asked for, with which body. Not by whom: a cashier who signed in again
    asks the same thing.
    """
    asked = b"\n".join([(request.method or "").encode(), request.path.encode(), request.body])
    return hashlib.sha256(asked).digest()


def key_reused(key: str) -> DomainError:
    """The refusal for another request under a key."""
    return DomainError(
        "IDEMPOTENCY_KEY_REUSED",
        "This key was used for another request. Send a new key with a new request.",
        {"key": key},
    )


def forget_old_keys(at: datetime) -> int:
    """Delete keys older than 30 days, of all businesses; the number deleted."""
    rows = IdempotencyKey.objects.across_businesses(reason="keys of every business grow old")
    return rows.using(MAINTENANCE).filter(created_at__lt=at - KEY_LIFE).delete()[0]


def _take(business_id: UUID, key: str) -> None:
    try:
        with connections[APP].cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{business_id}:{key}"])
    except OperationalError as error:
        if not isinstance(error.__cause__, pg.LockNotAvailable):
            raise
        raise DomainError(
            "IN_PROGRESS",
            "The first request with this key is still running. Ask again in a moment.",
            {"retry_after": 1},
        ) from error
