"""Exchanges: goods come back and others go out in one, and the difference is paid or given back."""

from decimal import Decimal
from typing import Any

import pytest

from optimapos.organization.models import Business
from optimapos.refunds.models import Refund
from optimapos.refunds.services import exchanging
from optimapos.sales.models import Payment, Sale
from optimapos.sales.services.writing import StartOver
from tests.concurrency.books import assert_books_balance
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop
from tests.refunds.giving_back import approved, balance_of, item_of, paid_out, processed, sale_of, sold, tender


def exchanged(shop: Shop, refund: dict[str, Any], product: Any, quantity: str = "1", **fields: Any) -> Any:
    """The answer to an exchange for so much of a product."""
    rest = {"rest_method": fields.pop("rest_method")} if "rest_method" in fields else {}
    key = fields.pop("key", None)
    cart = {"items": [{"product": str(product.pk), "quantity": quantity}], **fields}
    return shop.till.post(f"/api/refunds/{refund['id']}/exchange/", {"cart": cart, **rest}, key)


def tenders(sale: dict[str, Any]) -> dict[str, str]:
    return {payment["payment_method"]: payment["amount_paid"] for payment in sale["payments"]}


def test_dearer_goods_are_paid_with_what_came_back_and_the_difference(shop: Shop) -> None:
    tea, mug = make_product(shop, "Tea", price="12.00"), make_product(shop, "Mug", price="30.00")
    refund = approved(shop, sold(shop.till, (tea, "2")), "2", method="EXCHANGE")
    answer = exchanged(shop, refund, mug, payments=[tender("CASH", "10.00")])
    assert answer.status_code == 200, answer.content
    done = answer.json()
    assert (done["refund"]["status"], done["refund"]["exchange_sale"]) == ("PROCESSED", done["sale"]["id"])
    assert paid_out(done["refund"]) == {"EXCHANGE": 24}
    assert tenders(done["sale"]) == {"EXCHANGE": "24.00", "CASH": "6.00"}
    assert (done["sale"]["status"], done["sale"]["change"], done["sale"]["payment_type"]) == (
        "COMPLETED",
        "4.00",
        "MIXED",
    )
    assert (item_of(shop, tea).current_qty, item_of(shop, mug).current_qty) == (100, 99)
    with shop.scope():
        new = Sale.objects.for_business(shop.id).get(pk=done["sale"]["id"])
        assert str(new.exchange_of_id) == done["refund"]["sale"]
        reference = new.payments.get(payment_method="EXCHANGE").transaction_reference
    assert reference == done["refund"]["refund_number"]
    assert_books_balance(shop.id)


def test_for_cheaper_goods_the_rest_is_given_back(shop: Shop) -> None:
    tea, salt = make_product(shop, "Tea", price="12.00"), make_product(shop, "Salt", price="1.00")
    sale = sold(shop.till, (tea, "2"), payments=[tender("CARD", "24.00")])
    refund = approved(shop, sale, "2", method="EXCHANGE")
    done = exchanged(shop, refund, salt, "4", rest_method="ORIGINAL_PAYMENT").json()
    assert paid_out(done["refund"]) == {"EXCHANGE": 4, "CARD": 20}
    assert tenders(done["sale"]) == {"EXCHANGE": "4.00"}
    assert done["sale"]["payment_type"] == "EXCHANGE"
    assert sale_of(shop, sale)["status"] == "REFUNDED"
    assert_books_balance(shop.id)


def test_goods_of_the_same_product_are_exchanged_though_none_is_left(shop: Shop) -> None:
    tea = make_product(shop, "Tea", price="12.00", stock="2")
    refund = approved(shop, sold(shop.till, (tea, "2")), "1", method="EXCHANGE")
    done = exchanged(shop, refund, tea)
    assert done.status_code == 200, done.content
    assert item_of(shop, tea).current_qty == 0
    assert_books_balance(shop.id)


def test_what_is_owed_is_lowered_before_anything_is_exchanged(shop: Shop) -> None:
    customer = make_customer(shop, credit_limit=Decimal(100))
    tea, mug = make_product(shop, "Tea", price="12.00"), make_product(shop, "Mug", price="30.00")
    sale = sold(shop.till, (tea, "2"), payments=[tender("CASH", "14.00")], customer=str(customer.pk))
    refund = approved(shop, sale, "2", method="EXCHANGE")
    done = exchanged(shop, refund, mug, payments=[tender("CARD", "16.00")]).json()
    assert (done["refund"]["debt_amount"], paid_out(done["refund"])) == ("10.00", {"EXCHANGE": 14})
    assert tenders(done["sale"]) == {"EXCHANGE": "14.00", "CARD": "16.00"}
    assert balance_of(shop, customer) == 0
    assert_books_balance(shop.id)


