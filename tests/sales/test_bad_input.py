"""Bad input at the tills' doors: a 4xx with a code and a sentence, and nothing written."""

import json
from typing import Any
from uuid import uuid4

import pytest

from optimapos.products.types import NewPackaging
from optimapos.sales.models import Sale
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop, make_shop
from tests.sales.test_phase_one import add, in_stock, open_cart

CHECKOUT = "/api/sales/checkout/"
CASH = [{"payment_method": "CASH", "amount_paid": "100.00"}]


def sales_of(shop: Shop) -> int:
    """How many sales and carts there are."""
    with shop.scope():
        return Sale.objects.for_business(shop.id).count()


def refused(answer: Any, status: int, code: str) -> dict[str, Any]:
    """The problem document, after checking its form."""
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    problem: dict[str, Any] = answer.json()
    assert (problem["code"], problem["status"]) == (code, status)
    assert problem["detail"]
    return problem


@pytest.mark.parametrize(
    "quantity",
    ["-1", "NaN", "Infinity", "1e2", "1_000", "１２３", " 1", "1.0000001", "9999999999", "", None, True, 1.5, [], {}],
)
def test_a_quantity_that_is_no_plain_number_is_refused(shop: Shop, quantity: Any) -> None:
    tea = make_product(shop)
    body = {"items": [{"product": str(tea.pk), "quantity": quantity}], "payments": CASH}
    refused(shop.till.post(CHECKOUT, body), 400, "VALIDATION_FAILED")
    assert sales_of(shop) == 0


def test_a_quantity_of_zero_is_refused(shop: Shop) -> None:
    tea = make_product(shop)
    body = {"items": [{"product": str(tea.pk), "quantity": "0"}], "payments": CASH}
    assert refused(shop.till.post(CHECKOUT, body), 400, "QUANTITY_NOT_POSITIVE")["data"]["line"] == 1


def test_half_a_piece_is_refused_and_half_a_kilogram_is_sold(shop: Shop) -> None:
    piece, weighed = make_product(shop), make_product(shop, name="Apples", unit_decimals=3)
    lines = [{"product": str(piece.pk), "quantity": "0.5"}]
    problem = refused(shop.till.post(CHECKOUT, {"items": lines, "payments": CASH}), 422, "QUANTITY_TOO_PRECISE")
    assert problem["data"] == {"line": 1, "quantity": "0.5", "decimals": 0}
    lines = [{"product": str(weighed.pk), "quantity": "0.5"}]
    assert shop.till.post(CHECKOUT, {"items": lines, "payments": CASH}).status_code == 201


@pytest.mark.parametrize("price", ["-0.01", "NaN", "1e3", "0.0000001", "99999999999999", "1,50"])
def test_a_price_that_is_no_plain_number_is_refused(shop: Shop, price: str) -> None:
    tea = make_product(shop)
    body = {"items": [{"product": str(tea.pk), "quantity": "1", "unit_price": price}], "payments": CASH}
    refused(shop.manager_till.post(CHECKOUT, body), 400, "VALIDATION_FAILED")


def test_unknown_foreign_and_unsellable_products_are_refused(shop: Shop) -> None:
    other = make_product(make_shop())
    new = make_product(shop, life_cycle="NEW", stock=None)
    for product in (str(uuid4()), str(other.pk)):
        lines = [{"product": product, "quantity": "1"}]
        refused(shop.till.post(CHECKOUT, {"items": lines, "payments": CASH}), 404, "PRODUCT_NOT_FOUND")
    lines = [{"product": str(new.pk), "quantity": "1"}]
    refused(shop.till.post(CHECKOUT, {"items": lines, "payments": CASH}), 422, "PRODUCT_NOT_SELLABLE")
    assert sales_of(shop) == 0


