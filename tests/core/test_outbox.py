"""The outbox: news goes out after the operation, at least once, and only if the operation was committed."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings

from optimapos.core.models import OutboxMessage
from optimapos.core.operations import run_operation
from optimapos.core.outbox import publish, relay
from optimapos.core.result import Result
from optimapos.core.tasks import relay_outbox
from tests.factories.organization import Shop

TOLD: list[tuple[UUID, dict[str, Any]]] = []
TOPIC = "test.happened"


def consumer(*, business_id: UUID, message_id: UUID, payload: Mapping[str, Any]) -> None:
    """Notes what it is told, and fails where it is asked to."""
    if payload.get("fail") and not TOLD:
        TOLD.append((business_id, {}))
        raise RuntimeError("first try")
    TOLD.append((business_id, dict(payload)))


@pytest.fixture(autouse=True)
def _consumer(monkeypatch: pytest.MonkeyPatch) -> None:
    while relay():
        pass  # what other tests left is older, and one call hands on only so much
    TOLD.clear()
    monkeypatch.setitem(settings.CONSUMERS, TOPIC, ("tests.core.test_outbox.consumer",))


def say(shop: Shop, result: Result[None], **payload: Any) -> None:
    """Publish as part of an operation that ends in `result`."""

    def work() -> Result[None]:
        publish(business=shop.id, topic=TOPIC, payload=payload)
        return result

    run_operation(shop.id, work)


def waiting(shop: Shop) -> int:
    """Messages of the shop that were not handed on yet."""
    with shop.scope():
        return OutboxMessage.objects.for_business(shop.id).count()


def test_news_is_handed_on_and_deleted(shop: Shop) -> None:
    say(shop, Result.success(None), figure="1")
    assert waiting(shop) == 1
    assert relay_outbox() >= 1
    assert [(shop.id, {"figure": "1"})] == TOLD
    assert waiting(shop) == 0


def test_news_of_a_refused_operation_never_was(shop: Shop) -> None:
    say(shop, Result.error("NO", "No."))
    relay()
    assert TOLD == []


def test_a_consumer_that_fails_is_told_again_and_holds_up_no_other(shop: Shop) -> None:
    say(shop, Result.success(None), fail=True)
    say(shop, Result.success(None), figure="2")
    relay()
    assert [(shop.id, {}), (shop.id, {"figure": "2"})] == TOLD
    assert waiting(shop) == 1
    relay()
    assert TOLD[-1] == (shop.id, {"fail": True})
    assert waiting(shop) == 0
