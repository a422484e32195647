"""Documents along their workflows: steps, refusals, history; the walk of docs/algorithms/workflow.md."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test.utils import CaptureQueriesContext

from optimapos.audit.models import AuditLog
from optimapos.core.ids import new_id
from optimapos.core.operations import run_operation
from optimapos.core.result import Result
from optimapos.nomenclatures.models import Sequence
from optimapos.nomenclatures.services import DocumentService, StatusManager
from optimapos.nomenclatures.types import Trigger
from optimapos.organization.services import LocationService
from optimapos.purchases.models import DeliveryReceipt, PurchaseRequest
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.factories.partners import make_supplier
from tests.nomenclatures.papers import (
    RECEIPT,
    REQUEST,
    as_stored,
    make_receipt,
    make_request,
    set_workflow,
    status_of,
    steps_of,
    stock_of,
    type_of,
)
from tests.nomenclatures.written import table, workflow

NOON = datetime(2026, 3, 10, 10, tzinfo=UTC)
WALK = table("by", "to", "status", "posted", "posting", "refused")
VERDICTS = table("statuses", "transitions", "moves stock", "verdict")


def test_a_document_begins_in_the_initial_status_with_a_number_and_a_history(shop: Shop) -> None:
    with time_machine.travel(NOON, tick=False):
        service = make_request(shop)
    document = as_stored(shop, service.document)
    assert (document.number, document.status.code, document.version, document.posting) == ("PR-00001", "draft", 1, 0)
    assert (document.document_date.isoformat(), document.created_by) == ("2026-03-10", shop.owner.user_id)
    (first,) = service.history()
    assert (first.from_status, first.to_status, first.at, first.user_id) == ("", "draft", NOON, shop.owner.user_id)
    assert service.can_edit()


def test_numbers_of_a_type_have_no_gap_in_spite_of_a_refusal(shop: Shop) -> None:
    refused = DocumentService(user=shop.owner).create_document(
        PurchaseRequest, {"currency": "XXX"}, shop.owner, shop.storefront
    )
    assert not refused.ok
    assert [make_request(shop).document.number for _ in range(3)] == ["PR-00001", "PR-00002", "PR-00003"]
    with shop.scope():
        assert Sequence.objects.for_business(shop.id).get(code=REQUEST).next_number == 4


def test_the_walk_of_the_page_is_taken_as_it_is_written(shop: Shop) -> None:
    set_workflow(shop, RECEIPT, workflow(VERDICTS[2][0], VERDICTS[2][1])).unwrap()
    tea = make_product(shop, stock="5")
    service = make_receipt(shop, tea, "10")
    for by, to, status, posted, posting, refused in WALK:
        assert by == "hand"
        result = service.transition_to(to)
        assert (result.code, result.ok) == (refused, not refused)
        document = as_stored(shop, service.document)
        assert (document.status.code, str(document.posting)) == (status, posting)
        assert document.is_posted == (posted == "yes")
        assert stock_of(shop, tea) == (15 if posted == "yes" else 5)
    taken = [(row[1], row[5]) for row in WALK]
    assert [to for _, to in steps_of(shop, service.document)] == ["draft", *(to for to, no in taken if not no)]


def test_a_step_tells_user_comment_and_time_to_the_history_and_the_log(shop: Shop) -> None:
    service = make_request(shop)
    with time_machine.travel(NOON, tick=False):
        service.transition_to("submitted", "for Monday").unwrap()
    step = service.history()[-1]
    assert (step.from_status, step.to_status, step.comment, step.at) == ("draft", "submitted", "for Monday", NOON)
    assert (step.user_id, step.trigger) == (shop.owner.user_id, "MANUAL")
    assert step.user_name.endswith("@owner.test")  # type: ignore[attr-defined]  # an annotation
    with shop.scope():
        event = AuditLog.objects.for_business(shop.id).get(event_type="document.status_changed")
    assert (event.user_id, event.location_id) == (shop.owner.user_id, shop.storefront.pk)
    assert (event.event_data["from_status"], event.event_data["to_status"]) == ("draft", "submitted")
    assert event.event_data["id"] == str(service.document.pk)
    assert as_stored(shop, service.document).version == 2


def test_posting_takes_the_time_of_the_step_where_none_was_given(shop: Shop) -> None:
    tea = make_product(shop, stock=None)
    service = make_receipt(shop, tea)
    assert as_stored(shop, service.document).occurred_at is None
    at = datetime.now(UTC)
    StatusManager.transition(
        business=shop.business,
        kind=RECEIPT,
        document_id=service.document.pk,
        to_status="completed",
        actor=shop.owner,
        at=at,
    ).unwrap()
    document = as_stored(shop, service.document)
    assert (document.occurred_at, document.posted_at, document.posting) == (at, at, 1)


def refused(shop: Shop, service: DocumentService, to: str, code: str, comment: str = "") -> Any:
    """The refusal of a step that leaves everything as it was."""
    before, history = as_stored(shop, service.document), steps_of(shop, service.document)
    result = service.transition_to(to, comment)
    assert (result.ok, result.code) == (False, code)
    after = as_stored(shop, service.document)
    assert (after.status, after.version, after.posting) == (before.status, before.version, before.posting)
    assert steps_of(shop, service.document) == history
    return result


def test_a_step_that_there_is_not_is_refused_with_those_that_there_are(shop: Shop) -> None:
    service = make_request(shop)
    result = refused(shop, service, "converted", "TRANSITION_NOT_ALLOWED")
    assert result.data == {
        "status": "draft",
        "to_status": "converted",
        "allowed": ["submitted", "approved", "cancelled"],
    }
    assert result.msg == "PR-00001 is in draft; it can go on to submitted, approved, cancelled, not to converted."


def test_what_happens_by_itself_is_not_taken_by_hand(shop: Shop) -> None:
    service = make_request(shop)
    service.transition_to("approved").unwrap()
    assert refused(shop, service, "converted", "TRANSITION_NOT_ALLOWED").data["allowed"] == ["cancelled"]
    service.transition_to("cancelled", "not needed").unwrap()
    last = refused(shop, service, "draft", "TRANSITION_NOT_ALLOWED")
    assert last.msg == "PR-00001 is in cancelled; nobody takes it on from there by hand, not to draft."


def test_a_step_needs_its_capability(shop: Shop) -> None:
    service = make_request(shop)
    service.user = replace(shop.owner, capabilities=frozenset({"purchase.request"}))
    assert refused(shop, service, "approved", "PERMISSION_DENIED").data == {"capability": "purchase.approve"}
    assert [way.to_status.code for way in service.available_transitions()] == ["submitted", "cancelled"]


@pytest.mark.parametrize("comment", ["", "  "])
def test_a_step_that_needs_a_comment_is_refused_without(shop: Shop, comment: str) -> None:
    service = make_request(shop)
    service.transition_to("submitted").unwrap()
    refused(shop, service, "rejected", "COMMENT_REQUIRED", comment)
    service.transition_to("rejected", "too dear").unwrap()
    assert service.history()[-1].comment == "too dear"


def test_a_document_of_a_place_that_the_actor_does_not_see_is_not_there(shop: Shop) -> None:
    service = make_request(shop)
    service.user = replace(shop.owner, location_ids=frozenset({new_id()}))
    refused(shop, service, "submitted", "NOT_FOUND")
    assert service.delete().code == "NOT_FOUND"
    assert status_of(shop, service.document) == "draft"


def test_a_document_that_never_was_is_not_there(shop: Shop) -> None:
    result = StatusManager.transition(
        business=shop.business,
        kind=REQUEST,
        document_id=new_id(),
        to_status="submitted",
        actor=shop.owner,
        at=NOON,
    )
    assert result.code == "NOT_FOUND"


def test_an_effect_that_refuses_leaves_nothing_behind(shop: Shop) -> None:
    tea = make_product(shop, stock=None)
    receipt = make_receipt(shop, tea, "10")
    receipt.transition_to("completed").unwrap()
    body = {"items": [{"product": tea.pk, "quantity": "4"}], "payments": []}
    body["payments"] = [{"payment_method": "CASH", "amount_paid": "100"}]
    assert shop.till.post("/api/sales/checkout/", body).status_code == 201
    refused(shop, receipt, "reversed", "ALREADY_USED", "sent back")
    document = as_stored(shop, receipt.document)
    assert (document.is_posted, stock_of(shop, tea)) == (True, 6)


def test_what_happened_elsewhere_takes_its_own_transition_and_no_other(shop: Shop) -> None:
    service = make_request(shop)
    service.transition_to("approved").unwrap()
    document = as_stored(shop, service.document)

    def happened(trigger: str) -> bool:
        done = run_operation(
            shop.business,
            lambda: Result.success(StatusManager.fire(document=document, trigger=trigger, actor=shop.owner, at=NOON)),
        )
        return bool(done.unwrap())

    assert not happened(Trigger.RECEIVED)
    assert status_of(shop, document) == "approved"
    assert happened(Trigger.CONVERTED)
    assert status_of(shop, document) == "converted"
    assert service.history()[-1].trigger == "CONVERTED"
    assert not happened(Trigger.CONVERTED)
    assert happened(Trigger.REOPENED)
    assert status_of(shop, document) == "approved"


def test_a_deleted_document_is_gone_and_its_history_and_number_stay(shop: Shop) -> None:
    service = make_request(shop)
    service.delete().unwrap()
    with shop.scope():
        assert not PurchaseRequest.objects.for_business(shop.id).exists()
        told = AuditLog.objects.for_business(shop.id).get(event_type="document.deleted").event_data
    assert told == {"kind": REQUEST, "id": str(service.document.pk), "number": "PR-00001"}
    assert steps_of(shop, service.document) == [("", "draft")]
    assert make_request(shop).document.number == "PR-00002"


def test_a_document_is_deleted_only_where_its_status_permits_it(shop: Shop) -> None:
    service = make_request(shop)
    service.transition_to("submitted").unwrap()
    result = service.delete()
    assert (result.code, result.data) == ("DOCUMENT_NOT_DELETABLE", {"status": "submitted"})
    assert status_of(shop, service.document) == "submitted"


def test_a_document_that_moved_stock_once_is_not_deleted(shop: Shop) -> None:
    set_workflow(shop, RECEIPT, workflow("draft:iedr done:fp", "draft>done done>draft")).unwrap()
    service = make_receipt(shop, make_product(shop, stock=None))
    service.transition_to("done").unwrap()
    service.transition_to("draft").unwrap()
    result = service.delete()
    assert (result.code, result.msg) == (
        "DOCUMENT_NOT_DELETABLE",
        "DR-00001 is in draft and has moved stock once, so it stays.",
    )


def test_deleting_needs_the_right_to_create(shop: Shop) -> None:
    service = make_request(shop)
    service.user = replace(shop.owner, capabilities=frozenset({"purchase.view"}))
    assert service.delete().code == "PERMISSION_DENIED"
    assert status_of(shop, service.document) == "draft"


def test_a_document_is_changed_only_where_its_status_permits_it(shop: Shop) -> None:
    service = make_request(shop)
    DocumentService.check_editable(service.document)
    service.transition_to("submitted").unwrap()
    assert not service.can_edit()
    result = run_operation(shop.business, lambda: Result.success(DocumentService.check_editable(service.document)))
    assert (result.code, result.data) == ("DOCUMENT_NOT_EDITABLE", {"status": "submitted"})
    assert result.msg == "PR-00001 is in submitted and can't be changed there."


@pytest.mark.parametrize("step", ["create_document", "validate_for_purchase_creation"])
def test_creating_asks_for_rights_and_place_and_what_the_kind_asks(shop: Shop, step: str) -> None:
    def asked(model: type, data: Any, actor: Any, location: Any) -> str:
        return str(getattr(DocumentService(user=actor), step)(model, data, actor, location).code)

    blind = replace(shop.owner, location_ids=frozenset({new_id()}))
    powerless = replace(shop.owner, capabilities=frozenset())
    second = LocationService.create_location(
        business=shop.business, code="S2", name="Second", user_id=shop.owner.user_id
    ).unwrap()
    assert asked(PurchaseRequest, {}, powerless, shop.storefront) == "PERMISSION_DENIED"
    assert asked(PurchaseRequest, {}, blind, second) == "UNKNOWN_LOCATION"
    assert asked(DeliveryReceipt, {}, shop.owner, shop.storefront) == "SUPPLIER_REQUIRED"
    with shop.scope():
        assert not PurchaseRequest.objects.for_business(shop.id).exists()


def test_what_may_be_created_is_validated_without_writing(shop: Shop) -> None:
    service = DocumentService(user=shop.owner)
    data = {"supplier": make_supplier(shop)}
    result = service.validate_for_purchase_creation(PurchaseRequest, data, shop.owner, shop.storefront)
    assert result.ok
    with shop.scope():
        assert not PurchaseRequest.objects.for_business(shop.id).exists()
        assert not Sequence.objects.for_business(shop.id).filter(code=REQUEST).exists()


def test_a_type_out_of_use_numbers_no_new_document(shop: Shop) -> None:
    receipts = type_of(shop, RECEIPT)

    def drafted() -> Result[Any]:
        return Result.success(
            DocumentService.draft(
                business=shop.business,
                model=PurchaseRequest,
                actor=shop.owner,
                location=shop.storefront,
                columns={"currency": "EUR"},
                at=NOON,
                document_type=receipts,
            )
        )

    result = run_operation(shop.business, drafted)
    assert result.code == "DOCUMENT_TYPE_NOT_USABLE"
    with shop.scope():
        assert not PurchaseRequest.objects.for_business(shop.id).exists()


def test_a_service_without_a_user_does_nothing(shop: Shop) -> None:
    with pytest.raises(TypeError):
        DocumentService(make_request(shop).document).transition_to("submitted")


def test_a_step_takes_the_same_statements_whatever_happened_before(
    shop: Shop, queries: Callable[[], CaptureQueriesContext]
) -> None:
    service = make_request(shop)
    with queries() as first:
        service.transition_to("submitted").unwrap()
    for _ in range(3):
        service.transition_to("draft").unwrap()
        with queries() as later:
            service.transition_to("submitted").unwrap()
    assert len(later) == len(first)
    assert Decimal(len(first)) < 20
