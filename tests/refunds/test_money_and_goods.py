"""Where the money of a refund goes, and where its goods go."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from optimapos.inventory.models import InventoryBatch, InventoryItem, InventoryMovement
from optimapos.organization.models import Business
from optimapos.organization.services import LocationService
from optimapos.products.types import NewPackaging
from optimapos.refunds.services import RefundService
from optimapos.refunds.types import Asked, AskedItem
from optimapos.sales.models import Payment
from tests.concurrency.books import assert_books_balance
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop
from tests.refunds.giving_back import approved, asked, balance_of, item_of, paid_out, processed, sale_of, sold, tender


def test_what_is_owed_is_lowered_before_money_is_given_back(shop: Shop) -> None:
    customer = make_customer(shop, credit_limit=Decimal(100))
    tea = make_product(shop, "Tea", price="12.00", stock="10")
    sale = sold(shop.till, (tea, "5"), payments=[tender("CASH", "20.00")], customer=str(customer.pk))
    assert (sale["amount_due"], balance_of(shop, customer)) == ("40.00", 40)
    refund = processed(shop, sale, "2")
    assert (refund["debt_amount"], refund["paid_amount"], refund["payments"]) == ("24.00", "0.00", [])
    told = sale_of(shop, sale)
    assert (told["amount_due"], told["amount_paid"], told["status"]) == ("16.00", "44.00", "PARTIAL")
    assert balance_of(shop, customer) == 16
    refund = processed(shop, sale, "3")
    assert (refund["amount"], refund["debt_amount"], refund["paid_amount"]) == ("36.00", "16.00", "20.00")
    told = sale_of(shop, sale)
    assert (told["amount_due"], told["status"], told["amount_refunded"]) == ("0.00", "REFUNDED", "60.00")
    assert balance_of(shop, customer) == 0
    assert_books_balance(shop.id)


def test_each_tender_gets_back_at_most_what_it_paid_cards_first(shop: Shop) -> None:
    tea = make_product(shop, "Tea", price="10.00", stock="20")
    sale = sold(
        shop.till,
        (tea, "10"),
        payments=[tender("CASH", "40.00"), tender("CARD", "35.00"), tender("MOMO", "25.00")],
    )
    first = processed(shop, sale, "5", method="ORIGINAL_PAYMENT")
    assert paid_out(first) == {"CARD": 35, "MOMO": 15}
    second = processed(shop, sale, "5", method="ORIGINAL_PAYMENT")
    assert paid_out(second) == {"MOMO": 10, "CASH": 40}
    with shop.scope():
        taken = Payment.objects.for_business(shop.id).filter(direction="IN")
        assert all(payment.refunded_amount == payment.amount_paid for payment in taken)
    assert_books_balance(shop.id)


def test_the_parts_may_be_chosen_but_not_beyond_a_payment(shop: Shop) -> None:
    tea = make_product(shop, "Tea", price="10.00", stock="20")
    sale = sold(shop.till, (tea, "5"), payments=[tender("CARD", "30.00"), tender("CASH", "20.00")])
    card, cash = (payment["id"] for payment in sale["payments"])
    refund = approved(shop, sale, "4", method="ORIGINAL_PAYMENT")
    path = f"/api/refunds/{refund['id']}/process/"
    for parts, code in (
        ([(card, "31.00"), (cash, "9.00")], "REFUND_ABOVE_PAYMENT"),
        ([(card, "20.00"), (cash, "10.00")], "REFUND_PARTS_DIFFER"),
        ([(sale["id"], "40.00")], "PAYMENT_NOT_FOUND"),
    ):
        answer = shop.till.post(path, {"tenders": [{"payment": one, "amount": amount} for one, amount in parts]})
        assert answer.json()["code"] == code
    assert item_of(shop, tea).current_qty == 15
    parts = [{"payment": card, "amount": "22.00"}, {"payment": cash, "amount": "18.00"}]
    answer = shop.till.post(path, {"tenders": parts})
    assert paid_out(answer.json()) == {"CARD": 22, "CASH": 18}


def test_goods_go_to_another_location_that_the_member_sees(shop: Shop) -> None:
    back_room = LocationService.create_location(
        business=shop.business, code="W1", name="Back room", kind="WAREHOUSE", user_id=shop.owner.user_id
    ).unwrap()
    tea = make_product(shop, "Tea", price="10.00", stock="10", cost="4.00")
    sale = sold(shop.till, (tea, "5"))
    nowhere = asked(shop.till, sale, "1", each={"destination": "LOCATION"})
    assert (nowhere.status_code, nowhere.json()["code"]) == (422, "LOCATION_REQUIRED")
    hidden = asked(shop.till, sale, "1", each={"destination": "LOCATION", "location": str(back_room.pk)})
    assert (hidden.status_code, hidden.json()["code"]) == (404, "NOT_FOUND")
    wanted = AskedItem(UUID(sale["items"][0]["id"]), Decimal(2), "LOCATION", back_room.pk)
    asked_for = Asked("CASH", "OTHER", (wanted,))
    at = datetime.now(UTC)
    with_owner: Any = {"business": shop.business, "actor": shop.owner, "at": at}
    refund = RefundService.request_refund(sale_id=UUID(sale["id"]), asked=asked_for, **with_owner).unwrap()
    RefundService.approve(refund_id=refund.pk, **with_owner).unwrap()
    RefundService.process_refund(refund_id=refund.pk, **with_owner).unwrap()
    with shop.scope():
        there = InventoryItem.objects.for_business(shop.id).get(product=tea, location=back_room)
    assert (there.current_qty, there.stock_value, item_of(shop, tea).current_qty) == (2, 8, 5)
    assert_books_balance(shop.id)


def test_damaged_goods_are_booked_in_and_out_again_as_a_loss(shop: Shop) -> None:
    tea = make_product(shop, "Tea", price="10.00", stock="10", cost="4.00")
    sale = sold(shop.till, (tea, "5"))
    processed(shop, sale, "2", each={"destination": "DAMAGED"})
    item = item_of(shop, tea)
    assert (item.current_qty, item.stock_value) == (5, 20)
    with shop.scope():
        moved = InventoryMovement.objects.for_business(shop.id).filter(item=item).order_by("item_seq")
        told = [(row.kind, row.quantity, row.cost_amount) for row in moved][-2:]
    assert told == [("RETURN", 2, 8), ("ADJUST", -2, -8)]
    processed(shop, sale, "1", each={"restock": False})
    assert item_of(shop, tea).current_qty == 5
    assert_books_balance(shop.id)


def test_goods_return_to_the_newest_of_the_layers_that_they_came_from(shop: Shop) -> None:
    tea = make_product(shop, "Tea", price="10.00", stock="4", cost="4.00")
    opened = shop.manager_till.post(
        "/api/stock-products/opening-stock/",
        {"storefront": shop.storefront.pk, "lines": [{"product": tea.pk, "quantity": "6", "unit_cost": "5.00"}]},
    )
    assert opened.status_code == 201, opened.content
    sale = sold(shop.till, (tea, "7"))
    with shop.scope():
        old, new = InventoryBatch.objects.for_business(shop.id).filter(item__product=tea).order_by("received_at")
    assert (old.remaining_qty, new.remaining_qty) == (0, 3)
    processed(shop, sale, "4")
    with shop.scope():
        old.refresh_from_db()
        new.refresh_from_db()
    assert (old.remaining_qty, new.remaining_qty) == (1, 6)
    assert_books_balance(shop.id)


def test_a_part_of_a_package_comes_back_in_whole_pieces(shop: Shop) -> None:
    tea = make_product(shop, "Tea", price="1.00", stock="24", packagings=[NewPackaging("Box", 12)])
    with shop.scope():
        box = tea.packagings.get()
    answer = shop.till.post(
        "/api/sales/checkout/",
        {
            "items": [{"product": tea.pk, "packaging": str(box.pk), "quantity": "1"}],
            "payments": [tender("CASH", "12.00")],
        },
    )
    sale = answer.json()
    refused = asked(shop.till, sale, "0.1")
    assert (refused.status_code, refused.json()["code"]) == (422, "BAD_QUANTITY")
    refund = processed(shop, sale, "0.25")
    assert (refund["amount"], item_of(shop, tea).current_qty) == ("3.00", 15)


def test_pieces_with_serial_numbers_are_named_and_come_back_themselves(shop: Shop) -> None:
    phone = make_product(shop, "Phone", price="100.00", stock=None, tracks_serials=True)
    opened = shop.manager_till.post(
        "/api/stock-products/opening-stock/",
        {
            "storefront": shop.storefront.pk,
            "lines": [{"product": phone.pk, "quantity": "3", "unit_cost": "60", "serials": ["A", "B", "C"]}],
        },
    )
    assert opened.status_code == 201, opened.content
    body = {
        "items": [{"product": phone.pk, "quantity": "2", "serials": ["A", "C"]}],
        "payments": [tender("CASH", "200.00")],
    }
    sale = shop.till.post("/api/sales/checkout/", body).json()
    for named in ([], ["B"], ["A", "C"]):
        answer = asked(shop.till, sale, "1", each={"serials": named})
        assert answer.json()["code"] == "SERIALS_MISMATCH"
    processed(shop, sale, "1", each={"serials": ["C"]})
    with shop.scope():
        open_layers = InventoryBatch.objects.for_business(shop.id).filter(item__product=phone, is_open=True)
        assert sorted(layer.serial_number for layer in open_layers) == ["B", "C"]
    assert_books_balance(shop.id)


def test_cash_is_given_back_in_coins_and_the_whole_comes_to_what_was_paid(shop: Shop) -> None:
    with shop.scope():
        Business.objects.filter(pk=shop.id).update(cash_rounding_step=Decimal("0.05"), settings_version=99)
    odd = make_product(shop, "Odd", price="3.33", stock="10")
    sale = sold(shop.till, (odd, "3"))
    assert (sale["total_amount"], sale["rounding_amount"]) == ("10.00", "0.01")
    parts = [processed(shop, sale, "1") for _ in range(3)]
    assert [part["amount"] for part in parts] == ["3.35", "3.30", "3.35"]
    assert [part["rounding_amount"] for part in parts] == ["0.02", "-0.03", "0.02"]
    assert sale_of(shop, sale)["status"] == "REFUNDED"
    assert_books_balance(shop.id)
