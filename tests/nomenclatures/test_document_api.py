"""What the addresses of every kind of document have in common, tried on purchase requests and orders."""

from collections.abc import Callable
from typing import Any

from django.test.utils import CaptureQueriesContext

from optimapos.organization.services import LocationService
from tests.factories.catalog import make_product
from tests.factories.organization import Shop, Till, make_till
from tests.factories.partners import make_supplier
from tests.nomenclatures.papers import TYPES, make_request

ORDERS, REQUESTS = "/api/purchase-orders/", "/api/purchase-requests/"


def buyer(shop: Shop, code: str = "B1") -> Till:
    """A till of somebody who may order, but approves nothing."""
    return make_till(shop.business, shop.storefront, shop.owner, code=code, role="buyer")


def order(shop: Shop) -> Any:
    """A draft order, as it was answered."""
    line = {"product": make_product(shop, stock=None).pk, "quantity": "5", "unit_price": "2.00"}
    body = {"location": shop.storefront.pk, "supplier": make_supplier(shop).pk, "lines": [line]}
    answer = shop.manager_till.post(ORDERS, body)
    assert answer.status_code == 201, answer.content
    return answer.json()


def taken(till: Till, where: str, status: str, **more: str) -> Any:
    return till.post(f"{where}transition/", {"status": status, **more})


def test_a_business_puts_an_approval_of_its_own_into_purchase_orders_and_it_works_at_once(shop: Shop) -> None:
    waiting = f"{ORDERS}{order(shop)['id']}/"
    (found,) = shop.manager_till.get(f"{TYPES}?kind=PURCHASE_ORDER").json()["results"]
    finance = {
        "code": "finance",
        "name": "With finance",
        "from_status": "draft",
        "to_status": "approved",
        "capability_in": "purchase.order",
        "capability_out": "purchase.approve",
    }
    assert shop.manager_till.post(f"{TYPES}{found['id']}/statuses/insert/", finance).status_code == 201
    clerk = buyer(shop)
    straight = taken(shop.manager_till, waiting, "approved")
    assert (straight.status_code, straight.json()["code"]) == (409, "TRANSITION_NOT_ALLOWED")
    asked = taken(clerk, waiting, "finance", comment="please look")
    assert (asked.status_code, asked.json()["status"], asked.json()["status_name"]) == (
        200,
        "finance",
        "With finance",
    )
    denied = taken(clerk, waiting, "approved")
    assert (denied.status_code, denied.json()["code"], denied.json()["data"]) == (
        403,
        "PERMISSION_DENIED",
        {"capability": "purchase.approve"},
    )
    assert clerk.get(waiting).json()["status"] == "finance"
    assert taken(shop.manager_till, waiting, "approved").json()["status"] == "approved"
    steps = shop.manager_till.get(f"{waiting}history/").json()
    assert [(step["from_status"], step["to_status"], step["comment"]) for step in steps] == [
        ("", "draft", ""),
        ("draft", "finance", "please look"),
        ("finance", "approved", ""),
    ]
    assert steps[1]["user_id"] == str(clerk.actor.user_id)
    assert steps[1]["user_name"].startswith("buyer")
    assert order(shop)["status"] == "draft"


def test_the_ways_on_say_what_they_need_and_whether_the_caller_may(shop: Shop) -> None:
    where = f"{REQUESTS}{make_request(shop).document.pk}/"
    ways = buyer(shop).get(f"{where}transitions/").json()
    assert [(way["status"], way["name"], way["is_permitted"]) for way in ways] == [
        ("submitted", "Submitted", True),
        ("approved", "Approved", False),
        ("cancelled", "Cancelled", True),
    ]
    assert (ways[1]["capability"], ways[1]["requires_comment"]) == ("purchase.approve", False)
    assert all(way["is_permitted"] for way in shop.manager_till.get(f"{where}transitions/").json())


