"""Which layers a sale takes: the one that expires first, what never expires last, among equals the oldest."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from optimapos.inventory.models import InventoryBatch, InventoryMovement
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.sales.shelves import CHECKOUT, body, item_of, late, layers, take_in
from tests.sales.test_phase_one import add, open_cart, pay

TODAY = datetime.now(UTC).date()


def in_days(days: int) -> date:
    """A day from today on, which is the storefront's own or the day after."""
    return TODAY + timedelta(days=days)


def test_what_expires_first_is_sold_first_and_what_never_expires_last(shop: Shop) -> None:
    milk = make_product(shop, price="1.00", stock="4", cost="1.00")
    take_in(shop, milk, "4", "2.00", in_days(60))
    take_in(shop, milk, "4", "3.00", in_days(30))
    sold = shop.till.post(CHECKOUT, body((milk, "6")))
    assert sold.status_code == 201, sold.content
    assert layers(shop, milk) == [("STOCK", 2, 2), ("STOCK", 4, 1)]
    assert item_of(shop, milk).stock_value == 8
    assert shop.till.post(CHECKOUT, body((milk, "3"))).status_code == 201
    assert layers(shop, milk) == [("STOCK", 3, 1)]


def test_layers_that_expire_on_one_day_are_sold_oldest_first(shop: Shop) -> None:
    milk = make_product(shop, price="1.00", stock=None)
    for cost in ("3.00", "1.00", "2.00"):
        take_in(shop, milk, "2", cost, in_days(9))
    assert shop.till.post(CHECKOUT, body((milk, "3"))).status_code == 201
    assert layers(shop, milk) == [("STOCK", 1, 1), ("STOCK", 2, 2)]


def test_a_cart_takes_what_expires_first_too(shop: Shop) -> None:
    milk = make_product(shop, price="1.00", stock=None)
    take_in(shop, milk, "2", "1.00", in_days(9))
    take_in(shop, milk, "2", "2.00", in_days(5))
    cart = open_cart(shop.till)
    add(shop.till, cart, milk, "3")
    assert pay(shop.till, cart, ("CASH", "3.00")).status_code == 200
    assert layers(shop, milk) == [("STOCK", 1, 1)]


def test_what_is_expired_is_not_sold_and_the_refusal_tells_what_is_left(shop: Shop) -> None:
    milk = make_product(shop, price="1.00", stock=None)
    take_in(shop, milk, "6", "1.00", in_days(-2))
    take_in(shop, milk, "4", "2.00", in_days(9))
    refused = shop.till.post(CHECKOUT, body((milk, "5")))
    assert (refused.status_code, refused.json()["code"]) == (409, "INSUFFICIENT_STOCK")
    (short,) = refused.json()["data"]["items"]
    assert (short["requested"], short["available"]) == ("5", "4")
    assert item_of(shop, milk).current_qty == 10
    assert shop.till.post(CHECKOUT, body((milk, "4"))).status_code == 201
    assert layers(shop, milk) == [("STOCK", 6, 1)]


def test_a_sale_before_a_later_movement_is_marked_as_backdated(shop: Shop) -> None:
    tea = make_product(shop, price="1.00", stock="5")
    manager = shop.manager_till
    assert manager.post(CHECKOUT, body((tea, "1"))).status_code == 201
    assert manager.post(CHECKOUT, late((tea, "1"))).status_code == 201
    with shop.scope():
        rows = InventoryMovement.objects.for_business(shop.id).filter(kind="SALE").order_by("item_seq")
        marks = list(rows.values_list("is_backdated", flat=True))
    assert marks == [False, True]


def test_an_emptied_layer_is_closed(shop: Shop) -> None:
    tea = make_product(shop, price="1.00", stock="2")
    assert shop.till.post(CHECKOUT, body((tea, "2"))).status_code == 201
    with shop.scope():
        layer = InventoryBatch.objects.for_business(shop.id).get(item__product=tea)
    assert (layer.is_open, layer.remaining_qty) == (False, Decimal(0))
