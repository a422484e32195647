"""Sales that were made of a cart at the server: the cart gives way, or stands for the sale."""

from optimapos.products.models import Product
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.offline.devices import Device, make_device, sent
from tests.offline.test_intake import booked, one
from tests.sales.shelves import item_of, sound


def a_cart(device: Device, tea: Product) -> str:
    """A cart at the server with one piece."""
    cart = str(device.till.post("/api/sales/", {}).json()["id"])
    added = device.till.post(f"/api/sales/{cart}/items/", {"product": str(tea.pk), "quantity": "1"})
    assert added.status_code == 201, added.content
    return cart


CASH = {"payments": [{"payment_method": "CASH", "amount_paid": "1.00"}]}


def test_a_cart_that_was_completed_before_the_answer_was_lost_stands_for_the_sale(shop: Shop) -> None:
    device, tea = make_device(shop), make_product(shop, price="1.00", stock="9")
    cart = a_cart(device, tea)
    online = device.till.post(f"/api/sales/{cart}/complete/", CASH).json()
    envelope = device.sealed(device.payload((tea, "1", "1.00"), cart=cart))
    for answer in (one(sent(device, envelope)), one(sent(device, envelope))):
        assert (answer["state"], answer["flags"], answer["sale"]) == ("ACCEPTED_WITH_NOTE", ["BOOKED_ONLINE"], cart)
        assert answer["differences"][0]["ours"] == online["receipt_number"]
    assert (len(booked(shop)), item_of(shop, tea).current_qty) == (1, 8)
    sound(shop)


def test_a_cart_that_is_still_open_gives_way_and_can_not_be_completed_any_more(shop: Shop) -> None:
    device, tea = make_device(shop), make_product(shop, price="1.00", stock="9")
    cart = a_cart(device, tea)
    answer = one(sent(device, device.sealed(device.payload((tea, "1", "1.00"), cart=cart))))
    assert (answer["state"], answer["flags"]) == ("ACCEPTED", [])
    late = device.till.post(f"/api/sales/{cart}/complete/", CASH)
    assert (late.status_code, late.json()["code"]) == (409, "SALE_NOT_DRAFT")
    assert device.till.get(f"/api/sales/{cart}/").json()["status"] == "CANCELLED"
    assert item_of(shop, tea).current_qty == 8
    sound(shop)