def test_an_exchange_that_is_refused_leaves_everything_as_it_was(shop: Shop) -> None:
    tea, mug = make_product(shop, "Tea", price="12.00"), make_product(shop, "Mug", price="30.00", stock="1")
    sale = sold(shop.till, (tea, "2"))
    refund = approved(shop, sale, "2", method="EXCHANGE")
    for fields, code in (
        ({"payments": [tender("CASH", "5.00")]}, "UNDERPAID"),
        ({"quantity": "2", "payments": [tender("CASH", "36.00")]}, "INSUFFICIENT_STOCK"),
        ({"payments": [tender("EXCHANGE", "30.00")]}, "METHOD_NOT_AVAILABLE"),
        ({"payments": [], "rest_method": "EXCHANGE"}, "VALIDATION_FAILED"),
        ({"payments": [], "typo": 1}, "VALIDATION_FAILED"),
    ):
        answer = exchanged(shop, refund, mug, **fields)
        assert answer.json()["code"] == code, answer.content
    assert (item_of(shop, tea).current_qty, item_of(shop, mug).current_qty) == (98, 1)
    with shop.scope():
        assert Refund.objects.for_business(shop.id).get().status == "APPROVED"
        assert Sale.objects.for_business(shop.id).count() == 1
        assert not Payment.objects.for_business(shop.id).filter(direction="OUT").exists()
    assert_books_balance(shop.id)


def test_an_exchange_is_done_once_and_a_retry_gets_the_same_answer(shop: Shop) -> None:
    tea, mug = make_product(shop, "Tea", price="12.00"), make_product(shop, "Mug", price="12.00")
    refund = approved(shop, sold(shop.till, (tea, "1")), "1", method="EXCHANGE")
    first = exchanged(shop, refund, mug, key="once")
    again = exchanged(shop, refund, mug, key="once")
    assert (first.status_code, again.content) == (200, first.content)
    other = exchanged(shop, refund, mug)
    assert (other.status_code, other.json()["code"]) == (409, "REFUND_NOT_APPROVED")
    assert item_of(shop, mug).current_qty == 99


@pytest.mark.parametrize(("method", "path"), [("EXCHANGE", "process"), ("CASH", "exchange")])
def test_a_refund_is_processed_the_way_it_was_asked_for(shop: Shop, method: str, path: str) -> None:
    tea = make_product(shop, "Tea", price="12.00")
    refund = approved(shop, sold(shop.till, (tea, "1")), "1", method=method)
    cart = {"items": [{"product": str(tea.pk), "quantity": "1"}]}
    body = {"cart": cart} if path == "exchange" else {}
    answer = shop.till.post(f"/api/refunds/{refund['id']}/{path}/", body)
    assert (answer.status_code, answer.json()["code"]) == (409, "REFUND_IS_EXCHANGE")
    assert item_of(shop, tea).current_qty == 99


def test_the_difference_is_rounded_to_coins_where_it_is_paid_in_cash(shop: Shop) -> None:
    with shop.scope():
        Business.objects.filter(pk=shop.id).update(cash_rounding_step=Decimal("0.05"), settings_version=98)
    tea, mug = make_product(shop, "Tea", price="12.00"), make_product(shop, "Mug", price="13.33")
    sale = sold(shop.till, (tea, "1"), payments=[tender("CARD", "12.00")])
    done = exchanged(shop, approved(shop, sale, "1", method="EXCHANGE"), mug, payments=[tender("CASH", "2.00")]).json()
    assert (done["sale"]["total_amount"], done["sale"]["rounding_amount"]) == ("13.35", "0.02")
    assert (tenders(done["sale"]), done["sale"]["change"]) == ({"EXCHANGE": "12.00", "CASH": "1.35"}, "0.65")
    assert_books_balance(shop.id)


def test_what_was_exchanged_for_can_be_brought_back_too(shop: Shop) -> None:
    tea, mug = make_product(shop, "Tea", price="12.00"), make_product(shop, "Mug", price="20.00")
    refund = approved(shop, sold(shop.till, (tea, "1")), "1", method="EXCHANGE")
    new = exchanged(shop, refund, mug, payments=[tender("CARD", "8.00")]).json()["sale"]
    voided = shop.manager_till.post(f"/api/sales/{new['id']}/void/", {"reason": "Mistake"})
    assert voided.status_code == 201, voided.content
    assert paid_out(voided.json()) == {"CARD": 8, "CASH": 12}
    assert_books_balance(shop.id)


def test_an_exchange_counts_in_its_shift_and_takes_no_cash(shop: Shop) -> None:
    tea, mug = make_product(shop, "Tea", price="12.00"), make_product(shop, "Mug", price="12.00")
    shift = shop.till.post("/api/shifts/", {"opening_float": "50.00"}).json()["id"]
    refund = approved(shop, sold(shop.till, (tea, "1")), "1", method="EXCHANGE")
    assert exchanged(shop, refund, mug).status_code == 200
    report = shop.manager_till.get(f"/api/shifts/{shift}/x-report/").json()
    assert (report["sales"]["count"], report["refunds"]["count"]) == (2, 1)
    assert report["drawer"]["expected"]["CASH"] == "62.00"
    assert {row["method"]: (row["taken"], row["given_back"]) for row in report["tenders"]} == {
        "CASH": ("12.00", "0.00"),
        "EXCHANGE": ("12.00", "12.00"),
    }


def test_a_sale_of_which_something_comes_back_while_it_is_read_is_read_again(shop: Shop) -> None:
    tea = make_product(shop, "Tea", price="12.00")
    sale = sold(shop.till, (tea, "3"))
    wanted = approved(shop, sale, "1", method="EXCHANGE")
    with shop.scope():
        read = Refund.objects.for_business(shop.id).select_related("sale").get(pk=wanted["id"])
    processed(shop, sale, "1")
    with shop.scope(), pytest.raises(StartOver):
        exchanging._worth(read)
