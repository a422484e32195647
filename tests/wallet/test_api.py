"""The wallet over the API: what is issued, looked up, told and refused, and who may."""

from typing import Any

import pytest
from django.db import connections

from optimapos.core.tenancy import MAINTENANCE
from optimapos.partners.models import Customer
from optimapos.wallet.rules.codes import in_groups, new_code
from tests.factories.catalog import make_customer
from tests.factories.organization import Shop, Till, make_shop, make_till, unique
from tests.purchases.desks import refused
from tests.wallet.accounts import balance, make_card, make_credit, make_points, make_program

WALLET = "/api/wallet/"
ACCOUNTS = f"{WALLET}accounts/"
PROGRAM = {"points_per_unit": "1", "point_value": "0.01"}


@pytest.fixture(scope="module")
def shop() -> Shop:
    """One shop for all of these tests."""
    return make_shop()


@pytest.fixture(scope="module")
def till(shop: Shop) -> Till:
    """The manager's."""
    return shop.manager_till


@pytest.fixture
def customer(shop: Shop) -> Customer:
    return make_customer(shop)


def created(till: Till, path: str, body: Any, **more: Any) -> Any:
    answer = till.post(path, body, **more)
    assert answer.status_code in {200, 201}, answer.content
    return answer.json()


def told(till: Till, path: str) -> Any:
    answer = till.get(path)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_a_card_is_issued_with_a_code_that_is_told_once(shop: Shop, till: Till) -> None:
    key, body = unique("key"), {"amount": "50.00", "expires_on": "2099-12-31", "reference": "X-1"}
    issued = created(till, f"{WALLET}gift-cards/", body, key=key)
    assert created(till, f"{WALLET}gift-cards/", body, key=key) == issued
    path = f"{ACCOUNTS}{issued['account']}/"
    account = told(till, path)
    given = {name: account[name] for name in ("kind", "balance", "available", "status", "last4", "lapses_on")}
    assert given == {
        "kind": "GIFT_CARD",
        "balance": "50.0000",
        "available": "50.0000",
        "status": "ACTIVE",
        "last4": issued["code"][-4:],
        "lapses_on": "2099-12-31",
    }
    (entry,) = told(till, f"{path}entries/")["results"]
    assert (entry["kind"], entry["amount"], entry["reference"]) == ("ISSUE", "50.0000", "X-1")
    assert entry["terminal_id"] == str(till.actor.terminal_id)
    everything = str([account, entry, told(till, ACCOUNTS), told(till, "/api/audit-logs/")])
    assert issued["code"] not in everything
    assert issued["code"].replace("-", "") not in everything


def test_a_code_is_in_no_table_but_sealed(shop: Shop, till: Till) -> None:
    body = {"amount": "5.00"}
    code = created(till, f"{WALLET}gift-cards/", body, key=unique("key"))["code"]
    assert till.post(f"{WALLET}lookup/", {"code": code}, key=unique("key")).status_code == 200
    with connections[MAINTENANCE].cursor() as cursor:
        for table in (
            "wallet_account",
            "wallet_entry",
            "audit_log",
            "audit_detail",
            "idempotency_key",
            "outbox_message",
        ):
            cursor.execute(
                f"SELECT count(*) FROM {table} t WHERE t::text LIKE %s OR t::text LIKE %s",
                [f"%{code}%", f"%{code.replace('-', '')}%"],
            )
            assert cursor.fetchone() == (0,), table


def test_a_cashier_looks_a_code_up_and_does_nothing_else(shop: Shop, customer: Customer) -> None:
    card = make_card(shop, "20", customer=customer)
    found = created(shop.till, f"{WALLET}lookup/", {"code": card.code.lower()})
    assert (found["id"], found["available"]) == (str(card.account.pk), "20.0000")
    path = f"{ACCOUNTS}{card.account.pk}/"
    for asked in (ACCOUNTS, path, f"{path}entries/", f"{WALLET}liability/"):
        assert refused(shop.till.get(asked))[:2] == (403, "PERMISSION_DENIED")
    writes = {
        f"{WALLET}gift-cards/": {"amount": "5"},
        f"{WALLET}store-credits/": {"amount": "5", "reason": "x"},
        f"{path}reload/": {"amount": "5"},
        f"{path}adjust/": {"amount": "5", "reason": "x"},
        f"{path}block/": {"reason": "x"},
        f"{path}unblock/": {"reason": "x"},
    }
    for asked, body in writes.items():
        assert refused(shop.till.post(asked, body))[:2] == (403, "PERMISSION_DENIED")
    assert refused(shop.till.call("PUT", f"{WALLET}loyalty-program/", PROGRAM))[:2] == (403, "PERMISSION_DENIED")
    assert balance(shop, card.account) == 20


