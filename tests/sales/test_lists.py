"""Sales and payments as a back office lists them: filters, orders, counts and totals."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from optimapos.core.ids import new_id
from optimapos.organization.services import LocationService
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop, make_till
from tests.organization.accounts import owner_of

CHECKOUT = "/api/sales/checkout/"


@pytest.fixture
def tea(shop: Shop) -> Any:
    """Tea at 12.00 with 20 % of tax in it."""
    return make_product(shop, name="Tea", price="12.00", cost="4.00", stock="1000")


def sell(till: Any, tea: Any, quantity: str = "1", paid: str | None = None, method: str = "CASH", **more: Any) -> Any:
    amount = f"{Decimal(quantity) * 12:.2f}" if paid is None else paid
    body = {
        "items": [{"product": str(tea.pk), "quantity": quantity}],
        "payments": [{"payment_method": method, "amount_paid": amount}] if Decimal(amount) else [],
        **more,
    }
    answer = till.post(CHECKOUT, body)
    assert answer.status_code == 201, answer.content
    return answer.json()


def ids(till: Any, path: str) -> list[str]:
    answer = till.get(path)
    assert answer.status_code == 200, answer.content
    return [row["id"] for row in answer.json()["results"]]


def test_sales_are_narrowed_down_by_all_that_a_back_office_asks(shop: Shop, tea: Any) -> None:
    buyer = make_customer(shop, credit_limit=Decimal(500))
    cash = sell(shop.till, tea)
    card = sell(shop.manager_till, tea, "2", method="CARD")
    credit = sell(shop.manager_till, tea, "3", paid="0", customer=str(buyer.pk))
    cart = shop.till.post("/api/sales/", {}).json()
    boss = owner_of(shop)
    today = shop.storefront.local_day(datetime.now(UTC))
    every = {cash["id"], card["id"], credit["id"], cart["id"]}
    expected = {
        f"storefront={shop.storefront.pk}": every,
        "status=DRAFT": {cart["id"]},
        "status=DRAFT&status=COMPLETED": {cart["id"], cash["id"], card["id"]},
        "is_completed=true": every - {cart["id"]},
        "is_completed=false": {cart["id"]},
        f"cashier={shop.till.actor.user_id}": {cash["id"], cart["id"]},
        f"cashier={new_id()}": set(),
        f"terminal={shop.manager_till.actor.terminal_id}": {card["id"], credit["id"]},
        f"customer={buyer.pk}": {credit["id"]},
        "payment_method=CARD": {card["id"]},
        "payment_type=CREDIT": {credit["id"]},
        "min_total=24": {card["id"], credit["id"]},
        "min_total=13&max_total=24": {card["id"]},
        f"search={card['receipt_number'][-9:].lower()}": {
            sale["id"] for sale in (cash, card, credit) if card["receipt_number"][-9:] in sale["receipt_number"]
        },
        f"search={cash['receipt_number']}": {cash["id"]},
        f"date_from={today}&date_to={today}": every,
        f"date_to={today - timedelta(days=1)}": set(),
        "flag=OVERSOLD": set(),
        "type=WHOLESALE": set(),
        "origin=ONLINE": every,
    }
    assert {query: set(ids(boss, f"/api/sales/?{query}")) for query in expected} == expected


def test_sales_are_put_in_order_and_paged_in_it(shop: Shop, tea: Any) -> None:
    made = [sell(shop.till, tea, quantity)["id"] for quantity in ("2", "3", "1", "2")]
    assert ids(shop.till, "/api/sales/?sort=created_at") == made
    by_total = ids(shop.till, "/api/sales/?sort=-total_amount")
    assert (by_total[0], by_total[-1]) == (made[1], made[2])
    first = shop.till.get("/api/sales/?sort=total_amount&page_size=2").json()
    second = shop.till.get(first["next"].replace("http://testserver", "")).json()
    walked = [row["id"] for row in first["results"] + second["results"]]
    assert walked == list(reversed(by_total))
    wrong = shop.till.get("/api/sales/?sort=color").json()
    assert wrong["code"] == "VALIDATION_FAILED"
    assert "total_amount" in str(wrong["data"])


def test_totals_are_of_the_filter(shop: Shop, tea: Any) -> None:
    buyer = make_customer(shop, credit_limit=Decimal(500))
    sell(shop.till, tea)
    sell(shop.till, tea, "2", paid="10.00", customer=str(buyer.pk))
    shop.till.post("/api/sales/", {})
    told = shop.till.get("/api/sales/totals/").json()
    assert told == {
        "currency": "EUR",
        "count": 3,
        "completed_count": 2,
        "subtotal": "36.00",
        "line_discount_amount": "0.00",
        "promotion_amount": "0.00",
        "discount_amount": "0.00",
        "reduced_amount": "0.00",
        "tax_amount": "6.00",
        "total_amount": "36.00",
        "amount_paid": "22.00",
        "amount_due": "14.00",
        "amount_refunded": "0.00",
    }
    own = shop.till.get(f"/api/sales/totals/?customer={buyer.pk}").json()
    assert (own["count"], own["total_amount"], own["amount_due"]) == (1, "24.00", "14.00")
    assert shop.till.get(f"/api/sales/totals/?customer={new_id()}").json()["total_amount"] == "0.00"


def test_totals_count_what_was_taken_off_of_lines_and_of_whole_sales(shop: Shop, tea: Any) -> None:
    line = {"product": str(tea.pk), "quantity": "2", "discount_percentage": "5"}
    sell(shop.manager_till, tea, paid="20.52", items=[line], discount_percentage="10")
    sell(shop.till, tea)
    told = shop.till.get("/api/sales/totals/").json()
    names = ("line_discount_amount", "promotion_amount", "discount_amount", "reduced_amount", "total_amount")
    assert [told[name] for name in names] == ["1.20", "0.00", "2.28", "3.48", "32.52"]


def test_payments_are_listed_for_sales_and_for_what_was_owed(shop: Shop, tea: Any) -> None:
    buyer = make_customer(shop, credit_limit=Decimal(500))
    cash = sell(shop.till, tea)
    card = sell(shop.manager_till, tea, "2", method="CARD")
    sell(shop.till, tea, paid="0", customer=str(buyer.pk))
    path = f"/api/customers/{buyer.pk}/payments/"
    body = {"amount": "5.00", "payment_method": "TRANSFER", "transaction_reference": "INV 77"}
    account = shop.till.post(path, body).json()["payment"]["id"]
    boss = owner_of(shop)
    of_cash, of_card = cash["payments"][0]["id"], card["payments"][0]["id"]
    owed = ids(boss, "/api/sales/?on_credit=true")
    assert len(owed) == 1
    assert set(ids(boss, "/api/sales/?on_credit=false")) == {cash["id"], card["id"]}
    rows = {row["id"]: row for row in boss.get("/api/payments/").json()["results"]}
    assert set(rows) == {of_cash, of_card, account}
    assert rows[of_cash]["receipt_number"] == cash["receipt_number"]
    assert (rows[account]["sale"], rows[account]["storefront"]) == (None, str(shop.storefront.pk))
    assert boss.get(f"/api/payments/{account}/").json() == rows[account]
    today = shop.storefront.local_day(datetime.now(UTC))
    expected = {
        f"sale={cash['id']}": {of_cash},
        f"storefront={shop.storefront.pk}": set(rows),
        "payment_method=CARD&payment_method=CASH": {of_cash, of_card},
        "on_account=true": {account},
        "on_account=false": {of_cash, of_card},
        f"customer={buyer.pk}": {account},
        f"cashier={shop.manager_till.actor.user_id}": {of_card},
        f"terminal={shop.till.actor.terminal_id}": {of_cash, account},
        "search=inv": {account},
        "min_amount=6&max_amount=20": {of_cash},
        "status=SUCCESSFUL&direction=IN": set(rows),
        "direction=OUT": set(),
        f"date_from={today}&date_to={today}": set(rows),
    }
    assert {query: set(ids(boss, f"/api/payments/?{query}")) for query in expected} == expected
    assert ids(boss, "/api/payments/?sort=amount_paid")[0] == account


def test_totals_of_payments_are_told_by_what_they_were(shop: Shop, tea: Any) -> None:
    sell(shop.till, tea)
    sell(shop.till, tea, "2")
    sell(shop.till, tea, "3", method="CARD")
    told = owner_of(shop).get("/api/payments/totals/").json()
    assert (told["currency"], told["count"], told["taken"], told["given_back"]) == ("EUR", 3, "72.00", "0.00")
    assert [(each["payment_method"], each["count"], each["taken"]) for each in told["methods"]] == [
        ("CARD", 1, "36.00"),
        ("CASH", 2, "36.00"),
    ]
    assert owner_of(shop).get("/api/payments/totals/?payment_method=MOMO").json()["taken"] == "0.00"


def test_payments_are_seen_where_they_were_taken(shop: Shop, tea: Any) -> None:
    elsewhere = LocationService.create_location(
        business=shop.business, code="S2", name="Elsewhere", user_id=shop.owner.user_id
    ).unwrap()
    there = make_till(shop.business, elsewhere, shop.owner, code="T5", role="manager")
    buyer = make_customer(shop, credit_limit=Decimal(500))
    sell(shop.till, tea, paid="0", customer=str(buyer.pk))
    path = f"/api/customers/{buyer.pk}/payments/"
    here = shop.till.post(path, {"amount": "1.00", "payment_method": "CASH"}).json()["payment"]["id"]
    body = {"amount": "2.00", "payment_method": "CASH", "location": str(shop.storefront.pk)}
    nowhere = owner_of(shop).post(path, body).json()["payment"]["id"]
    assert ids(shop.till, "/api/payments/") == [here]
    assert ids(there, "/api/payments/") == []
    assert ids(owner_of(shop), "/api/payments/") == [nowhere, here]


def test_a_list_is_counted_when_it_is_asked_to_be(shop: Shop, tea: Any) -> None:
    for _ in range(3):
        sell(shop.till, tea)
    assert "count" not in shop.till.get("/api/sales/").json()
    told = shop.till.get("/api/sales/?count=exact&page_size=1").json()
    assert (told["count"], len(told["results"])) == ({"rows": 3, "is_exact": True}, 1)
    assert shop.till.get("/api/sales/?count=exact&status=DRAFT").json()["count"] == {"rows": 0, "is_exact": True}
    reckoned = shop.till.get("/api/sales/?count=estimate").json()["count"]
    assert reckoned["is_exact"] is False
    assert reckoned["rows"] >= 0
    assert shop.till.get("/api/sales/?count=roughly").json()["code"] == "VALIDATION_FAILED"


def test_more_than_is_counted_is_reckoned(shop: Shop, tea: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("optimapos.apikit.pagination.COUNTED", 2)
    for _ in range(3):
        sell(shop.till, tea)
    told = shop.till.get("/api/sales/?count=exact").json()["count"]
    assert told["is_exact"] is False
    assert told["rows"] >= 3


@pytest.mark.parametrize("path", ["/api/sales/", "/api/sales/totals/", "/api/payments/", "/api/payments/totals/"])
def test_lists_and_totals_take_the_same_number_of_queries_however_much_there_is(
    shop: Shop, tea: Any, path: str, queries: Callable[[], CaptureQueriesContext]
) -> None:
    counted = []
    for _ in range(3):
        sell(shop.till, tea)
        with CaptureQueriesContext(connections["default"]) as sent:
            assert shop.till.get(path).status_code == 200
        counted.append(len(sent))
    assert len(set(counted)) == 1


def test_lists_say_how_the_customer_is_called_to_who_may_see_customers(shop: Shop, tea: Any) -> None:
    buyer = make_customer(shop, credit_limit=Decimal(500), name="Ivanov")
    sell(shop.till, tea, "1", paid="5", customer=str(buyer.pk))
    sell(shop.till, tea)
    boss = owner_of(shop)
    for path in ("/api/sales/", "/api/payments/"):
        told = [row["customer_name"] for row in boss.get(path).json()["results"]]
        assert sorted(told) == ["", "Ivanov"], path
