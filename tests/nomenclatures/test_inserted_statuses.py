"""Statuses put between two others by the API, such as an approval: they work at once, with their own ways."""

from optimapos.audit.models import AuditLog
from tests.factories.organization import Shop, make_shop
from tests.nomenclatures.papers import APPROVAL, REQUEST, address, flows, make_request


def test_a_business_adds_an_approval_and_it_works_at_once(shop: Shop) -> None:
    service = make_request(shop)
    service.transition_to("submitted").unwrap()
    answer = shop.manager_till.post(address(shop, REQUEST, "statuses/insert/"), APPROVAL)
    assert answer.status_code == 201, answer.content
    assert [status["code"] for status in answer.json()["statuses"]][:4] == ["draft", "submitted", "boss", "approved"]
    assert service.transition_to("approved").data["allowed"] == ["draft", "boss", "rejected", "cancelled"]
    service.transition_to("boss").unwrap()
    service.transition_to("approved").unwrap()
    assert [step.to_status for step in service.history()] == ["draft", "submitted", "boss", "approved"]
    with shop.scope():
        event = AuditLog.objects.for_business(shop.id).get(event_type="document_type.workflow_changed")
    assert event.event_data["statuses"][2] == "boss"
    assert ["submitted", "boss"] in event.event_data["transitions"]


def test_the_ways_of_an_inserted_status_have_the_capabilities_given_for_them(shop: Shop) -> None:
    more = {"capability_in": "purchase.order", "is_editable": True}
    shop.manager_till.post(address(shop, REQUEST, "statuses/insert/"), APPROVAL | more)
    ways = {(way.from_status, way.to_status): way.capability for way in flows(shop, REQUEST).transitions}
    assert ("submitted", "approved") not in ways
    assert ways["submitted", "boss"] == "purchase.order"
    assert ways["boss", "approved"] == "workflow.manage"


def test_an_inserted_approval_may_send_back_and_close_the_ways_around_it(shop: Shop) -> None:
    more = {"sends_back_to": "draft", "closes_other_ways": True}
    assert ("draft", "approved") in {(way.from_status, way.to_status) for way in flows(shop, REQUEST).transitions}
    assert shop.manager_till.post(address(shop, REQUEST, "statuses/insert/"), APPROVAL | more).status_code == 201
    ways = {(way.from_status, way.to_status): way.requires_comment for way in flows(shop, REQUEST).transitions}
    assert [way for way in ways if way[1] == "approved"] == [("boss", "approved")]
    assert ways["boss", "draft"]
    service = make_request(shop)
    service.transition_to("submitted").unwrap()
    service.transition_to("boss").unwrap()
    assert service.transition_to("draft").code == "COMMENT_REQUIRED"
    service.transition_to("draft", comments="Too much").unwrap()
    assert service.transition_to("approved").code == "TRANSITION_NOT_ALLOWED"


def test_a_way_back_to_a_status_that_is_not_there_is_refused(shop: Shop) -> None:
    answer = shop.manager_till.post(address(shop, REQUEST, "statuses/insert/"), APPROVAL | {"sends_back_to": "nowhere"})
    assert (answer.status_code, answer.json()["code"]) == (422, "WORKFLOW_INVALID")


def test_another_business_keeps_its_own_workflow(shop: Shop) -> None:
    other = make_shop()
    before = flows(other, REQUEST)
    shop.manager_till.post(address(shop, REQUEST, "statuses/insert/"), APPROVAL)
    assert flows(other, REQUEST) == before


def test_a_list_by_a_status_that_no_workflow_has_is_refused(shop: Shop) -> None:
    assert flows(shop, REQUEST)
    answer = shop.manager_till.get("/api/purchase-requests/?status=nonsense")
    (error,) = answer.json()["data"]["errors"]
    assert (answer.status_code, error["detail"]) == (400, "No workflow has a status of this code.")