def test_an_accountant_sees_what_is_owed_and_changes_nothing(shop: Shop) -> None:
    desk = make_till(shop.business, shop.storefront, shop.owner, code="T3", role="accountant")
    card = make_card(shop, "20")
    assert told(desk, f"{ACCOUNTS}{card.account.pk}/")["balance"] == "20.0000"
    assert desk.get(f"{WALLET}liability/").status_code == 200
    assert refused(desk.post(f"{WALLET}gift-cards/", {"amount": "5"}))[0] == 403
    assert refused(desk.post(f"{WALLET}lookup/", {"code": card.code}))[0] == 403


def test_a_code_that_is_not_there_is_told_apart_from_a_mistyped_one(shop: Shop, till: Till) -> None:
    assert refused(till.post(f"{WALLET}lookup/", {"code": in_groups(new_code())})) == (404, "WALLET_NOT_FOUND", {})
    assert refused(till.post(f"{WALLET}lookup/", {"code": "2990000000019"}))[:2] == (422, "WALLET_CODE_WRONG")
    assert refused(till.post(f"{WALLET}lookup/", {"kode": "x"}))[:2] == (400, "VALIDATION_FAILED")


def test_codes_are_tried_slowly(shop: Shop, till: Till) -> None:
    asked = [till.post(f"{WALLET}lookup/", {"code": "x"}).status_code for _ in range(31)]
    assert asked == [422] * 30 + [429]
    assert shop.till.post(f"{WALLET}lookup/", {"code": "x"}).status_code == 422


def test_a_card_is_loaded_blocked_unblocked_and_adjusted(shop: Shop, till: Till) -> None:
    card = make_card(shop, "20")
    path = f"{ACCOUNTS}{card.account.pk}/"
    assert created(till, f"{path}reload/", {"amount": "5.00"})["balance"] == "25.0000"
    assert created(till, f"{path}block/", {"reason": "Lost"})["status"] == "BLOCKED"
    assert refused(till.post(f"{path}reload/", {"amount": "5.00"}))[:2] == (409, "WALLET_BLOCKED")
    assert created(till, f"{path}unblock/", {"reason": "Found"})["status"] == "ACTIVE"
    adjusted = created(till, f"{path}adjust/", {"amount": "-2.50", "reason": "Torn", "location": shop.storefront.pk})
    assert (adjusted["amount"], adjusted["balance_after"]) == ("-2.5000", "22.5000")
    assert refused(till.post(f"{path}adjust/", {"amount": "-22.51", "reason": "Torn"})) == (
        409,
        "WALLET_BALANCE_TOO_LOW",
        {"balance": "22.5", "asked": "22.51"},
    )
    kinds = [entry["kind"] for entry in told(till, f"{path}entries/?page_size=2")["results"]]
    assert kinds == ["ADJUST", "RELOAD"]
    assert balance(shop, card.account) == 22.5


def test_accounts_are_listed_by_kind_status_customer_and_last_signs(shop: Shop, till: Till, customer: Customer) -> None:
    card, credit = make_card(shop, "20", customer=customer), make_credit(shop, "5", customer)
    mine = f"{ACCOUNTS}?customer={customer.pk}"

    def listed(query: str) -> list[str]:
        return [row["id"] for row in told(till, query)["results"]]

    assert listed(mine) == [str(credit.account.pk), str(card.account.pk)]
    assert listed(f"{mine}&kind=GIFT_CARD&status=ACTIVE") == [str(card.account.pk)]
    assert listed(f"{mine}&status=BLOCKED") == []
    assert listed(f"{mine}&last4={card.code[-4:].lower()}") == [str(card.account.pk)]
    assert refused(till.get(f"{ACCOUNTS}{customer.pk}/"))[:2] == (404, "WALLET_NOT_FOUND")


