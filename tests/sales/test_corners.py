"""Corners of selling that other tests pass by: lost connections, waiting locks, rights, figures, goods never stocked."""

import os
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from psycopg import errors as pg

from optimapos.inventory.services import OpeningStockService
from optimapos.inventory.services.reservations import release_expired
from optimapos.products.types import NewPackaging
from optimapos.sales.commands import Line
from optimapos.sales.selectors.checkout import Asked, Caller, read_checkout
from optimapos.sales.services import CartService, checkout
from optimapos.sales.services.writing import StartOver
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop, make_till
from tests.sales.test_phase_one import add, expire, in_stock, open_cart, pay

CHECKOUT = "/api/sales/checkout/"
WRITE = "optimapos.sales.services.checkout.write_checkout"


def one(product: Any, **fields: Any) -> dict[str, Any]:
    """A checkout of one of a product for cash."""
    line = {"product": str(product.pk), "quantity": "1", **fields}
    return {"items": [line], "payments": [{"payment_method": "CASH", "amount_paid": "100.00"}]}


def failing(error: Exception) -> Any:
    """A write that always ends in an error."""

    def write(writing: Any) -> bytes:
        raise error

    return write


def test_a_completion_whose_connection_breaks_after_its_commit_is_answered_as_sold(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    cart, broken = open_cart(shop.till), []
    add(shop.till, cart, make_product(shop, price="12.00"))
    real = checkout.write_checkout

    def write(writing: Any) -> bytes:
        body = real(writing)
        if not broken:
            broken.append(1)
            raise psycopg.OperationalError("the connection is lost")
        return body

    monkeypatch.setattr(WRITE, write)
    done = pay(shop.till, cart, ("CASH", "12.00"))
    assert (done.status_code, done.json()["status"], done["Idempotent-Replayed"]) == (200, "COMPLETED", "true")


def test_a_bug_in_a_completion_stays_a_bug(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    cart = open_cart(shop.till)
    add(shop.till, cart, make_product(shop, price="12.00"))
    monkeypatch.setattr(WRITE, failing(psycopg.ProgrammingError("a bug")))
    with pytest.raises(psycopg.ProgrammingError):
        pay(shop.till, cart, ("CASH", "12.00"))


@pytest.mark.parametrize(("error", "code"), [(StartOver(), "BUSY"), (pg.LockNotAvailable(), "IN_PROGRESS")])
def test_a_checkout_that_never_comes_through_is_told_so(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, error: Exception, code: str
) -> None:
    monkeypatch.setattr(WRITE, failing(error))
    refused = shop.till.post(CHECKOUT, one(make_product(shop)))
    assert (refused.status_code, refused.json()["code"], refused["Retry-After"]) == (409, code, "1")


def test_a_checkout_that_waits_too_long_for_its_goods_is_told_to_come_back(shop: Shop) -> None:
    tea = make_product(shop)
    with psycopg.connect(os.environ["DATABASE_MAINTENANCE_URL"]) as somebody:
        somebody.execute("SELECT 1 FROM inventory_item WHERE product_id = %s FOR UPDATE", [tea.pk])
        refused = shop.till.post(CHECKOUT, one(tea))
    assert (refused.status_code, refused.json()["code"]) == (409, "BUSY")
    assert in_stock(shop, tea) == 100


def test_a_figure_that_no_column_holds_is_refused(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("optimapos.sales.services.writing._run", failing(pg.NumericValueOutOfRange()))
    assert shop.till.post(CHECKOUT, one(make_product(shop))).json()["code"] == "AMOUNT_TOO_LARGE"


def test_a_stock_clerk_sells_nothing(shop: Shop) -> None:
    clerk = make_till(shop.business, shop.storefront, shop.owner, code="T7", role="stock_clerk")
    assert clerk.post(CHECKOUT, one(make_product(shop))).json()["code"] == "PERMISSION_DENIED"


def test_goods_that_were_never_here_are_out_of_stock(shop: Shop) -> None:
    refused = shop.till.post(CHECKOUT, one(make_product(shop, stock=None)))
    assert (refused.status_code, refused.json()["code"]) == (409, "INSUFFICIENT_STOCK")
    assert refused.json()["data"]["items"][0]["available"] == "0"


def test_goods_without_a_price_are_not_sold(shop: Shop) -> None:
    assert shop.till.post(CHECKOUT, one(make_product(shop, price=None))).json()["code"] == "NO_PRICE"


def test_a_package_that_would_cost_too_much_is_refused(shop: Shop) -> None:
    gold = make_product(
        shop, price="9999999999", packagings=[NewPackaging("Truck", factor_num=10_000, barcodes=("TRUCK",))]
    )
    with shop.scope():
        truck = str(gold.packagings.get().pk)
    assert shop.till.post(CHECKOUT, one(gold, packaging=truck)).json()["code"] == "AMOUNT_TOO_LARGE"


def test_a_sale_made_elsewhere_at_another_total_is_taken_and_flagged(shop: Shop) -> None:
    body = one(make_product(shop), unit_price="12.00") | {"origin": "IMPORT", "expected_total": "11.00"}
    sold = shop.manager_till.post(CHECKOUT, body | {"occurred_at": "2026-01-01T10:00:00Z"})
    assert (sold.status_code, sold.json()["flags"], sold.json()["business_date"]) == (
        201,
        ["PRICE_DIFFERS"],
        "2026-01-01",
    )


def test_a_service_is_taken_out_of_a_cart(shop: Shop) -> None:
    repair = make_product(shop, stock=None, kind="SERVICE", tracks_stock=False)
    cart = open_cart(shop.till)
    line = add(shop.till, cart, repair).json()["id"]
    assert shop.till.delete(f"/api/sales/{cart}/items/{line}/").status_code == 204


def test_one_of_two_lines_of_a_product_is_taken_out_of_a_cart_that_expired(shop: Shop) -> None:
    tea, cart = make_product(shop), open_cart(shop.till)
    line = add(shop.till, cart, tea).json()["id"]
    add(shop.till, cart, tea)
    expire(cart)
    release_expired(datetime.now(UTC))
    assert shop.till.delete(f"/api/sales/{cart}/items/{line}/").status_code == 204


def test_a_blocked_customer_gets_no_cart(shop: Shop) -> None:
    blocked = make_customer(shop, sales_blocked=True)
    assert shop.till.post("/api/sales/", {"customer": str(blocked.pk)}).json()["code"] == "CUSTOMER_BLOCKED"


def test_a_line_read_for_another_customer_is_not_added(shop: Shop) -> None:
    tea = make_product(shop)
    cart = open_cart(shop.till, customer=str(make_customer(shop).pk))
    asked = Asked(
        at=datetime.now(UTC),
        storefront=shop.storefront.pk,
        products=[tea.pk],
        barcodes=[None],
        packagings=[None],
    )
    context, facts, _ = read_checkout(Caller.by_actor(shop.till.actor), asked)
    assert context
    result = CartService.add_item(
        business=shop.business,
        actor=shop.till.actor,
        sale_id=cart,
        line=Line(quantity="1", product=tea.pk),
        context=context,
        facts=facts[0],
        at=datetime.now(UTC),
    )
    assert result.code == "BUSY"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"quantity": Decimal(0)}, "BAD_QUANTITY"),
        ({"quantity": Decimal("0.5")}, "QUANTITY_TOO_PRECISE"),
        ({"unit_cost": Decimal(-1)}, "BAD_COST"),
        ({"quantity": Decimal(999_999_999), "unit_cost": Decimal(9_999_999_999)}, "AMOUNT_TOO_LARGE"),
        ({"location_id": "00000000-0000-7000-8000-000000000000"}, "UNKNOWN_LOCATION"),
    ],
)
def test_opening_stock_that_can_not_be_is_refused(shop: Shop, change: dict[str, Any], code: str) -> None:
    tea = make_product(shop, stock="5")
    received = {
        "location_id": shop.storefront.pk,
        "product_id": tea.pk,
        "quantity": Decimal(1),
        "unit_cost": Decimal(1),
        **change,
    }
    result = OpeningStockService.receive_opening_stock(business=shop.business, user_id=shop.owner.user_id, **received)
    assert result.code == code
    assert in_stock(shop, tea) == 5
