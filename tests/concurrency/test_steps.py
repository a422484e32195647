"""Steps of one document by two people at once, beside a change of its workflow, and types installed by several at once."""

import threading
import time
from datetime import UTC, datetime
from typing import Any

import pytest

from optimapos.core.ids import UUID
from optimapos.core.interfaces import document_kinds
from optimapos.core.operations import run_operation
from optimapos.core.result import Result
from optimapos.core.tenancy import BusinessRef
from optimapos.nomenclatures.locks import hold_document_type
from optimapos.nomenclatures.models import DocumentType
from optimapos.nomenclatures.services import StatusManager, WorkflowService
from optimapos.purchases.kinds import RequestKind
from optimapos.purchases.models import PurchaseRequest
from tests.factories.organization import Shop
from tests.nomenclatures.papers import REQUEST, make_request, steps_of, type_of, workflow_now
from tests.servers import at_once

BOTH_HAVE_READ = threading.Barrier(2)


class UnlockedRequests(RequestKind):
    """The control: requests that are read without a lock, both times before either is written."""

    @staticmethod
    def lock(*, business: BusinessRef, document_id: UUID) -> PurchaseRequest | None:
        """The request, not locked."""
        rows = PurchaseRequest.objects.for_business(business).select_related("document_type", "status", "location")
        found = rows.filter(pk=document_id).first()
        BOTH_HAVE_READ.wait(10)
        return found


def submit(shop: Shop, document: Any) -> Result[Any]:
    return StatusManager.transition(
        business=shop.business,
        kind=REQUEST,
        document_id=document.pk,
        to_status="submitted",
        actor=shop.owner,
        at=datetime.now(UTC),
    )


def test_of_two_who_take_one_step_at_once_the_second_is_told_where_the_document_is_now(shop: Shop) -> None:
    for _ in range(10):
        document = make_request(shop).document
        results = at_once([lambda document=document: submit(shop, document)] * 2)
        refused = [result for result in results if not result.ok]
        assert [result.code for result in refused] == ["TRANSITION_NOT_ALLOWED"]
        assert refused[0].data["status"] == "submitted"
        assert steps_of(shop, document) == [("", "draft"), ("draft", "submitted")]


def test_without_the_lock_of_the_document_both_take_the_step(shop: Shop, settings: Any) -> None:
    document = make_request(shop).document
    settings.DOCUMENT_KINDS = ("tests.concurrency.test_steps.UnlockedRequests",)
    document_kinds.cache_clear()
    try:
        results = at_once([lambda: submit(shop, document)] * 2)
    finally:
        settings.restore()
        document_kinds.cache_clear()
    assert [result.ok for result in results] == [True, True]
    assert steps_of(shop, document) == [("", "draft"), ("draft", "submitted"), ("draft", "submitted")]


def test_a_change_of_the_workflow_waits_for_a_step_that_is_under_way(shop: Shop) -> None:
    found = type_of(shop, REQUEST)
    workflow, changed = workflow_now(shop, found.pk), threading.Event()

    def change() -> None:
        WorkflowService.set_workflow(
            business=shop.business, type_id=found.pk, actor=shop.owner, workflow=workflow
        ).unwrap()
        changed.set()

    def step() -> Result[bool]:
        hold_document_type(shop.business, found.pk)
        held.set()
        time.sleep(0.3)
        return Result.success(changed.is_set())

    held = threading.Event()

    def change_meanwhile() -> bool:
        assert held.wait(10)
        change()
        return True

    was_changed, _ = at_once([lambda: run_operation(shop.business, step).unwrap(), change_meanwhile])
    assert not was_changed
    assert changed.is_set()


@pytest.mark.parametrize("_turn", range(3))
def test_several_who_come_first_install_one_type_of_each_kind(shop: Shop, _turn: int) -> None:
    at_once([lambda: WorkflowService.install(business=shop.business).unwrap()] * 6)
    with shop.scope():
        kinds = list(DocumentType.objects.for_business(shop.id).values_list("kind", flat=True))
    assert sorted(kinds) == sorted(document_kinds())