def test_a_document_shows_its_status_and_whether_it_may_be_changed(shop: Shop) -> None:
    made = order(shop)
    assert (made["number"], made["status"], made["is_editable"], made["version"]) == ("PO-00001", "draft", True, 1)
    assert (made["posted_at"], made["posting"], made["created_by"]) == (
        None,
        0,
        str(shop.manager_till.actor.user_id),
    )
    where = f"{ORDERS}{made['id']}/"
    taken(shop.manager_till, where, "approved")
    found = shop.manager_till.get(where).json()
    assert (found["status"], found["is_editable"], found["version"]) == ("approved", False, 2)


def test_documents_are_found_by_status_number_day_type_and_place(shop: Shop) -> None:
    first, second = order(shop), order(shop)
    taken(shop.manager_till, f"{ORDERS}{first['id']}/", "approved")

    def found(query: str) -> list[str]:
        rows = shop.manager_till.get(f"{ORDERS}?{query}").json()["results"]
        return sorted(row["number"] for row in rows)

    both = [first["number"], second["number"]]
    assert found("status=approved") == [first["number"]]
    assert found(f"number={second['number'].lower()}") == [second["number"]]
    assert found(f"date_from={first['document_date']}&date_to={first['document_date']}") == both
    assert found("date_to=2001-01-01") == []
    assert found(f"document_type={first['document_type']}") == found(f"location={shop.storefront.pk}") == both
    assert found(f"document_type={first['id']}") == []


def test_a_document_of_a_hidden_place_is_not_there(shop: Shop) -> None:
    where = f"{REQUESTS}{make_request(shop).document.pk}/"
    second = LocationService.create_location(
        business=shop.business, code="S2", name="Second", user_id=shop.owner.user_id
    ).unwrap()
    elsewhere = make_till(shop.business, second, shop.owner, code="M2", role="manager")
    for rest in ("", "history/", "transitions/"):
        assert elsewhere.get(f"{where}{rest}").status_code == 404
    assert taken(elsewhere, where, "submitted").status_code == 404
    assert elsewhere.delete(where).status_code == 404
    assert elsewhere.get(REQUESTS).json()["results"] == []
    assert shop.manager_till.get(where).json()["status"] == "draft"


def test_a_draft_is_deleted_by_its_address(shop: Shop) -> None:
    where = f"{REQUESTS}{make_request(shop).document.pk}/"
    assert shop.manager_till.delete(where).status_code == 204
    assert shop.manager_till.get(where).status_code == 404


def test_a_document_that_another_goes_back_to_is_not_deleted(shop: Shop) -> None:
    where = f"{REQUESTS}{make_request(shop).document.pk}/"
    taken(shop.manager_till, where, "approved")
    assert shop.manager_till.post(f"{where}convert/", {"supplier": make_supplier(shop).pk}).status_code == 201
    (found,) = shop.manager_till.get(f"{TYPES}?kind=PURCHASE_REQUEST").json()["results"]
    changed = shop.manager_till.patch(f"{TYPES}{found['id']}/statuses/converted/", {"is_deletable": True})
    assert changed.status_code == 200
    refused = shop.manager_till.delete(where)
    assert (refused.status_code, refused.json()["code"]) == (409, "IN_USE")
    assert shop.manager_till.get(where).json()["status"] == "converted"


def test_a_step_under_one_key_is_taken_once(shop: Shop) -> None:
    where = f"{REQUESTS}{make_request(shop).document.pk}/"
    answers = [shop.manager_till.post(f"{where}transition/", {"status": "submitted"}, key="once") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert answers[1].headers["Idempotent-Replayed"] == "true"
    assert len(shop.manager_till.get(f"{where}history/").json()) == 2


def test_reading_takes_the_same_statements_for_more_documents_and_steps(
    shop: Shop, queries: Callable[[], CaptureQueriesContext]
) -> None:
    where = f"{REQUESTS}{make_request(shop).document.pk}/"
    paths = [REQUESTS, where, f"{where}history/", f"{where}transitions/"]

    def counted() -> list[int]:
        counts = []
        for path in paths:
            with queries() as seen:
                assert shop.manager_till.get(path).status_code == 200
            counts.append(len(seen))
        return counts

    few = counted()
    for _ in range(3):
        make_request(shop)
        taken(shop.manager_till, where, "submitted")
        taken(shop.manager_till, where, "draft")
    assert counted() == few
