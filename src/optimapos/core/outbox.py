"""Publishing to the outbox, and relaying it.

`publish` writes a row in the caller's transaction. `relay` hands rows on to the consumers that `config/wiring.py`
names for their topic and deletes them, in one transaction for each row, so that a consumer runs at least once.
"""

from collections.abc import Mapping
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from optimapos.core.locks import claim_message
from optimapos.core.models import OutboxMessage
from optimapos.core.tenancy import MAINTENANCE, BusinessRef, business_id_of


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
    """Hand on up to `limit` messages, oldest first; the number handed on. Safe beside itself."""
    for done in range(limit):
        if not _relay_one():
            return done
    return limit


def _relay_one() -> bool:
    with transaction.atomic(using=MAINTENANCE):
        message = claim_message()
        if message is None:
            return False
        for consumer in _consumers(message.topic):
            consumer(business_id=message.business_id, message_id=message.id, payload=message.payload)
        message.delete(using=MAINTENANCE)
        return True


def _consumers(topic: str) -> list[Consumer]:
    return [import_string(path) for path in settings.CONSUMERS.get(topic, ())]
