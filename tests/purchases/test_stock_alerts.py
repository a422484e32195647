"""Low-stock alerts: opened once, told once, closed when there is enough again."""

from datetime import UTC, datetime
from typing import Any

from optimapos.audit.models import AuditLog
from optimapos.core.models import OutboxMessage
from optimapos.core.outbox import relay
from optimapos.purchases.models import ReorderRule, StockAlert
from optimapos.purchases.services import StockAlertService
from optimapos.purchases.tasks import review_stock
from tests.factories.catalog import make_product
from tests.factories.organization import Shop, make_shop, make_till
from tests.factories.partners import make_supplier
from tests.purchases.desks import RECEIPTS, complete, created, line, make_order, make_receipt, make_warehouse

ALERTS = "/api/stock-alerts/"


def rule(shop: Shop, product: Any, point: str = "10") -> Any:
    """A reorder rule for the storefront."""
    body = {"product": str(product.pk), "location": str(shop.storefront.pk), "reorder_point": point, "target_qty": "99"}
    return created(shop.manager_till, "/api/reorder-rules/", body)


def review(shop: Shop) -> list[StockAlert]:
    """What a review of the storefront opens."""
    return StockAlertService.review(business=shop.business, location=shop.storefront, at=datetime.now(UTC)).unwrap()


def listed(shop: Shop, query: str = "") -> Any:
    """The alerts that the manager sees."""
    return shop.manager_till.get(f"{ALERTS}{query}").json()["results"]


def test_a_product_that_runs_low_opens_one_alert_and_is_told_of_once(shop: Shop) -> None:
    tea, milk = make_product(shop, "Tea", stock="10"), make_product(shop, "Milk", stock="11")
    rule(shop, tea)
    rule(shop, milk)
    make_order(shop, make_supplier(shop), line(tea, "4"))
    (alert,) = review(shop)
    assert review(shop) == []
    (shown,) = listed(shop)
    assert (shown["id"], shown["product"], shown["closed_at"]) == (str(alert.pk), str(tea.pk), None)
    assert (shown["available"], shown["expected"], shown["reorder_point"]) == ("10", "4", "10")
    figures = [{"id": str(alert.pk), "product": str(tea.pk), "available": "10", "expected": "4", "reorder_point": "10"}]
    with shop.scope():
        news = OutboxMessage.objects.for_business(shop.id).get(topic="stock.low")
        event = AuditLog.objects.for_business(shop.id).get(event_type="stock.low")
    assert news.payload == {"location": str(shop.storefront.pk), "alerts": figures}
    assert (event.location_id, event.event_data) == (shop.storefront.pk, {"alerts": figures})
    relay()
    with shop.scope():
        assert not OutboxMessage.objects.for_business(shop.id).filter(topic="stock.low").exists()


def test_an_alert_is_closed_when_goods_arrive_and_opened_anew_later(shop: Shop) -> None:
    tea = make_product(shop, price="1.00", stock="3")
    rule(shop, tea)
    (first,) = review(shop)
    complete(shop, RECEIPTS, make_receipt(shop, make_supplier(shop), line(tea, "8", "1.00")))
    assert review(shop) == []
    assert [row["id"] for row in listed(shop, "?is_open=false")] == [str(first.pk)]
    assert listed(shop, "?is_open=true") == []
    sale = {"items": [{"product": str(tea.pk), "quantity": "1"}]}
    paid = {"payments": [{"payment_method": "CASH", "amount_paid": "1.00"}]}
    assert shop.till.post("/api/sales/checkout/", sale | paid).status_code == 201
    (second,) = review(shop)
    assert second.pk != first.pk


def test_an_alert_without_a_rule_is_closed(shop: Shop) -> None:
    tea = make_product(shop, stock="3")
    made = rule(shop, tea)
    review(shop)
    shop.manager_till.patch(f"/api/reorder-rules/{made['id']}/", {"is_active": False})
    assert review(shop) == []
    assert listed(shop, "?is_open=true") == []


def test_the_periodic_review_goes_through_all_businesses(shop: Shop) -> None:
    shops = [shop, make_shop()]
    for each in shops:
        rule(each, make_product(each, stock="1"))
    assert review_stock() >= 2
    for each in shops:
        with each.scope():
            assert StockAlert.objects.for_business(each.id).filter(closed_at=None).count() == 1
            ReorderRule.objects.for_business(each.id).delete()
    review_stock()
    for each in shops:
        with each.scope():
            assert StockAlert.objects.for_business(each.id).filter(closed_at=None).count() == 0


def test_alerts_of_hidden_places_are_not_shown(shop: Shop) -> None:
    place, tea = make_warehouse(shop), make_product(shop)
    there = make_till(shop.business, place, shop.owner, code="W1", role="manager")
    body = {"product": str(tea.pk), "location": str(place.pk), "reorder_point": "1", "target_qty": "9"}
    created(there, "/api/reorder-rules/", body)
    (alert,) = StockAlertService.review(business=shop.business, location=place, at=datetime.now(UTC)).unwrap()
    assert [row["id"] for row in there.get(ALERTS).json()["results"]] == [str(alert.pk)]
    assert listed(shop) == []
    assert shop.manager_till.get(f"{ALERTS}{alert.pk}/").status_code == 404