def test_two_lines_of_one_product_are_summed_before_they_are_checked(shop: Shop) -> None:
    tea = make_product(shop, stock="5")
    line = {"product": str(tea.pk), "quantity": "3"}
    problem = refused(shop.till.post(CHECKOUT, {"items": [line, line], "payments": CASH}), 409, "INSUFFICIENT_STOCK")
    (short,) = problem["data"]["items"]
    assert (short["requested"], short["available"]) == ("6", "5")
    cart = open_cart(shop.till)
    assert add(shop.till, cart, tea, "3").status_code == 201
    problem = refused(add(shop.till, cart, tea, "3"), 409, "INSUFFICIENT_STOCK")
    assert problem["data"]["items"][0]["available"] == "5"
    assert in_stock(shop, tea) == 5


def test_tenders_short_of_the_total_need_a_customer(shop: Shop) -> None:
    tea = make_product(shop, price="12.00")
    lines = [{"product": str(tea.pk), "quantity": "1"}]
    tenders = [{"payment_method": "CASH", "amount_paid": "10.00"}]
    problem = refused(shop.till.post(CHECKOUT, {"items": lines, "payments": tenders}), 422, "UNDERPAID")
    assert problem["data"] == {"total": "12.00", "paid": "10.00", "missing": "2.00"}
    customer = make_customer(shop, credit_limit="5.00")
    body = {"items": lines, "payments": tenders, "customer": str(customer.pk)}
    sold = shop.till.post(CHECKOUT, body).json()
    assert (sold["status"], sold["amount_paid"], sold["amount_due"]) == ("PARTIAL", "10.00", "2.00")


def test_too_much_on_a_card_is_refused(shop: Shop) -> None:
    tea = make_product(shop, price="12.00")
    body = {
        "items": [{"product": str(tea.pk), "quantity": "1"}],
        "payments": [{"payment_method": "CARD", "amount_paid": "12.01"}],
    }
    refused(shop.till.post(CHECKOUT, body), 422, "OVERPAID")
    assert in_stock(shop, tea) == 100


def test_a_total_that_changed_is_refused_online(shop: Shop) -> None:
    tea = make_product(shop, price="12.00")
    body = {"items": [{"product": str(tea.pk), "quantity": "1"}], "payments": CASH, "expected_total": "11.00"}
    problem = refused(shop.till.post(CHECKOUT, body), 409, "PRICE_CHANGED")
    assert problem["data"] == {"expected_total": "11.00", "total_amount": "12.00"}


def test_a_cashier_sets_no_price_and_gives_no_more_discount_than_the_role_allows(shop: Shop) -> None:
    tea = make_product(shop, price="12.00")
    line = {"product": str(tea.pk), "quantity": "1"}
    body = {"items": [{**line, "unit_price": "1.00"}], "payments": CASH}
    refused(shop.till.post(CHECKOUT, body), 403, "PRICE_OVERRIDE_NOT_ALLOWED")
    body = {"items": [{**line, "discount_percentage": "11"}], "payments": CASH}
    refused(shop.till.post(CHECKOUT, body), 403, "DISCOUNT_NOT_ALLOWED")
    body = {"items": [line], "discount_amount": "12.01", "payments": CASH}
    refused(shop.manager_till.post(CHECKOUT, body), 422, "DISCOUNT_TOO_LARGE")
    assert sales_of(shop) == 0


def test_a_key_used_for_another_request_is_refused(shop: Shop) -> None:
    tea = make_product(shop, price="12.00")
    body = {"items": [{"product": str(tea.pk), "quantity": "1"}], "payments": CASH}
    first = shop.till.post(CHECKOUT, body, key="a-key")
    again = shop.till.post(CHECKOUT, body, key="a-key")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert again["Idempotent-Replayed"] == "true"
    other = {**body, "notes": "another"}
    refused(shop.till.post(CHECKOUT, other, key="a-key"), 409, "IDEMPOTENCY_KEY_REUSED")
    assert sales_of(shop) == 1
    assert in_stock(shop, tea) == 99


def test_a_sale_id_of_the_client_is_sold_once(shop: Shop) -> None:
    tea = make_product(shop, price="12.00")
    body = {"id": str(uuid4()), "items": [{"product": str(tea.pk), "quantity": "1"}], "payments": CASH}
    first = shop.till.post(CHECKOUT, body, key="one")
    again = shop.till.post(CHECKOUT, body, key="two")
    assert again.json() == first.json()
    refused(shop.till.post(CHECKOUT, {**body, "notes": "another"}), 409, "SALE_ID_REUSED")
    assert sales_of(shop) == 1


