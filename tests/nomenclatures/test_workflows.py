"""Workflows changed by the API: they work at once, they are refused with all reasons, and no document is left stranded."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext

from optimapos.audit.models import AuditLog
from optimapos.core.ids import new_id
from optimapos.nomenclatures.models import DocumentType, DocumentTypeStatus, Sequence
from optimapos.nomenclatures.services import WorkflowService
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.nomenclatures.papers import (
    APPROVAL,
    RECEIPT,
    REQUEST,
    TYPES,
    address,
    flows,
    make_receipt,
    make_request,
    set_workflow,
    status_of,
    stock_of,
    type_of,
    workflow_now,
)
from tests.nomenclatures.written import workflow


def refused(shop: Shop, kind: str, answer: Any, code: str, before: Any) -> Any:
    """The data of a refusal that left the workflow as it was."""
    assert (answer.status_code >= 400, answer.json()["code"]) == (True, code), answer.content
    assert workflow_now(shop, type_of(shop, kind).pk) == before
    return answer.json()["data"]


def body(shop: Shop, kind: str) -> Any:
    return shop.manager_till.get(address(shop, kind, "workflow/")).json()


def test_the_built_in_types_are_there_when_first_asked_for(shop: Shop) -> None:
    found = shop.till.get(TYPES).json()["results"]
    by_kind = {each["kind"]: each for each in found}
    assert {"PURCHASE_REQUEST", "PURCHASE_ORDER", "DELIVERY", "SUPPLIER_RETURN"} <= set(by_kind)
    request = by_kind[REQUEST]
    assert (request["code"], request["prefix"], request["is_default"], request["is_active"]) == (
        REQUEST,
        "PR-",
        True,
        True,
    )
    assert [status["code"] for status in request["statuses"]][:3] == ["draft", "submitted", "approved"]
    assert request["transitions"][0] == {
        "from_status": "draft",
        "to_status": "submitted",
        "capability": "purchase.request",
        "trigger": "MANUAL",
        "requires_comment": False,
    }
    assert shop.till.get(TYPES).json()["results"] == found
    assert shop.till.get(f"{TYPES}{request['id']}/").json() == request
    assert [each["kind"] for each in shop.till.get(f"{TYPES}?kind={REQUEST}").json()["results"]] == [REQUEST]


def test_the_list_takes_the_same_statements_for_more_types(
    shop: Shop, queries: Callable[[], CaptureQueriesContext]
) -> None:
    shop.till.get(TYPES)
    with queries() as few:
        shop.till.get(TYPES)
    for number in range(3):
        answer = shop.manager_till.post(
            TYPES, {"kind": REQUEST, "code": f"R{number}", "name": "More", "prefix": f"R{number}-"}
        )
        assert answer.status_code == 201
    with queries() as more:
        shop.till.get(TYPES)
    assert len(more) == len(few)


def test_posting_moves_to_another_status_and_so_does_the_stock(shop: Shop) -> None:
    set_workflow(shop, RECEIPT, workflow("draft:ied counted:p completed:f", "draft>counted counted>completed")).unwrap()
    tea = make_product(shop, stock=None)
    service = make_receipt(shop, tea, "10")
    service.transition_to("counted").unwrap()
    assert stock_of(shop, tea) == 10
    service.transition_to("completed").unwrap()
    assert stock_of(shop, tea) == 10
    assert (service.document.posting, service.document.is_posted) == (1, True)


def test_a_whole_workflow_is_replaced_and_documents_keep_their_status(shop: Shop) -> None:
    service = make_request(shop)
    with shop.scope():
        rows = DocumentTypeStatus.objects.for_business(shop.id).filter(document_type=type_of(shop, REQUEST))
        kept = rows.get(code="draft").pk
    whole = body(shop, REQUEST)
    whole["statuses"][0]["name"] = "Being written"
    whole["statuses"] = [whole["statuses"][0], whole["statuses"][3]]
    whole["transitions"] = [{"from_status": "draft", "to_status": "converted", "capability": "purchase.order"}]
    answer = shop.manager_till.post(address(shop, REQUEST, "workflow/"), whole)
    assert answer.status_code == 200, answer.content
    assert body(shop, REQUEST)["statuses"] == whole["statuses"]
    with shop.scope():
        assert list(rows.order_by("position").values_list("code", flat=True)) == ["draft", "converted"]
        assert rows.get(code="draft").pk == kept
    assert status_of(shop, service.document) == "draft"
    service.transition_to("converted").unwrap()


def test_a_bad_workflow_is_refused_with_all_reasons(shop: Shop) -> None:
    before, whole = flows(shop, RECEIPT), body(shop, RECEIPT)
    whole["statuses"][0]["is_editable"] = False
    whole["statuses"][1] |= {"is_editable": True, "is_deletable": True}
    whole["transitions"].append({"from_status": "completed", "to_status": "draft", "capability": "stock.approve"})
    answer = shop.manager_till.post(address(shop, RECEIPT, "workflow/"), whole)
    problems = refused(shop, RECEIPT, answer, "WORKFLOW_INVALID", before)["problems"]
    assert {(problem["code"], problem["status"]) for problem in problems} == {
        ("EDITABLE_AFTER_POSTING", "completed"),
        ("DELETABLE_AFTER_POSTING", "completed"),
        ("DELETABLE_AFTER_POSTING", "draft"),
        ("POSTS_TWICE", "completed"),
        ("FINAL_STATUS_LEFT", "completed"),
    }
    assert all(problem["msg"] in answer.json()["detail"] for problem in problems)
    checked = shop.manager_till.post(address(shop, RECEIPT, "workflow/check/"), whole)
    assert (checked.status_code, checked.json()["problems"]) == (200, problems)


def test_a_good_workflow_is_checked_without_being_taken(shop: Shop) -> None:
    before, whole = flows(shop, REQUEST), body(shop, REQUEST)
    whole["statuses"][0]["name"] = "Other"
    checked = shop.manager_till.post(address(shop, REQUEST, "workflow/check/"), whole)
    assert checked.json() == {"problems": []}
    assert flows(shop, REQUEST) == before


def test_a_status_that_documents_are_in_is_not_removed(shop: Shop) -> None:
    for _ in range(2):
        make_request(shop).transition_to("submitted").unwrap()
    before, whole = flows(shop, REQUEST), body(shop, REQUEST)
    gone = {"submitted", "rejected"}
    whole["statuses"] = [status for status in whole["statuses"] if status["code"] not in gone]
    whole["transitions"] = [way for way in whole["transitions"] if not gone & {way["from_status"], way["to_status"]}]
    (problem,) = shop.manager_till.post(address(shop, REQUEST, "workflow/check/"), whole).json()["problems"]
    assert (problem["code"], problem["status"], problem["documents"]) == ("STATUS_IN_USE", "submitted", 2)
    answer = shop.manager_till.post(address(shop, REQUEST, "workflow/"), whole)
    data = refused(shop, REQUEST, answer, "STATUS_IN_USE", before)
    assert data == {"status": "submitted", "documents": 2}


def test_posting_does_not_move_behind_documents_that_would_never_post(shop: Shop) -> None:
    late = workflow("draft:ied approved completed:fp", "draft>approved approved>completed")
    early = workflow("draft:ied approved:p completed:f", "draft>approved approved>completed")
    set_workflow(shop, RECEIPT, late).unwrap()
    tea = make_product(shop, stock=None)
    service = make_receipt(shop, tea)
    service.transition_to("approved").unwrap()
    result = set_workflow(shop, RECEIPT, early)
    assert (result.code, result.data) == (
        "WORKFLOW_STRANDS_DOCUMENTS",
        {"status": "approved", "documents": 1, "posted": False},
    )
    assert flows(shop, RECEIPT) == late
    service.transition_to("completed").unwrap()
    set_workflow(shop, RECEIPT, early).unwrap()
    back = set_workflow(shop, RECEIPT, workflow("draft:ied approved:fp completed:f", "draft>approved draft>completed"))
    assert (back.code, back.data["status"], back.data["posted"]) == ("WORKFLOW_STRANDS_DOCUMENTS", "completed", True)
    assert stock_of(shop, tea) == 10


def test_a_status_is_added_with_its_ways_changed_and_removed(shop: Shop) -> None:
    new = {
        "code": "parked",
        "name": "Parked",
        "after": "draft",
        "transitions": [
            {"from_status": "draft", "to_status": "parked", "capability": "purchase.request"},
            {"from_status": "parked", "to_status": "draft", "capability": "purchase.request"},
        ],
    }
    before = flows(shop, REQUEST)
    answer = shop.manager_till.post(address(shop, REQUEST, "statuses/"), new)
    assert (answer.status_code, answer.json()["statuses"][1]["code"]) == (201, "parked")
    changed = shop.manager_till.patch(address(shop, REQUEST, "statuses/parked/"), {"name": "Put aside"})
    assert changed.json()["statuses"][1]["name"] == "Put aside"
    assert shop.manager_till.delete(address(shop, REQUEST, "statuses/parked/")).status_code == 200
    assert flows(shop, REQUEST) == before
    alone = shop.manager_till.post(address(shop, REQUEST, "statuses/"), new | {"transitions": [], "after": "boss"})
    assert refused(shop, REQUEST, alone, "NOT_FOUND", before) == {"status": "boss"}
    del new["after"]
    alone = shop.manager_till.post(address(shop, REQUEST, "statuses/"), new | {"transitions": []})
    assert {problem["code"] for problem in refused(shop, REQUEST, alone, "WORKFLOW_INVALID", before)["problems"]} == {
        "STATUS_UNREACHABLE"
    }


def test_a_way_is_added_changed_and_removed(shop: Shop) -> None:
    way = {"from_status": "approved", "to_status": "submitted", "capability": "purchase.request"}
    before, place = flows(shop, REQUEST), address(shop, REQUEST, "transitions/approved/submitted/")
    answer = shop.manager_till.post(address(shop, REQUEST, "transitions/"), way)
    assert answer.status_code == 201
    assert way | {"trigger": "MANUAL", "requires_comment": False} in answer.json()["transitions"]
    changed = shop.manager_till.patch(place, {"requires_comment": True, "capability": "purchase.approve"})
    wanted = way | {"trigger": "MANUAL", "requires_comment": True, "capability": "purchase.approve"}
    assert wanted in changed.json()["transitions"]
    assert shop.manager_till.delete(place).status_code == 200
    assert flows(shop, REQUEST) == before
    gone = shop.manager_till.delete(place)
    assert refused(shop, REQUEST, gone, "NOT_FOUND", before) == {
        "from_status": "approved",
        "to_status": "submitted",
    }
    twice = shop.manager_till.post(
        address(shop, REQUEST, "transitions/"),
        {"from_status": "draft", "to_status": "submitted", "capability": "purchase.request"},
    )
    (problem,) = refused(shop, REQUEST, twice, "WORKFLOW_INVALID", before)["problems"]
    assert problem["code"] == "DUPLICATE_TRANSITION"


def test_another_status_becomes_the_initial_one(shop: Shop) -> None:
    set_workflow(shop, REQUEST, workflow("draft:i new done:f", "draft>new new>draft new>done")).unwrap()
    shop.manager_till.patch(address(shop, REQUEST, "statuses/new/"), {"is_initial": True})
    assert [(status.code, status.is_initial) for status in flows(shop, REQUEST).statuses] == [
        ("draft", False),
        ("new", True),
        ("done", False),
    ]
    assert status_of(shop, make_request(shop).document) == "new"


@pytest.mark.parametrize("code", ["Boss", "1st", "in sert", "insert", "ab/c", ""])
def test_a_code_stands_in_addresses_so_it_is_plain(shop: Shop, code: str) -> None:
    before = flows(shop, REQUEST)
    answer = shop.manager_till.post(address(shop, REQUEST, "statuses/insert/"), APPROVAL | {"code": code})
    assert refused(shop, REQUEST, answer, "VALIDATION_FAILED", before)["errors"][0]["field"] == "code"


@pytest.mark.parametrize(
    ("method", "rest", "sent"),
    [
        ("POST", "workflow/", {"statuses": [], "transitions": []}),
        ("POST", "workflow/check/", {"statuses": [], "transitions": []}),
        ("POST", "statuses/insert/", APPROVAL),
        ("PATCH", "statuses/draft/", {"name": "X"}),
        ("DELETE", "statuses/draft/", ""),
        ("DELETE", "transitions/draft/submitted/", ""),
        ("PATCH", "", {"name": "X"}),
    ],
)
def test_workflows_are_changed_by_those_who_may(shop: Shop, method: str, rest: str, sent: Any) -> None:
    before = flows(shop, REQUEST)
    answer = shop.till.call(method, address(shop, REQUEST, rest), sent)
    assert answer.status_code == 403
    assert flows(shop, REQUEST) == before
    assert shop.till.get(address(shop, REQUEST)).status_code == 200


@pytest.mark.parametrize("rest", ["", "statuses/draft/", "transitions/draft/submitted/"])
def test_a_type_that_never_was_is_not_there(shop: Shop, rest: str) -> None:
    assert shop.manager_till.patch(f"{TYPES}{new_id()}/{rest}", {}).status_code == 404


def test_a_further_type_has_numbers_and_a_workflow_of_its_own(shop: Shop) -> None:
    mine = {"kind": REQUEST, "code": "IMPORT", "name": "Import request", "prefix": "IR-"}
    made = shop.manager_till.post(TYPES, mine)
    assert made.status_code == 201
    assert made.json()["statuses"] == body(shop, REQUEST)["statuses"]
    assert not made.json()["is_default"]
    shop.manager_till.patch(f"{TYPES}{made.json()['id']}/", {"is_default": True})
    assert type_of(shop, REQUEST).code == "IMPORT"
    assert make_request(shop).document.number == "IR-00001"
    with shop.scope():
        assert DocumentType.objects.for_business(shop.id).filter(kind=REQUEST, is_default=True).count() == 1


def test_a_type_is_made_with_a_workflow_that_comes_along(shop: Shop) -> None:
    short = {
        "statuses": [
            {"code": "new", "name": "New", "is_initial": True},
            {"code": "end", "name": "End", "is_final": True},
        ],
        "transitions": [{"from_status": "new", "to_status": "end", "capability": "purchase.request"}],
    }
    mine = {"kind": REQUEST, "code": "SHORT", "name": "Short", "prefix": "SR2-", "workflow": short}
    made = shop.manager_till.post(TYPES, mine)
    assert [status["code"] for status in made.json()["statuses"]] == ["new", "end"]
    short["transitions"] = []
    bad = shop.manager_till.post(TYPES, mine | {"code": "BAD", "prefix": "B-"})
    assert bad.json()["code"] == "WORKFLOW_INVALID"
    with shop.scope():
        assert not DocumentType.objects.for_business(shop.id).filter(code="BAD").exists()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kind": "SECRET"}, "UNKNOWN_DOCUMENT_KIND"),
        ({"code": REQUEST}, "DUPLICATE_CODE"),
        ({"code": "TAKEN"}, "DUPLICATE_CODE"),
        ({"prefix": "PR-"}, "DUPLICATE_PREFIX"),
        ({"code": "two words"}, "VALIDATION_FAILED"),
    ],
)
def test_a_further_type_is_refused(shop: Shop, change: dict[str, str], code: str) -> None:
    type_of(shop, REQUEST)
    shop.manager_till.post("/api/sequences/", {"code": "TAKEN", "prefix": "T"})
    mine = {"kind": REQUEST, "code": "IMPORT", "name": "Import request", "prefix": "IR-"}
    assert shop.manager_till.post(TYPES, mine | change).json()["code"] == code
    with shop.scope():
        assert DocumentType.objects.for_business(shop.id).filter(kind=REQUEST).count() == 1


def test_a_kind_always_has_a_default_type_in_use(shop: Shop) -> None:
    for change in ({"is_default": False}, {"is_active": False}, {"is_default": True, "is_active": False}):
        assert shop.manager_till.patch(address(shop, REQUEST), change).json()["code"] == "DEFAULT_TYPE_NEEDED"
    assert type_of(shop, REQUEST).is_active
    other = shop.manager_till.post(TYPES, {"kind": REQUEST, "code": "OLD", "name": "Old", "prefix": "OLD-"}).json()
    assert shop.manager_till.patch(f"{TYPES}{other['id']}/", {"is_active": False}).json()["is_active"] is False


def test_a_new_prefix_counts_for_new_numbers(shop: Shop) -> None:
    assert make_request(shop).document.number == "PR-00001"
    assert shop.manager_till.patch(address(shop, REQUEST), {"prefix": "ASK-"}).json()["prefix"] == "ASK-"
    assert make_request(shop).document.number == "ASK-00002"
    receipts = shop.manager_till.patch(address(shop, RECEIPT), {"prefix": "IN-"})
    assert receipts.json()["prefix"] == "IN-"
    with shop.scope():
        assert not Sequence.objects.for_business(shop.id).filter(code=RECEIPT).exists()


def test_a_number_that_is_taken_is_refused_and_not_given_twice(shop: Shop) -> None:
    make_request(shop)
    with shop.scope():
        Sequence.objects.for_business(shop.id).filter(code=REQUEST).update(next_number=1)
    with pytest.raises(Exception, match="DUPLICATE_NUMBER"):
        make_request(shop)


def test_installing_twice_makes_one_type_of_each_kind(shop: Shop) -> None:
    for _ in range(2):
        WorkflowService.install(business=shop.business).unwrap()
    with shop.scope():
        kinds = list(DocumentType.objects.for_business(shop.id).values_list("kind", flat=True))
        installed = AuditLog.objects.for_business(shop.id).filter(event_type="document_type.installed").count()
    assert len(kinds) == len(set(kinds)) == installed
