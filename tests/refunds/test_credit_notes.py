"""Credit notes: other debts first, then store credit of the customer, or of whoever has its code."""

from decimal import Decimal
from typing import Any

import pytest

from optimapos.products.models import Product
from optimapos.verify.report import named
from tests.concurrency.books import assert_books_balance
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop, make_shop
from tests.papers.printing import letters_of
from tests.refunds.giving_back import approved, balance_of, paid_out, processed, sold, tender
from tests.refunds.test_exchanges import exchanged
from tests.verify.planting import found_by, superuser


@pytest.fixture(scope="module")
def shop() -> Shop:
    return make_shop(country="BG", receipt_code_page="CP1251")


@pytest.fixture(scope="module")
def tea(shop: Shop) -> Product:
    return make_product(shop, "Tea", price="12.00", stock="10000")


def credit_of(shop: Shop, customer: Any) -> list[str]:
    rows = shop.manager_till.get(f"/api/customers/{customer.pk}/wallet/").json()
    return [row["balance"] for row in rows["accounts"] if row["kind"] == "STORE_CREDIT"]


def test_without_debts_it_is_the_customers_store_credit_which_pays_the_next_sale(shop: Shop, tea: Product) -> None:
    customer = make_customer(shop)
    sale = sold(shop.till, (tea, "2"), customer=str(customer.pk))
    for expected in (12, 24):
        refund = processed(shop, sale, "1", method="CREDIT_NOTE")
        assert (refund["credited_amount"], refund["paid_amount"], refund["credit_code"]) == ("0.00", "12.00", None)
        assert paid_out(refund) == {"STORE_CREDIT": 12}
        assert (balance_of(shop, customer), [Decimal(each) for each in credit_of(shop, customer)]) == (0, [expected])
    sold(shop.till, (tea, "2"), payments=[tender("STORE_CREDIT", "24.00")], customer=str(customer.pk))
    assert [Decimal(each) for each in credit_of(shop, customer)] == [0]
    assert_books_balance(shop.id)


def test_other_debts_are_settled_first_and_the_rest_is_store_credit(shop: Shop, tea: Product) -> None:
    customer = make_customer(shop, credit_limit=Decimal(100))
    paid = sold(shop.till, (tea, "3"), customer=str(customer.pk))
    sold(shop.till, (tea, "1"), payments=[tender("CASH", "2.00")], customer=str(customer.pk))
    assert balance_of(shop, customer) == 10
    refund = processed(shop, paid, "2", method="CREDIT_NOTE")
    assert (refund["amount"], refund["credited_amount"], refund["paid_amount"]) == ("24.00", "10.00", "14.00")
    assert (balance_of(shop, customer), [Decimal(each) for each in credit_of(shop, customer)]) == (0, [14])
    assert_books_balance(shop.id)


def test_without_a_customer_its_code_is_told_once_and_on_the_first_print_and_pays(shop: Shop, tea: Product) -> None:
    refund = approved(shop, sold(shop.till, (tea, "2")), "2", method="CREDIT_NOTE")
    where = f"/api/refunds/{refund['id']}/"
    answers = [shop.till.post(f"{where}process/", {}, key=f"process-{refund['id']}").json() for _ in range(2)]
    code = answers[0]["credit_code"]
    assert (len(code.replace("-", "")), answers[1]["credit_code"], paid_out(answers[0])) == (
        20,
        code,
        {"STORE_CREDIT": 24},
    )
    assert shop.till.get(where).json()["credit_code"] is None
    assert code not in shop.till.get(f"{where}credit-note/?as=html").content.decode()
    first, second = (letters_of(shop.till.post(f"{where}credit-note/print/", {}).content) for _ in range(2))
    assert (code in first, code in second) == (True, False)
    paid = sold(shop.till, (tea, "1"), payments=[tender("STORE_CREDIT", "12.00", code=code)])
    assert paid["status"] == "COMPLETED"
    assert_books_balance(shop.id)


def test_what_an_exchange_leaves_over_becomes_store_credit(shop: Shop, tea: Product) -> None:
    customer = make_customer(shop)
    salt = make_product(shop, "Salt", price="2.00")
    sale = sold(shop.till, (tea, "2"), customer=str(customer.pk))
    refund = approved(shop, sale, "2", method="EXCHANGE")
    done = exchanged(shop, refund, salt, "2", rest_method="CREDIT_NOTE").json()
    assert paid_out(done["refund"]) == {"EXCHANGE": 4, "STORE_CREDIT": 20}
    assert [Decimal(each) for each in credit_of(shop, customer)] == [20]
    assert_books_balance(shop.id)


@pytest.mark.parametrize(
    ("plant", "text"),
    [
        ("UPDATE payment SET wallet_entry_id = NULL WHERE refund_id = %s", "method STORE_CREDIT"),
        ("UPDATE payment SET amount_paid = 9, tendered = 9 WHERE refund_id = %s", "paid 9"),
        ("UPDATE payment SET payment_method = 'CASH' WHERE refund_id = %s", "payments 1"),
    ],
)
def test_credit_that_differs_from_what_went_out_is_found(shop: Shop, tea: Product, plant: str, text: str) -> None:
    refund = processed(shop, sold(shop.till, (tea, "1")), "1", method="CREDIT_NOTE")
    with superuser() as cursor:
        assert found_by(cursor, "wallet.payments", shop.id).count == 0
        cursor.execute(plant, [refund["id"]])
        found = found_by(cursor, "wallet.payments", shop.id)
    assert any(text in named(violation) for violation in found.violations), found.violations