@pytest.mark.parametrize("key", ["k" * 101, "ключ"])
def test_a_key_that_is_no_plain_text_is_refused(shop: Shop, key: str) -> None:
    tea = make_product(shop)
    body = {"items": [{"product": str(tea.pk), "quantity": "1"}], "payments": CASH}
    refused(shop.till.post(CHECKOUT, body, key=key), 400, "VALIDATION_FAILED")
    assert sales_of(shop) == 0


NESTED = b'{"notes":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
BROKEN: dict[str, bytes] = {
    "cut off": b'{"items": [',
    "no JSON at all": b"<xml/>",
    "not UTF-8": b'{"notes": "\xff"}',
    "a lone surrogate": b'{"notes": "\\ud800"}',
    "NUL in a text": b'{"notes": "a\\u0000b", "items": [{"product": "'
    + str(uuid4()).encode()
    + b'", "quantity": "1"}]}',
    "nested too deep": NESTED,
    "a list": b"[]",
}
BROKEN_CHECKOUT: dict[str, bytes] = BROKEN | {
    "NaN": b'{"discount_amount": NaN}',
    "nothing": b"",
    "a number of 400 digits": b'{"discount_amount": ' + b"9" * 400 + b"}",
    "an unknown field": b'{"item": []}',
    "no items": b'{"items": []}',
}


CASES = [(CHECKOUT, body) for body in BROKEN_CHECKOUT.values()] + [("/api/sales/", body) for body in BROKEN.values()]
NAMES = [f"checkout: {name}" for name in BROKEN_CHECKOUT] + [f"cart: {name}" for name in BROKEN]


@pytest.mark.parametrize(("path", "body"), CASES, ids=NAMES)
def test_a_broken_body_is_refused_with_a_sentence(shop: Shop, path: str, body: bytes) -> None:
    answer = shop.till.post(path, body)
    assert answer.status_code == 400, answer.content
    assert answer.json()["code"] in {"PARSE_ERROR", "VALIDATION_FAILED"}
    assert answer.json()["detail"]
    assert sales_of(shop) == 0


def test_a_body_larger_than_the_server_takes_is_refused(shop: Shop) -> None:
    huge = json.dumps({"notes": "x" * 2_100_000}).encode()
    refused(shop.till.post(CHECKOUT, huge), 413, "TOO_LARGE")
    refused(shop.till.post("/api/sales/", huge), 413, "TOO_LARGE")


@pytest.mark.parametrize("amount", ["-5.00", "NaN", "1e2", "5.00001", "999999999999999999"])
def test_a_tender_that_is_no_amount_is_refused(shop: Shop, amount: str) -> None:
    tea = make_product(shop)
    body = {
        "items": [{"product": str(tea.pk), "quantity": "1"}],
        "payments": [{"payment_method": "CASH", "amount_paid": amount}],
    }
    refused(shop.till.post(CHECKOUT, body), 400, "VALIDATION_FAILED")


def test_a_tender_finer_than_the_currency_is_refused(shop: Shop) -> None:
    tea = make_product(shop)
    body = {
        "items": [{"product": str(tea.pk), "quantity": "1"}],
        "payments": [{"payment_method": "CASH", "amount_paid": "20.001"}],
    }
    refused(shop.till.post(CHECKOUT, body), 422, "AMOUNT_TOO_PRECISE")


def test_a_gift_card_without_its_code_is_refused(shop: Shop) -> None:
    tea = make_product(shop, price="10.00")
    body = {
        "items": [{"product": str(tea.pk), "quantity": "1"}],
        "payments": [{"payment_method": "GIFT_CARD", "amount_paid": "10.00"}],
    }
    refused(shop.till.post(CHECKOUT, body), 422, "WALLET_CODE_REQUIRED")


def test_nobody_sells_without_signing_in(shop: Shop) -> None:
    shop.till.token = "unknown"
    refused(shop.till.post(CHECKOUT, {"items": [{"product": str(uuid4()), "quantity": "1"}]}), 401, "NOT_AUTHENTICATED")
    refused(shop.till.post("/api/sales/", {}), 401, "AUTHENTICATION_FAILED")


