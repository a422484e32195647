"""The availability endpoint: its answer, who gets it, and the worked table of docs/algorithms/availability.md."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
import time_machine
from django.utils import timezone

from optimapos.core.ids import new_id
from optimapos.inventory.models import InventoryItem
from optimapos.inventory.selectors import availability_of
from optimapos.organization.services import LocationService
from tests.factories.catalog import make_product
from tests.factories.organization import Shop, make_shop
from tests.inventory.stock import availability, counted, figures, item_of, place_layer, place_reservation

NOON = datetime(2026, 3, 10, 10, tzinfo=UTC)
# 12:00 in Sofia.
YESTERDAY, TODAY = date(2026, 3, 9), date(2026, 3, 10)
LATER, EARLIER = "2026-03-10T10:10:00+00:00", "2026-03-10T09:59:00+00:00"

Layer = tuple[str, str, date | None]
Held = tuple[str, str, str]

TABLE: list[tuple[list[Layer], list[Held], str, str, str]] = [
    ([("10", "AVAILABLE", None)], [], "10", "0", "10"),
    ([("10", "AVAILABLE", None)], [("3", "ACTIVE", LATER)], "10", "3", "7"),
    ([("10", "AVAILABLE", None)], [("3", "ACTIVE", EARLIER)], "10", "0", "10"),
    ([("10", "AVAILABLE", None)], [("3", "ACTIVE", NOON.isoformat())], "10", "0", "10"),
    (
        [("10", "AVAILABLE", None)],
        [("3", "COMMITTED", LATER), ("2", "RELEASED", LATER), ("1", "CANCELLED", LATER)],
        "10",
        "0",
        "10",
    ),
    ([("10", "AVAILABLE", None), ("4", "QUARANTINE", None)], [("3", "ACTIVE", LATER)], "10", "3", "7"),
    ([("10", "AVAILABLE", None), ("4", "DAMAGED", None)], [], "10", "0", "10"),
    ([("6", "AVAILABLE", YESTERDAY), ("4", "AVAILABLE", TODAY)], [], "4", "0", "4"),
    ([("5", "AVAILABLE", None)], [("5", "ACTIVE", LATER)], "5", "5", "0"),
    ([("2.5", "AVAILABLE", None)], [("0.75", "ACTIVE", LATER)], "2.5", "0.75", "1.75"),
]


@pytest.mark.parametrize(("layers", "held", "sellable", "reserved", "shown"), TABLE)
def test_the_worked_table_holds(
    shop: Shop, layers: list[Layer], held: list[Held], sellable: str, reserved: str, shown: str
) -> None:
    item = item_of(shop, make_product(shop, stock=None))
    with shop.scope():
        for quantity, status, expires_on in layers:
            place_layer(item, quantity, status, expires_on=expires_on)
        for quantity, status, until in held:
            place_reservation(item, quantity, status, datetime.fromisoformat(until))
        found = availability_of([item.pk], at=NOON, day=shop.storefront.local_day(NOON))[item.pk]
    assert (found.sellable, found.reserved) == (Decimal(sellable), Decimal(reserved))
    assert (found.unreserved, found.shown) == (Decimal(shown), Decimal(shown))


OWED: list[tuple[list[Layer], str, str, str, str]] = [
    ([], "-2", "-2", "0", "-2"),
    ([("5", "QUARANTINE", None)], "-2", "-2", "0", "-2"),
    ([("5", "AVAILABLE", None)], "-2", "3", "1", "2"),
]


@pytest.mark.parametrize(("layers", "owed", "sellable", "reserved", "unreserved"), OWED)
def test_what_is_owed_is_not_for_sale(
    shop: Shop, layers: list[Layer], owed: str, sellable: str, reserved: str, unreserved: str
) -> None:
    item = item_of(shop, make_product(shop, stock=None))
    with shop.scope():
        for quantity, status, expires_on in layers:
            place_layer(item, quantity, status, expires_on=expires_on)
        place_layer(item, owed, kind="DEFICIT")
        InventoryItem.objects.for_business(shop.id).filter(pk=item.pk).update(floor_qty=Decimal(owed))
        if reserved != "0":
            place_reservation(item, reserved, "ACTIVE", datetime.fromisoformat(LATER))
        found = availability_of([item.pk], at=NOON, day=shop.storefront.local_day(NOON))[item.pk]
        assert item.get_available_quantity(NOON) == Decimal(unreserved)
    assert (found.sellable, found.unreserved) == (Decimal(sellable), Decimal(unreserved))
    assert found.shown == max(Decimal(0), Decimal(unreserved))


def test_the_answer_has_the_figures_of_the_source_documents(shop: Shop) -> None:
    tea = make_product(shop, stock="10")
    item = item_of(shop, tea)
    with shop.scope():
        place_layer(item, "4", "QUARANTINE")
        place_reservation(item, "3", "ACTIVE", datetime(2100, 1, 1, tzinfo=UTC))
    found = figures(shop, tea)
    assert abs(datetime.now(UTC) - datetime.fromisoformat(found.pop("as_of"))).total_seconds() < 60
    assert found == {
        "storefront": str(shop.storefront.pk),
        "product": str(tea.pk),
        "stock_product": str(item.pk),
        "quantity": "10",
        "sellable": "10",
        "reserved": "3",
        "unreserved": "7",
        "available": "7",
        "is_available": True,
    }


def test_a_stock_products_id_stands_for_its_product(shop: Shop) -> None:
    tea = make_product(shop, stock="10")
    item = item_of(shop, tea)
    by_item = availability(shop.till, shop.storefront.pk, item.pk).json()
    assert (by_item["product"], by_item["quantity"]) == (str(tea.pk), "10")


def test_more_reserved_than_there_is_shows_nothing_rather_than_less(shop: Shop) -> None:
    tea = make_product(shop, stock="2")
    with shop.scope():
        place_reservation(item_of(shop, tea), "5", "ACTIVE", datetime(2100, 1, 1, tzinfo=UTC))
    found = figures(shop, tea)
    assert (found["sellable"], found["reserved"]) == ("2", "5")
    assert (found["unreserved"], found["available"], found["is_available"]) == ("0", "0", False)


def test_a_layer_is_sold_on_the_day_it_expires_by_the_storefronts_own_clock(shop: Shop) -> None:
    milk = make_product(shop, stock=None)
    item = item_of(shop, milk)
    with shop.scope():
        place_layer(item, "4", expires_on=date(2030, 3, 9))
    with time_machine.travel(datetime(2030, 3, 9, 21, 59, tzinfo=UTC), tick=False):
        assert _sellable(shop, item.pk) == 4
    with time_machine.travel(datetime(2030, 3, 9, 22, 1, tzinfo=UTC), tick=False):
        assert _sellable(shop, item.pk) == 0


def _sellable(shop: Shop, item: UUID) -> Decimal:
    now = datetime.now(UTC)
    with shop.scope():
        return availability_of([item], at=now, day=shop.storefront.local_day(now))[item].sellable


def test_a_product_that_was_never_here_has_nothing_of_it(shop: Shop) -> None:
    tea = make_product(shop, stock=None)
    found = figures(shop, tea)
    assert found["stock_product"] is None
    assert [found[name] for name in ("quantity", "sellable", "reserved", "unreserved", "available")] == ["0"] * 5
    assert found["is_available"] is False


@pytest.mark.parametrize("bad", ["nothing", "00000000-0000-7000-8000-000000000000"])
def test_an_unknown_product_or_storefront_is_not_found(shop: Shop, bad: str) -> None:
    tea = make_product(shop)
    for place, product in ((shop.storefront.pk, bad), (bad, tea.pk)):
        answer = shop.till.get(f"/api/storefronts/{place}/stock-products/{product}/availability/")
        assert answer.status_code == 404
        assert answer.headers["Content-Type"] == "application/problem+json"


def test_another_business_is_answered_like_one_that_never_was(shop: Shop) -> None:
    other = make_shop()
    theirs = make_product(other, stock="10")
    item = item_of(other, theirs)
    unknown = availability(shop.till, shop.storefront.pk, new_id())
    for product in (theirs.pk, item.pk):
        answer = availability(shop.till, shop.storefront.pk, product)
        assert (answer.status_code, answer.content) == (404, unknown.content)
    unknown = availability(shop.till, new_id(), theirs.pk)
    answer = availability(shop.till, other.storefront.pk, theirs.pk)
    assert (answer.status_code, answer.content) == (404, unknown.content)


def test_a_storefront_that_the_member_does_not_see_and_a_warehouse_are_not_found(shop: Shop) -> None:
    tea = make_product(shop)
    for code, kind in (("S2", "STOREFRONT"), ("W1", "WAREHOUSE")):
        place = LocationService.create_location(
            business=shop.business, code=code, name=code, kind=kind, user_id=shop.owner.user_id
        ).unwrap()
        assert availability(shop.till, place.pk, tea.pk).status_code == 404


def test_an_item_of_another_location_is_not_found(shop: Shop) -> None:
    annex = LocationService.create_location(
        business=shop.business, code="S2", name="Annex", user_id=shop.owner.user_id
    ).unwrap()
    tea = make_product(shop, location_id=annex.pk, stock="7")
    with shop.scope():
        elsewhere = InventoryItem.objects.for_business(shop.id).get(product=tea, location=annex).pk
    assert availability(shop.till, shop.storefront.pk, elsewhere).status_code == 404
    assert figures(shop, tea)["quantity"] == "0"


def test_it_takes_the_same_statements_with_one_reservation_and_with_many(shop: Shop) -> None:
    tea = make_product(shop, stock="1000")
    item = item_of(shop, tea)
    counts = []
    for more in (1, 40):
        with shop.scope():
            for _ in range(more):
                place_reservation(item, "1", "ACTIVE", datetime(2100, 1, 1, tzinfo=UTC))
        with counted(shop) as queries:
            figures(shop, tea)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_an_item_tells_what_is_available_of_it(shop: Shop) -> None:
    tea = make_product(shop, stock="10")
    cart = shop.till.post("/api/sales/", {}).json()["id"]
    shop.till.post(f"/api/sales/{cart}/items/", {"product": str(tea.pk), "quantity": "4"})
    with shop.scope():
        item = InventoryItem.objects.for_business(shop.id).get(product=tea)
        assert item.get_available_quantity() == 6
        assert item.get_available_quantity(timezone.now() + timedelta(minutes=31)) == 10
