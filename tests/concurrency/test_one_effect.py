"""One effect and one answer: of a request sent many times under one key, and of a sale whose id a client minted."""

from collections import Counter
from decimal import Decimal
from uuid import UUID, uuid4

import psycopg
import pytest

from optimapos.core.ids import new_id
from optimapos.inventory.models import InventoryItem
from optimapos.sales.models import Sale, SaleItem
from optimapos.sales.services import checkout as checkout_service
from tests.concurrency.books import assert_books_balance
from tests.concurrency.orders import CASH, CHECKOUT, line, sale
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.servers import Answer, Server, race

TIMES = 20


def stock_of(shop: Shop, product_id: UUID) -> Decimal:
    with shop.scope():
        return InventoryItem.objects.for_business(shop.id).get(product_id=product_id).current_qty


def one_answer(answers: list[Answer], status: int) -> None:
    """All the same bytes, and all but the first told that they are a repeat."""
    assert {answer.status for answer in answers} == {status}, Counter((a.status, a.body) for a in answers)
    assert len({answer.body for answer in answers}) == 1
    assert sum(answer.is_replayed for answer in answers) == len(answers) - 1


def test_a_checkout_sent_twenty_times_at_once_under_one_key_sells_once(server: Server, shop: Shop) -> None:
    product = make_product(shop, stock="100").pk
    for _ in range(5):
        before = stock_of(shop, product)
        key = str(uuid4())
        answers = race(server, [shop.till.token], [(CHECKOUT, sale([(product, 3)]), key)] * TIMES)
        one_answer(answers, 201)
        assert stock_of(shop, product) == before - 3
    assert_books_balance(shop.id)


def test_the_last_unit_bought_twenty_times_under_one_key_is_sold_and_never_refused(server: Server, shop: Shop) -> None:
    product = make_product(shop, stock="1").pk
    answers = race(server, [shop.till.token], [(CHECKOUT, sale([(product, 1)]), str(uuid4()))] * TIMES)
    one_answer(answers, 201)
    assert stock_of(shop, product) == 0


def test_a_cart_completed_twenty_times_at_once_under_one_key_is_completed_once(server: Server, shop: Shop) -> None:
    product = make_product(shop, stock="10").pk
    cart = shop.till.post("/api/sales/").json()["id"]
    shop.till.post(f"/api/sales/{cart}/items/", line(product, 2))
    path = f"/api/sales/{cart}/complete/"
    one_answer(race(server, [shop.till.token], [(path, {"payments": CASH}, str(uuid4()))] * TIMES), 200)
    assert stock_of(shop, product) == 8
    assert_books_balance(shop.id)


def test_a_cart_completed_under_twenty_keys_at_once_is_completed_once(server: Server, shop: Shop) -> None:
    product = make_product(shop, stock="10").pk
    cart = shop.till.post("/api/sales/").json()["id"]
    shop.till.post(f"/api/sales/{cart}/items/", line(product, 2))
    path = f"/api/sales/{cart}/complete/"
    answers = race(server, [shop.till.token], [(path, {"payments": CASH}, str(uuid4())) for _ in range(TIMES)])
    assert Counter((answer.status, answer.code) for answer in answers) == {
        (200, ""): 1,
        (409, "SALE_NOT_DRAFT"): TIMES - 1,
    }
    assert stock_of(shop, product) == 8
    assert_books_balance(shop.id)


def test_a_line_added_twenty_times_at_once_under_one_key_is_added_once(server: Server, shop: Shop) -> None:
    product = make_product(shop, stock="10").pk
    cart = shop.till.post("/api/sales/").json()["id"]
    path = f"/api/sales/{cart}/items/"
    one_answer(race(server, [shop.till.token], [(path, line(product, 2), str(uuid4()))] * TIMES), 201)
    with shop.scope():
        assert SaleItem.objects.for_business(shop.id).filter(sale_id=cart).count() == 1
    assert_books_balance(shop.id)


