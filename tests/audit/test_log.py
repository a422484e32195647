"""The audit log over HTTP: filters, pages, its erasable side, and who may read it."""

from typing import Any

from optimapos.audit.models import AuditDetail, AuditLog
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.sales.test_phase_one import add, open_cart


def listed(shop: Shop, query: str) -> list[dict[str, Any]]:
    """The events that a filter finds."""
    answer = shop.manager_till.get(f"/api/audit-logs/?{query}")
    assert answer.status_code == 200, answer.content
    rows: list[dict[str, Any]] = answer.json()["results"]
    return rows


def test_events_are_found_by_sale_kind_and_user(shop: Shop) -> None:
    tea = make_product(shop)
    sale = open_cart(shop.till)
    add(shop.till, sale, tea)
    open_cart(shop.manager_till)
    assert [row["event_type"] for row in listed(shop, f"sale={sale}")] == [
        "sale_item.added",
        "stock.reserved",
        "sale.created",
    ]
    assert len(listed(shop, "event_type=sale.created")) == 2
    by_cashier = listed(shop, f"event_type=sale.created&user={shop.till.actor.user_id}")
    assert [row["sale"] for row in by_cashier] == [sale]


def test_events_are_found_by_time(shop: Shop) -> None:
    open_cart(shop.till)
    (event,) = listed(shop, "event_type=sale.created")
    instant = event["timestamp"].replace("+", "%2B")
    assert len(listed(shop, f"event_type=sale.created&since={instant}")) == 1
    assert listed(shop, f"event_type=sale.created&until={instant}") == []


def test_an_event_tells_address_and_browser_until_they_are_erased(shop: Shop) -> None:
    sale = open_cart(shop.till)
    (event,) = listed(shop, f"sale={sale}")
    assert event["ip_address"] == "127.0.0.1"
    with shop.scope():
        AuditDetail.objects.for_business(shop.id).filter(log_id=event["id"]).delete()
    (event,) = listed(shop, f"sale={sale}")
    assert (event["ip_address"], event["description"], event["user"]) == (None, None, str(shop.till.actor.user_id))


def test_the_log_is_read_only_and_for_those_who_may(shop: Shop) -> None:
    assert shop.till.get("/api/audit-logs/").json()["code"] == "PERMISSION_DENIED"
    assert shop.manager_till.post("/api/audit-logs/", {}).status_code == 405
    (event, *_) = listed(shop, "")
    path = f"/api/audit-logs/{event['id']}/"
    assert shop.manager_till.get(path).json() == event
    assert shop.manager_till.delete(path).status_code == 405


def test_the_log_takes_a_constant_number_of_queries(shop: Shop, queries: Any) -> None:
    with queries() as few:
        listed(shop, "page_size=2")
    with queries() as many:
        listed(shop, "page_size=100")
    assert len(few) == len(many)


def test_an_event_names_itself(shop: Shop) -> None:
    with shop.scope():
        event = AuditLog.objects.for_business(shop.id).first()
    assert event
    assert str(event).startswith(event.event_type)