def test_a_customers_wallet_tells_points_credit_and_cards() -> None:
    shop = make_shop()
    customer = make_customer(shop)
    empty = told(shop.till, f"/api/customers/{customer.pk}/wallet/")
    assert (empty["points"], empty["store_credit"], empty["accounts"]) == (0, "0", [])
    make_program(shop)
    make_points(shop, customer, 250, shop.id)
    make_credit(shop, "7.50", customer)
    make_card(shop, "20", customer=customer)
    found = told(shop.till, f"/api/customers/{customer.pk}/wallet/")
    given = [found[name] for name in ("points", "points_value", "store_credit")]
    assert given == [250, "2.50", "7.5000"]
    assert [row["kind"] for row in found["accounts"]] == ["GIFT_CARD", "LOYALTY", "STORE_CREDIT"]
    assert refused(shop.till.get(f"/api/customers/{shop.id}/wallet/"))[:2] == (404, "CUSTOMER_NOT_FOUND")


def test_store_credit_is_granted_with_a_reason(shop: Shop, till: Till, customer: Customer) -> None:
    body = {"amount": "5.00", "customer": customer.pk, "reason": "Late delivery"}
    granted = created(till, f"{WALLET}store-credits/", body)
    assert (granted["code"], granted["kind"], granted["balance"]) == ("", "STORE_CREDIT", "5.0000")
    note = created(till, f"{WALLET}store-credits/", {"amount": "5.00", "reason": "Late delivery"})
    assert created(till, f"{WALLET}lookup/", {"code": note["code"]})["available"] == "5.0000"
    assert refused(till.post(f"{WALLET}store-credits/", body | {"reason": " "}))[0] == 400
    assert refused(till.post(f"{WALLET}gift-cards/", {"amount": "5.001"}))[:2] == (422, "AMOUNT_TOO_PRECISE")


def test_the_terms_of_points_are_set_and_read() -> None:
    shop = make_shop()
    path = f"{WALLET}loyalty-program/"
    assert refused(shop.till.get(path))[:2] == (404, "NOT_FOUND")
    key = unique("key")
    answers = [shop.manager_till.call("PUT", path, PROGRAM | {"max_share": "50"}, key) for _ in range(2)]
    assert [each.status_code for each in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    found = told(shop.till, path)
    assert found == answers[0].json()
    given = {name: found[name] for name in ("points_per_unit", "point_value", "max_share", "basis", "is_active")}
    assert given == {
        "points_per_unit": "1.0000",
        "point_value": "0.010000",
        "max_share": "50.0000",
        "basis": "GROSS",
        "is_active": True,
    }
    wrong = shop.manager_till.call("PUT", path, PROGRAM | {"point_value": "0"})
    assert refused(wrong) == (422, "LOYALTY_TERMS_WRONG", {"field": "point_value"})


def test_what_is_owed_is_told_by_kind() -> None:
    shop = make_shop()
    customer = make_customer(shop)
    make_program(shop)
    make_card(shop, "50")
    make_points(shop, customer, 250, shop.id)
    found = told(shop.manager_till, f"{WALLET}liability/")
    assert (found["since"], found["currency"], found["total_value"]) == (found["on"], "EUR", "52.5000")
    figures = [[row[name] for name in ("kind", "opening", "issued", "balance", "value")] for row in found["kinds"]]
    assert figures == [
        ["GIFT_CARD", "0", "50.0000", "50.0000", "50.0000"],
        ["STORE_CREDIT", "0", "0", "0", "0"],
        ["LOYALTY", "0", "250.0000", "250.0000", "2.50"],
    ]
    before = told(shop.manager_till, f"{WALLET}liability/?on=2020-01-31")
    assert (before["since"], before["total_value"]) == ("2020-01-31", "0.00")


def test_lists_and_wallets_cost_a_constant_number_of_queries(
    shop: Shop, till: Till, customer: Customer, queries: Any
) -> None:
    counts = []
    for _ in range(2):
        make_card(shop, "5", customer=customer)
        with queries() as found:
            told(till, f"{ACCOUNTS}?customer={customer.pk}")
            told(shop.till, f"/api/customers/{customer.pk}/wallet/")
        counts.append(len(found))
    assert counts[0] == counts[1] <= 40
