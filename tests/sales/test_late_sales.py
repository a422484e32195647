"""Sales that were made elsewhere and come in later: facts, which are booked whatever the books say."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from optimapos.audit.models import AuditLog
from optimapos.inventory.models import InventoryMovement, StockReservation
from optimapos.inventory.selectors import availability_of
from optimapos.inventory.services.counts import StockCountService
from optimapos.inventory.types import CountedLine, Kind
from optimapos.nomenclatures.services import StatusManager
from optimapos.products.models import Product
from optimapos.sales.models import SaleItem
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop
from tests.sales.shelves import CHECKOUT, body, item_of, late, layers, movements, receive, sound, take_in
from tests.sales.test_oversell import held, oversold
from tests.sales.test_phase_one import add, events, open_cart, pay


def count(shop: Shop, *found: tuple[Product, str]) -> UUID:
    """A posted count that found so much of each product."""
    now = datetime.now(UTC)
    ids = {"business": shop.business, "actor": shop.owner}
    made = StockCountService.create_count(
        **ids, location=shop.storefront, at=now, fields={"scope": "PRODUCTS", "product_ids": [p.pk for p, _ in found]}
    ).unwrap()
    StockCountService.start_count(**ids, count_id=made.pk, at=now).unwrap()
    lines = [CountedLine(product_id=product.pk, quantity=Decimal(quantity)) for product, quantity in found]
    StockCountService.count_lines(**ids, count_id=made.pk, lines=lines).unwrap()
    StatusManager.transition(
        **ids, kind=Kind.COUNT, document_id=made.pk, to_status="posted", at=datetime.now(UTC)
    ).unwrap()
    found_id: UUID = made.pk
    return found_id


def test_a_late_sale_of_what_is_gone_is_accepted_flagged_and_keeps_its_day(shop: Shop) -> None:
    tea = make_product(shop, stock="2", cost="4.00")
    sale = shop.manager_till.post(CHECKOUT, late((tea, "5"), hours=72))
    assert sale.status_code == 201, sale.content
    document = sale.json()
    day = shop.storefront.local_day(datetime.now(UTC) - timedelta(hours=72))
    assert (document["flags"], document["business_date"]) == (["OVERSOLD"], str(day))
    assert f"-{day:%Y%m%d}-" in document["receipt_number"]
    item = item_of(shop, tea)
    assert (item.current_qty, item.floor_qty, item.stock_value) == (-3, -3, -12)
    figures = {"item": str(item.pk), "product": str(tea.pk), "requested": "5", "there": "2", "deficit": "3"}
    assert oversold(shop) == [figures]
    receive(business=shop.business, location=shop.storefront, product=tea, quantity="5", cost="6.00").unwrap()
    item = item_of(shop, tea)
    assert (item.current_qty, item.floor_qty, item.stock_value) == (2, 0, 12)
    sound(shop)


def test_a_late_sale_of_what_is_there_has_no_flag(shop: Shop) -> None:
    tea = make_product(shop, stock="5")
    sale = shop.manager_till.post(CHECKOUT, late((tea, "5")))
    assert (sale.status_code, sale.json()["flags"], oversold(shop)) == (201, [], [])
    assert layers(shop, tea) == []
    assert shop.manager_till.get(f"/api/sales/{sale.json()['id']}/").content == sale.content


def test_a_late_sale_of_a_product_that_was_never_here_makes_its_item(shop: Shop) -> None:
    tea = make_product(shop, stock=None)
    assert shop.manager_till.post(CHECKOUT, late((tea, "2"))).status_code == 201
    assert layers(shop, tea) == [("DEFICIT", -2, 0)]
    sound(shop)


def test_a_price_that_differs_and_a_deficit_are_both_told(shop: Shop) -> None:
    tea = make_product(shop, stock=None)
    sale = shop.manager_till.post(CHECKOUT, late((tea, "2"), expected_total="5.00"))
    assert sale.json()["flags"] == ["OVERSOLD", "PRICE_DIFFERS"]


def test_the_newest_carts_give_way_to_a_late_sale_and_are_told(shop: Shop) -> None:
    tea = make_product(shop, price="1.00", stock="5")
    older, newer = open_cart(shop.till), open_cart(shop.till)
    add(shop.till, older, tea, "3")
    add(shop.till, newer, tea, "2")
    sale = shop.manager_till.post(CHECKOUT, late((tea, "1"))).json()
    assert (sale["flags"], held(shop, older), held(shop, newer)) == ([], [(3, "ACTIVE")], [(2, "CANCELLED")])
    with shop.scope():
        told = AuditLog.objects.for_business(shop.id).get(event_type="stock.reservations_cancelled")
        gone = StockReservation.objects.for_business(shop.id).get(sale_id=newer)
    assert told.event_data == {
        "source": sale["id"],
        "reservations": [
            {"id": str(gone.pk), "item": str(gone.item_id), "sale": newer, "quantity": "2"},
        ],
    }
    assert (gone.reason, str(told.sale_id)) == ("PHYSICAL_FACT", sale["id"])
    refused = pay(shop.till, newer, ("CASH", "2.00"))
    assert (refused.status_code, refused.json()["data"]["items"][0]["available"]) == (409, "1")
    assert pay(shop.till, older, ("CASH", "3.00")).status_code == 200
    sound(shop)


FACTS = [
    ("1", 4, ["ACTIVE", "CANCELLED"], 1, []),
    ("2", 3, ["ACTIVE", "CANCELLED"], 0, []),
    ("3", 2, ["CANCELLED", "CANCELLED"], 2, []),
    ("6", -1, ["CANCELLED", "CANCELLED"], -1, ["OVERSOLD"]),
]


@pytest.mark.parametrize(("sold", "sellable", "statuses", "left", "flags"), FACTS)
def test_the_worked_facts_hold(
    shop: Shop, sold: str, sellable: int, statuses: list[str], left: int, flags: list[str]
) -> None:
    tea = make_product(shop, price="1.00", stock="5")
    carts = [open_cart(shop.till), open_cart(shop.till)]
    for cart, quantity in zip(carts, ("3", "2"), strict=True):
        add(shop.till, cart, tea, quantity)
    assert shop.manager_till.post(CHECKOUT, late((tea, sold))).json()["flags"] == flags
    assert [status for cart in carts for _, status in held(shop, cart)] == statuses
    now = datetime.now(UTC)
    item = item_of(shop, tea)
    with shop.scope():
        found = availability_of([item.pk], at=now, day=shop.storefront.local_day(now))[item.pk]
    assert (found.sellable, found.unreserved) == (sellable, left)
    sound(shop)


def test_a_late_sale_from_before_a_count_keeps_the_count_right(shop: Shop) -> None:
    tea = make_product(shop, stock="6", cost="4.00")
    take_in(shop, tea, "4", "5.00", expires_on=datetime.now(UTC).date() + timedelta(days=9))
    counted = count(shop, (tea, "8"))
    before = item_of(shop, tea)
    assert (before.current_qty, before.stock_value) == (8, 34)
    sale = shop.manager_till.post(CHECKOUT, late((tea, "3")))
    assert (sale.status_code, sale.json()["flags"]) == (201, [])
    after = item_of(shop, tea)
    assert (after.current_qty, after.stock_value, after.floor_qty) == (8, 34, 0)
    assert layers(shop, tea) == [("STOCK", 2, 5), ("STOCK", 6, 4)]
    assert movements(shop, tea)[3:] == [
        ("SALE", -2, -10, 6, 24),
        ("SALE", -1, -4, 5, 20),
        ("COUNT_CORRECTION", 2, 10, 7, 30),
        ("COUNT_CORRECTION", 1, 4, 8, 34),
    ]
    with shop.scope():
        line = SaleItem.objects.for_business(shop.id).get(sale_id=sale.json()["id"])
        rows = InventoryMovement.objects.for_business(shop.id).filter(kind="COUNT_CORRECTION")
        marks = set(rows.values_list("source_line_id", "source_type", "is_backdated"))
        told = AuditLog.objects.for_business(shop.id).get(event_type="stock.count_kept")
    assert (line.cost_amount, marks) == (14, {(line.pk, "SALE", True)})
    assert told.event_data == {"items": [{"item": str(after.pk), "count": str(counted), "quantity": "3"}]}
    sound(shop)


def test_a_count_that_kept_a_late_sale_cannot_be_taken_back(shop: Shop) -> None:
    tea = make_product(shop, stock="10", cost="4.00")
    counted = count(shop, (tea, "8"))
    sale = shop.manager_till.post(CHECKOUT, late((tea, "2"))).json()
    refused = StatusManager.transition(
        business=shop.business,
        actor=shop.owner,
        kind=Kind.COUNT,
        document_id=counted,
        to_status="reversed",
        at=datetime.now(UTC),
        comment="Wrong shelf",
    )
    assert (refused.code, refused.data) == ("COUNT_RELIED_ON", {"sales": [sale["id"]]})
    assert item_of(shop, tea).current_qty == 8
    sound(shop)


def test_a_count_of_pieces_settles_what_was_sold_without_being_in_the_books(shop: Shop) -> None:
    phone = make_product(shop, name="Phone", stock=None, tracks_serials=True)
    take_in(shop, phone, "1", "90.00", serials=("S2",))
    made = late((phone, "1"))
    made["items"][0]["serials"] = ["S1"]
    assert shop.manager_till.post(CHECKOUT, made).status_code == 201
    take_in(shop, phone, "1", "90.00", serials=("S1",))
    before = item_of(shop, phone)
    assert (before.current_qty, before.floor_qty) == (1, -1)
    _scan(shop, phone, "S2")
    after = item_of(shop, phone)
    assert (after.current_qty, after.floor_qty, after.stock_value) == (1, 0, 90)
    assert layers(shop, phone) == [("STOCK", 1, 90)]
    sound(shop)


def _scan(shop: Shop, product: Product, *serials: str) -> None:
    """A posted count that found these pieces."""
    ids, now = {"business": shop.business, "actor": shop.owner}, datetime.now(UTC)
    made = StockCountService.create_count(
        **ids, location=shop.storefront, at=now, fields={"scope": "PRODUCTS", "product_ids": [product.pk]}
    ).unwrap()
    StockCountService.start_count(**ids, count_id=made.pk, at=now).unwrap()
    StockCountService.count_lines(
        **ids, count_id=made.pk, lines=[CountedLine(product_id=product.pk, serials=serials)]
    ).unwrap()
    StatusManager.transition(
        **ids, kind=Kind.COUNT, document_id=made.pk, to_status="posted", at=datetime.now(UTC)
    ).unwrap()


def test_what_a_count_found_gone_is_not_called_oversold(shop: Shop) -> None:
    tea, milk = make_product(shop, stock="2", cost="4.00"), make_product(shop, stock="1", cost="4.00")
    count(shop, (tea, "0"))
    sale = shop.manager_till.post(CHECKOUT, late((tea, "2"), (milk, "1")))
    assert (sale.status_code, sale.json()["flags"], oversold(shop)) == (201, [], [])
    item = item_of(shop, tea)
    assert (item.current_qty, item.floor_qty, item.stock_value) == (0, 0, 0)
    assert (layers(shop, tea), item_of(shop, milk).current_qty) == ([], 0)
    assert events(shop, sale.json()["id"]).count("stock.count_kept") == 1
    sound(shop)


def test_carts_keep_what_a_count_kept_for_them(shop: Shop) -> None:
    tea = make_product(shop, price="1.00", stock="10")
    count(shop, (tea, "8"))
    cart = open_cart(shop.till)
    add(shop.till, cart, tea, "8")
    assert shop.manager_till.post(CHECKOUT, late((tea, "2"))).status_code == 201
    assert held(shop, cart) == [(8, "ACTIVE")]
    sound(shop)


def test_a_late_sale_from_after_the_count_lowers_the_stock(shop: Shop) -> None:
    tea = make_product(shop, stock="10")
    count(shop, (tea, "8"))
    assert shop.manager_till.post(CHECKOUT, late((tea, "2"), hours=0)).status_code == 201
    assert item_of(shop, tea).current_qty == 6
    assert shop.manager_till.post(CHECKOUT, late((tea, "2"), hours=1)).status_code == 201
    assert item_of(shop, tea).current_qty == 6
    sound(shop)


def test_a_cashier_may_not_book_late_sales_and_nothing_is_written(shop: Shop) -> None:
    tea = make_product(shop, stock="1")
    refused = shop.till.post(CHECKOUT, body((tea, "5"), origin="OFFLINE"))
    assert (refused.status_code, refused.json()["code"]) == (403, "PERMISSION_DENIED")
    assert item_of(shop, tea).current_qty == 1


def test_a_late_sale_that_was_paid_is_booked_although_its_customer_was_merged_meanwhile(shop: Shop) -> None:
    tea = make_product(shop, price="5.00")
    gone, kept = make_customer(shop), make_customer(shop)
    merged = shop.manager_till.post(f"/api/customers/{gone.pk}/merge/", {"into": str(kept.pk)})
    assert merged.status_code == 200, merged.json()
    when = {"origin": "OFFLINE", "occurred_at": datetime.now(UTC).isoformat(), "customer": str(gone.pk)}
    basket = {"items": [{"product": str(tea.pk), "quantity": "1"}], **when}
    cash = [{"payment_method": "CASH", "amount_paid": "5.00"}]
    paid = shop.manager_till.post(CHECKOUT, {**basket, "payments": cash})
    assert paid.status_code == 201, paid.json()
    owed = shop.manager_till.post(CHECKOUT, {**basket, "payments": []})
    assert (owed.status_code, owed.json()["code"]) == (409, "CUSTOMER_MERGED")
