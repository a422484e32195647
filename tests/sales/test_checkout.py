"""One-request checkout: what it answers, what it books, what it refuses."""

from decimal import Decimal

from optimapos.inventory.models import InventoryItem
from optimapos.sales.models import Sale
from tests.factories.catalog import make_product
from tests.factories.organization import Shop


def test_a_cash_checkout_answers_its_receipt_and_takes_the_stock(shop: Shop) -> None:
    tea = make_product(shop, name="Tea", price="12.00", tax="20", stock="10", cost="4.00")
    answer = shop.till.post(
        "/api/sales/checkout/",
        {
            "items": [{"product": tea.pk, "quantity": "2"}],
            "payments": [{"payment_method": "CASH", "amount_paid": "30.00"}],
        },
    )
    assert answer.status_code == 201, answer.content
    sale = answer.json()
    assert (sale["total_amount"], sale["tax_amount"], sale["change"]) == ("24.00", "4.00", "6.00")
    assert sale["status"] == "COMPLETED"
    assert sale["receipt_number"].startswith("S1-T1-")
    assert sale["receipt_number"].endswith("-0001")
    with shop.scope():
        item = InventoryItem.objects.for_business(shop.id).get(product=tea)
        stored = Sale.objects.for_business(shop.id).get(pk=sale["id"])
        line = stored.sale_items.get()
    assert (item.current_qty, item.stock_value) == (Decimal(8), Decimal(32))
    assert line.cost_amount == Decimal(8)
    assert shop.till.get(f"/api/sales/{sale['id']}/").content == answer.content


def test_the_six_endpoints_sell_a_cart(shop: Shop) -> None:
    tea = make_product(shop, name="Tea", price="12.00", tax="20", stock="10", cost="4.00")
    cart = shop.till.post("/api/sales/", {"type": "RETAIL"})
    assert cart.status_code == 201, cart.content
    sale = cart.json()["id"]
    added = shop.till.post(f"/api/sales/{sale}/items/", {"product": str(tea.pk), "quantity": 2})
    assert added.status_code == 201, added.content
    assert added.json()["total_amount"] == "24.00"
    path = f"/api/sales/{sale}/items/{added.json()['id']}/"
    changed = shop.till.patch(path, {"quantity": "3"})
    assert changed.status_code == 200, changed.content
    assert changed.json()["total_amount"] == "36.00"
    done = shop.till.post(
        f"/api/sales/{sale}/complete/",
        {"payment_type": "CASH", "payments": [{"payment_method": "CASH", "amount_paid": "36.00"}]},
    )
    assert done.status_code == 200, done.content
    assert done.json()["status"] == "COMPLETED"
    with shop.scope():
        item = InventoryItem.objects.for_business(shop.id).get(product=tea)
    assert item.current_qty == Decimal(7)
    assert shop.till.get(f"/api/sales/{sale}/").content == done.content
