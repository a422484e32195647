"""Publishing to the outbox, and relaying it.

`publish` writes a row in the caller's transaction. `relay` hands rows on to the consumers that `config/wiring.py`
names for their topic and deletes them, in one transaction for each row, so that a consumer runs at least once.
"""

import logging
from collections.abc import Mapping
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from optimapos.core.locks import claim_message
from optimapos.core.models import OutboxMessage
from optimapos.core.tenancy import MAINTENANCE, BusinessRef, business_id_of

logger = logging.getLogger(__name__)


class Consumer(Protocol):
    """Takes one piece of news. It may see the same one twice."""

    def __call__(self, *, business_id: UUID, message_id: UUID, payload: Mapping[str, Any]) -> None:
        """Act on the news."""


def publish(*, business: BusinessRef, topic: str, payload: Mapping[str, Any]) -> None:
    """Leave news in the outbox, as part of the current operation. `payload` is JSON-ready: ids and amounts."""
    OutboxMessage.objects.for_business(business).create(
        business_id=business_id_of(business), topic=topic, payload=dict(payload)
    )


def relay(limit: int = 1000) -> int:
    """Hand on up to `limit` messages, oldest first; the number handed on. Safe beside itself.

    A message whose consumer fails waits for the next time and holds up no other.
    """
    failed: list[UUID] = []
    done = 0
    while done + len(failed) < limit:
        try:
            if not _relay_one(failed):
                break
            done += 1
        except _NotTaken as error:
            logger.exception("news %s was not taken", error.message_id)
            failed.append(error.message_id)
    return done


class _NotTaken(Exception):  # noqa: N818 - names the message whose consumer failed
    def __init__(self, message_id: UUID) -> None:
        super().__init__(str(message_id))
        self.message_id = message_id


def _relay_one(failed: list[UUID]) -> bool:
    with transaction.atomic(using=MAINTENANCE):
        message = claim_message(failed)
        if message is None:
            return False
        try:
            for consumer in _consumers(message.topic):
                consumer(business_id=message.business_id, message_id=message.id, payload=message.payload)
        except Exception as error:  # a consumer may fail in any way; the message goes back
            raise _NotTaken(message.id) from error
        message.delete(using=MAINTENANCE)
        return True


def _consumers(topic: str) -> list[Consumer]:
    return [import_string(path) for path in settings.CONSUMERS.get(topic, ())]