def test_a_key_used_at_once_for_two_different_sales_has_the_effect_of_one(server: Server, shop: Shop) -> None:
    product = make_product(shop, stock="100").pk
    for _ in range(5):
        before = stock_of(shop, product)
        key = str(uuid4())
        requests = [(CHECKOUT, sale([(product, number % 2 + 1)]), key) for number in range(TIMES)]
        answers = race(server, [shop.till.token], requests)
        outcomes = Counter((answer.status, answer.code) for answer in answers)
        assert outcomes == {(201, ""): TIMES // 2, (409, "IDEMPOTENCY_KEY_REUSED"): TIMES // 2}
        assert before - stock_of(shop, product) in {1, 2}
    assert_books_balance(shop.id)


def test_a_sale_with_an_id_of_the_terminal_sent_at_once_under_different_keys_is_sold_once(
    server: Server, shop: Shop
) -> None:
    product = make_product(shop, stock="100").pk
    for _ in range(5):
        before = stock_of(shop, product)
        body = sale([(product, 2)], id=str(new_id()))
        answers = race(server, [shop.till.token], [(CHECKOUT, body, str(uuid4())) for _ in range(TIMES)])
        one_answer(answers, 201)
        assert stock_of(shop, product) == before - 2
    assert_books_balance(shop.id)


def test_the_last_unit_sold_under_an_id_of_the_terminal_is_never_told_to_be_missing(server: Server, shop: Shop) -> None:
    for _ in range(5):
        product = make_product(shop, stock="1").pk
        body = sale([(product, 1)], id=str(new_id()))
        answers = race(server, [shop.till.token], [(CHECKOUT, body, str(uuid4())) for _ in range(TIMES)])
        one_answer(answers, 201)
    assert_books_balance(shop.id)


def test_one_id_of_the_terminal_for_two_different_sales_is_given_to_one_of_them(server: Server, shop: Shop) -> None:
    product = make_product(shop, stock="100").pk
    sale_id = str(new_id())
    requests = [(CHECKOUT, sale([(product, n % 2 + 1)], id=sale_id), str(uuid4())) for n in range(TIMES)]
    outcomes = Counter((answer.status, answer.code) for answer in race(server, [shop.till.token], requests))
    assert outcomes == {(201, ""): TIMES // 2, (409, "SALE_ID_REUSED"): TIMES // 2}
    with shop.scope():
        assert Sale.objects.for_business(shop.id).count() == 1
    assert_books_balance(shop.id)


@pytest.mark.parametrize("has_key", [True, False], ids=["under a key", "without a key"])
def test_a_checkout_whose_connection_breaks_after_its_commit_is_answered_as_sold(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, has_key: bool
) -> None:
    product = make_product(shop, stock="10").pk
    written: list[bytes] = []

    def write_then_break(writing: checkout_service.Writing) -> bytes:
        written.append(write(writing))
        if len(written) == 1:
            raise psycopg.OperationalError("the connection broke after COMMIT")
        return written[-1]

    write = checkout_service.write_checkout
    monkeypatch.setattr(checkout_service, "write_checkout", write_then_break)
    answer = shop.till.post(CHECKOUT, sale([(product, 1)]), key=str(uuid4()) if has_key else None)
    assert (answer.status_code, answer.content) == (201, written[0])
    assert len(written) == 1
    assert stock_of(shop, product) == 9


def test_a_refused_request_is_tried_again_under_its_key(server: Server, shop: Shop) -> None:
    product = make_product(shop, stock="1").pk
    key, client = str(uuid4()), server.client(shop.till.token)
    assert client.post(CHECKOUT, sale([(product, 1)], payments=[]), key).code == "UNDERPAID"
    body = sale([(product, 2)])
    assert client.post(CHECKOUT, body, key).code == "INSUFFICIENT_STOCK"
    body = sale([(product, 1)])
    first = client.post(CHECKOUT, body, key)
    again = client.post(CHECKOUT, body, key)
    client.close()
    assert (first.status, first.is_replayed) == (201, False)
    assert (again.status, again.body, again.is_replayed) == (201, first.body, True)