def test_other_verbs_are_refused(shop: Shop) -> None:
    refused(shop.till.get(CHECKOUT), 405, "METHOD_NOT_ALLOWED")
    refused(shop.till.call("PUT", "/api/sales/", {}), 405, "METHOD_NOT_ALLOWED")


def test_the_barcode_of_a_retired_package_sells_nothing(shop: Shop) -> None:
    tea = make_product(shop, price="1.00", packagings=[NewPackaging("Box", factor_num=12, barcodes=("BOX",))])
    with shop.scope():
        tea.packagings.update(is_active=False)
    lines = [{"barcode": "BOX", "quantity": "1"}]
    refused(shop.till.post(CHECKOUT, {"items": lines, "payments": CASH}), 404, "PACKAGING_NOT_FOUND")
    cart = open_cart(shop.till)
    refused(shop.till.post(f"/api/sales/{cart}/items/", lines[0]), 404, "PACKAGING_NOT_FOUND")
    assert in_stock(shop, tea) == 100


def test_a_line_names_its_product_once(shop: Shop) -> None:
    tea = make_product(shop, barcodes=["TEA"])
    for line in ({"product": str(tea.pk), "barcode": "TEA", "quantity": "1"}, {"quantity": "1"}):
        refused(shop.till.post(CHECKOUT, {"items": [line], "payments": CASH}), 400, "VALIDATION_FAILED")


@pytest.mark.parametrize("occurred_at", ["0001-01-01T00:00:00+14:00", "1999-12-31T00:00:00Z", "2026-01-01T00:00:00"])
def test_a_time_that_can_not_be_is_refused(shop: Shop, occurred_at: str) -> None:
    tea = make_product(shop)
    line = {"product": str(tea.pk), "quantity": "1"}
    body = {"items": [line], "payments": CASH, "origin": "IMPORT", "occurred_at": occurred_at}
    refused(shop.manager_till.post(CHECKOUT, body), 400, "VALIDATION_FAILED")


def test_a_sale_of_the_future_is_refused(shop: Shop) -> None:
    line = {"product": str(make_product(shop).pk), "quantity": "1"}
    body = {"items": [line], "payments": CASH, "origin": "IMPORT", "occurred_at": "2099-01-01T00:00:00Z"}
    refused(shop.manager_till.post(CHECKOUT, body), 422, "SALE_IN_THE_FUTURE")


@pytest.mark.parametrize("origin", ["OFFLINE", "IMPORT"])
def test_a_cashier_books_no_sale_of_another_time(shop: Shop, origin: str) -> None:
    line = {"product": str(make_product(shop).pk), "quantity": "1"}
    body = {"items": [line], "payments": CASH, "origin": origin, "occurred_at": "2026-01-01T00:00:00Z"}
    refused(shop.till.post(CHECKOUT, body), 403, "PERMISSION_DENIED")


def test_more_than_can_be_counted_is_refused(shop: Shop) -> None:
    tea = make_product(shop, packagings=[NewPackaging("Pallet", factor_num=1000)])
    with shop.scope():
        pallet = str(tea.packagings.get().pk)
    line = {"product": str(tea.pk), "packaging": pallet, "quantity": "999999999"}
    refused(shop.till.post(CHECKOUT, {"items": [line], "payments": CASH}), 422, "AMOUNT_TOO_LARGE")
    refused(shop.till.post(f"/api/sales/{open_cart(shop.till)}/items/", line), 422, "AMOUNT_TOO_LARGE")
    body = {
        "storefront": str(shop.storefront.pk),
        "lines": [{"product": str(tea.pk), "quantity": "999999999", "unit_cost": "9999999999999"}],
    }
    refused(shop.manager_till.post("/api/stock-products/opening-stock/", body), 422, "AMOUNT_TOO_LARGE")
    body["lines"] = [{"product": str(tea.pk), "quantity": "999999999", "unit_cost": "1"}]
    refused(shop.manager_till.post("/api/stock-products/opening-stock/", body), 422, "AMOUNT_TOO_LARGE")
