"""Merging customers who are one: what is open moves, history is found from the survivor, and the books stay right."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connections

from optimapos.audit.models import AuditLog
from optimapos.partners.locks import lock_customers
from optimapos.partners.models import CreditAllocation, CreditTransaction, Customer
from optimapos.partners.rules.sites import free_name
from optimapos.partners.services import customer_merging
from optimapos.partners.services.mock_customers import MockCustomerService
from optimapos.partners.types import CustomerDayPlan
from tests.factories.organization import Shop, make_shop
from tests.factories.partners import make_site, set_customer_week
from tests.partners.accounts import (
    CHECKOUT,
    CUSTOMERS,
    adjust,
    balance,
    buy,
    make_customer,
    make_goods,
    open_balance,
    paid,
    pay,
    sale_now,
    told,
)
from tests.purchases.desks import refused
from tests.sales.test_advances import assert_verified
from tests.sales.test_customer_statistics import hand_on
from tests.tables import worked_table

D = Decimal


def merge(shop: Shop, source: Any, into: Any, **more: Any) -> Any:
    return shop.manager_till.post(f"{CUSTOMERS}{source['id']}/merge/", {"into": into["id"], **more})


def merged(shop: Shop, source: Any, into: Any, **more: Any) -> Any:
    answer = merge(shop, source, into, **more)
    assert answer.status_code == 200, answer.content
    return answer.json()


def contacts(number: int) -> dict[str, str]:
    return {"phone": f"+35988812345{number}", "email": f"buyer{number}@example.com"}


def row_of(shop: Shop, customer: Any) -> Customer:
    with shop.scope():
        return Customer.objects.for_business(shop.id).get(pk=customer["id"])


@pytest.mark.parametrize("row", worked_table("algorithms/customers.md", "Worked: a merge"), ids=lambda row: row["case"])
def test_a_merge_moves_what_is_open_as_worked(shop: Shop, row: dict[str, str]) -> None:
    source, survivor = make_customer(shop), make_customer(shop)
    for customer, amount in ((source, D(row["source"])), (survivor, D(row["survivor"]))):
        if amount:
            made = open_balance(shop, customer, str(abs(amount)), is_credit=amount < 0)
            assert made.status_code == 201
    answer = merged(shop, source, survivor)
    assert (answer["id"], D(answer["outstanding_balance"])) == (survivor["id"], D(row["survivor left"]))
    assert [balance(shop, each) for each in (source, survivor)] == [D(row["source left"]), D(row["survivor left"])]
    with shop.scope():
        rows = CreditAllocation.objects.for_business(shop.id).filter(customer=survivor["id"])
        assert sum(part.amount for part in rows) == D(row["settled"])
    assert_verified(shop)


def test_sales_stay_where_they_were_made_and_are_paid_by_the_survivor(shop: Shop) -> None:
    source, survivor, goods = make_customer(shop), make_customer(shop), make_goods(shop)
    first, second = buy(shop, source, "60", goods, paid="10"), buy(shop, survivor, "40", goods)
    paid(shop, source, "20", (first, "20"))
    hand_on()
    merged(shop, source, survivor)
    assert (sale_now(shop, first), sale_now(shop, second)) == (("PARTIAL", 30, 30), ("PENDING", 0, 40))
    paid(shop, survivor, "35", (first, "30"))
    assert (sale_now(shop, first), sale_now(shop, second)) == (("COMPLETED", 60, 0), ("PARTIAL", 5, 35))
    for path in ("purchases/", "payments/"):
        mine, theirs = told(shop, survivor, path)["results"], told(shop, source, path)["results"]
        assert len(mine) > len(theirs) > 0
    listed = shop.till.get(f"/api/sales/?customer={survivor['id']}").json()["results"]
    assert {each["id"] for each in listed} == {first["id"], second["id"]}
    assert {each["customer"] for each in listed} == {source["id"], survivor["id"]}
    bought = told(shop, survivor, "statistics/")
    assert (bought["sales_count"], D(bought["sales_amount"])) == (2, 100)
    assert (bought["in_all"]["sales_count"], D(bought["in_all"]["total_purchases"])) == (2, 100)
    assert told(shop, source, "statistics/")["in_all"]["sales_count"] == 0
    assert_verified(shop)


def test_the_trail_names_what_moved_from_where(shop: Shop) -> None:
    source, survivor = make_customer(shop), make_customer(shop)
    debt = open_balance(shop, source, "70", due_date="2030-05-05", reference="OLD-1").json()["entry"]
    merged(shop, source, survivor)
    with shop.scope():
        entries = CreditTransaction.objects.for_business(shop.id)
        (away,), (here,) = (list(entries.filter(kind="MERGE", customer=each["id"])) for each in (source, survivor))
        events = AuditLog.objects.for_business(shop.id).filter(event_type__in=["customer.merged", "customer.took_over"])
        logged = {event.event_type: (event.customer_id, event.event_data) for event in events}
    assert {str(away.moved_from_id), str(here.moved_from_id)} == {debt["id"]}
    assert (away.amount, here.amount, str(here.due_date), here.reference) == (-70, 70, "2030-05-05", "OLD-1")
    assert {name: (str(who), data) for name, (who, data) in logged.items()} == {
        "customer.merged": (source["id"], {"into": survivor["id"], "open_items": 1}),
        "customer.took_over": (survivor["id"], {"from": source["id"], "open_items": 1}),
    }
    (line,) = told(shop, survivor, "statement/")["lines"]
    assert (line["kind"], line["reference"], D(line["balance"])) == ("MERGE", "OLD-1", 70)


def test_sites_and_days_move_and_the_survivors_come_first(shop: Shop) -> None:
    source, survivor = make_customer(shop, code="SRC"), make_customer(shop)
    theirs, ours = row_of(shop, source), row_of(shop, survivor)
    depot = make_site(shop, theirs, name="Depot", is_primary=True)
    make_site(shop, theirs, name="Shop")
    make_site(shop, ours, name="Depot", is_primary=True)
    set_customer_week(shop, theirs, CustomerDayPlan("mon", expects_order=True), CustomerDayPlan("tue", True))
    set_customer_week(shop, ours, CustomerDayPlan("mon", expects_delivery=True))
    merged(shop, source, survivor)
    sites = {site["name"]: site for site in told(shop, survivor, "sites/")["results"]}
    assert {name: site["is_primary"] for name, site in sites.items()} == {
        "Depot": True,
        "Depot (SRC)": False,
        "Shop": False,
    }
    assert sites["Depot (SRC)"]["id"] == str(depot.pk)
    week = {
        day["day"]: (day["expects_order"], day["expects_delivery"]) for day in told(shop, survivor, "schedule/")["days"]
    }
    assert week == {"mon": (False, True), "tue": (True, False)}
    assert [day["day"] for day in told(shop, source, "schedule/")["days"]] == ["mon"]


def test_a_name_that_is_taken_gets_the_code_and_then_a_number() -> None:
    assert free_name("Depot", {"Shop"}, suffix="C1", limit=20) == "Depot"
    assert free_name("Depot", {"Depot"}, suffix="C1", limit=20) == "Depot (C1)"
    assert free_name("Depot", {"Depot", "Depot (C1)"}, suffix="C1", limit=20) == "Depot (C1 2)"
    assert free_name("A long name", {"A long name"}, suffix="C1", limit=11) == "A long (C1)"


def test_whoever_was_merged_is_refused_and_the_survivor_is_named(shop: Shop) -> None:
    source, survivor, goods = make_customer(shop), make_customer(shop), make_goods(shop)
    cart = shop.manager_till.post("/api/sales/", {}).json()
    merged(shop, source, survivor)
    shown = shop.till.get(f"{CUSTOMERS}{source['id']}/").json()
    assert (shown["is_active"], shown["merged_into"]) == (False, survivor["id"])
    named = (409, "CUSTOMER_MERGED", {"customer": source["id"], "merged_into": survivor["id"]})
    line = {"product": str(goods.pk), "quantity": "1"}
    for payments in ([], [{"payment_method": "CASH", "amount_paid": "1.00"}]):
        body = {"customer": source["id"], "items": [line], "payments": payments}
        assert refused(shop.manager_till.post(CHECKOUT, body)) == named
    assert refused(pay(shop, source, "5")) == named
    assert refused(adjust(shop, source, "ADD", "5")) == named
    assert refused(open_balance(shop, source, "5")) == named
    assert refused(shop.manager_till.patch(f"{CUSTOMERS}{source['id']}/", {"is_active": True})) == named
    assert refused(shop.manager_till.post(f"{CUSTOMERS}{source['id']}/sites/", {"name": "X"})) == named
    assert refused(shop.manager_till.patch(f"/api/sales/{cart['id']}/", {"customer": source["id"]})) == named
    assert refused(merge(shop, source, survivor)) == named
    third = make_customer(shop)
    assert refused(merge(shop, third, source)) == named
    assert balance(shop, source) == 0


def test_a_cart_of_a_merged_customer_is_not_completed(shop: Shop) -> None:
    source, survivor, goods = make_customer(shop), make_customer(shop), make_goods(shop)
    cart = shop.manager_till.post("/api/sales/", {"customer": source["id"]}).json()
    line = {"product": str(goods.pk), "quantity": "1"}
    assert shop.manager_till.post(f"/api/sales/{cart['id']}/items/", line).status_code == 201
    merged(shop, source, survivor)
    path = f"/api/sales/{cart['id']}/complete/"
    assert shop.manager_till.post(path, {"payments": []}).json()["code"] == "CUSTOMER_MERGED"
    assert shop.manager_till.patch(f"/api/sales/{cart['id']}/", {"customer": survivor["id"]}).status_code == 200
    assert shop.manager_till.post(path, {"payments": []}).status_code == 200
    assert balance(shop, survivor) == 1


def test_merges_one_after_another_lead_to_the_last_by_one_step(shop: Shop) -> None:
    first, second, third, goods = make_customer(shop), make_customer(shop), make_customer(shop), make_goods(shop)
    sale = buy(shop, first, "10", goods)
    merged(shop, first, second)
    merged(shop, second, third)
    hand_on()
    assert {str(row_of(shop, each).merged_into_id) for each in (first, second)} == {third["id"]}
    assert told(shop, third, "statistics/")["in_all"]["sales_count"] == 1
    paid(shop, third, "10", (sale, "10"))
    assert sale_now(shop, sale) == ("COMPLETED", 10, 0)
    assert_verified(shop)


def test_a_merge_into_the_source_that_comes_between_is_tried_again(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    first, source, survivor = make_customer(shop), make_customer(shop), make_customer(shop)

    def late(business: Any, customer_ids: Any) -> Any:
        rows = Customer.objects.for_business(business).filter(pk=first["id"])
        rows.update(merged_into=source["id"], is_active=False)
        return lock_customers(business, customer_ids)

    monkeypatch.setattr(customer_merging, "lock_customers", late)
    assert refused(merge(shop, source, survivor))[:2] == (409, "BUSY")
    monkeypatch.undo()
    assert row_of(shop, source).is_active is True
    merged(shop, source, survivor)


def test_what_speaks_against_a_merge_is_said_and_may_be_accepted(shop: Shop) -> None:
    source = make_customer(shop, sales_blocked=True, credit_blocked=True, vat_number="BG175074752", **contacts(1))
    survivor = make_customer(shop, credit_limit="50.00", vat_number="BG000000000", **contacts(2))
    open_balance(shop, source, "40")
    open_balance(shop, survivor, "10.50")
    every = [
        "SALES_BLOCKED",
        "CREDIT_BLOCKED",
        "OVER_CREDIT_LIMIT",
        "TAX_NUMBER_DIFFERS",
        "PHONE_DIFFERS",
        "EMAIL_DIFFERS",
    ]
    figures = {"conflicts": every, "outstanding_balance": "50.5", "credit_limit": "50"}
    assert refused(merge(shop, source, survivor)) == (409, "MERGE_CONFLICT", figures)
    assert balance(shop, source) == 40
    answer = merged(shop, source, survivor, accept_conflicts=True)
    assert (D(answer["outstanding_balance"]), answer["sales_blocked"]) == (D("50.5"), False)
    assert {name: answer[name] for name in contacts(2)} == contacts(2)


def test_the_survivor_gets_the_contact_data_that_it_has_none_of_and_is_found_by_it(shop: Shop) -> None:
    number = {"vat_number": "BG175074752", "vat_registered": True}
    place = {"city": "Sofia", "address": "1 Vitosha Street"}
    source = make_customer(shop, contact_person="Ann", notes="Rings twice", **contacts(1), **number, **place)
    survivor = make_customer(shop, contact_person="Bob", city="Sofia")
    answer = merged(shop, source, survivor)
    assert answer["contact_person"] == "Bob"
    expected = {"notes": "Rings twice", **contacts(1), **number, **place}
    assert {name: answer[name] for name in expected} == expected
    again = told(shop, survivor, "")
    assert {name: again[name] for name in expected} == expected
    for text in (contacts(1)["phone"], contacts(1)["phone"][-4:], contacts(1)["email"], number["vat_number"]):
        found = shop.till.get(f"{CUSTOMERS}?search={quote(text)}").json()["results"]
        assert survivor["id"] in [each["id"] for each in found], text
    with shop.scope():
        event = AuditLog.objects.for_business(shop.id).get(event_type="customer.took_over")
    assert event.event_data["filled"] == ["address", "email", "notes", "phone", "vat_number", "vat_registered"]


def test_lists_searches_and_metrics_leave_whoever_was_merged_out(shop: Shop) -> None:
    source, survivor = make_customer(shop, name="Petrov", code="P-1"), make_customer(shop, name="Petrov", code="P-2")
    merged(shop, source, survivor)
    for query in ("", "?search=Petrov", "?search=P-", "?has_balance=false"):
        assert [each["id"] for each in shop.till.get(f"{CUSTOMERS}{query}").json()["results"]] == [survivor["id"]], (
            query
        )
    assert shop.till.get(f"{CUSTOMERS}?is_active=false").json()["results"] == []
    assert told(shop, source, "")["merged_into"] == survivor["id"]
    assert shop.till.get(f"{CUSTOMERS}metrics/").json()["total_customers"] == 1


def test_an_address_in_another_town_is_not_taken_over(shop: Shop) -> None:
    source = make_customer(shop, city="Varna", address="2 Sea Street")
    answer = merged(shop, source, make_customer(shop, city="Sofia"))
    assert (answer["city"], answer["address"]) == ("Sofia", "")


def test_what_can_not_be_merged_is_refused(shop: Shop) -> None:
    source, gone, other = make_customer(shop), make_customer(shop, is_active=False), make_customer(make_shop())
    assert refused(merge(shop, source, source))[:2] == (422, "MERGE_WITH_ITSELF")
    assert refused(merge(shop, source, other)) == (404, "CUSTOMER_NOT_FOUND", {"customer": other["id"]})
    assert refused(merge(shop, other, source)) == (404, "CUSTOMER_NOT_FOUND", {"customer": other["id"]})
    assert refused(merge(shop, source, gone))[:2] == (422, "CUSTOMER_BLOCKED")
    assert shop.till.post(f"{CUSTOMERS}{source['id']}/merge/", {"into": gone["id"]}).status_code == 403


def test_a_merged_customer_who_never_was_can_be_made_nobody(shop: Shop) -> None:
    source, survivor = make_customer(shop, name="Test customer"), make_customer(shop)
    open_balance(shop, source, "5")
    merged(shop, source, survivor)
    assert MockCustomerService.clear_away(business=shop.business, customer_id=row_of(shop, source).pk).unwrap() is False
    assert row_of(shop, source).name == "Removed customer"
    assert_verified(shop)


def test_a_merge_takes_as_many_queries_for_thirty_open_items_as_for_three(shop: Shop, queries: Any) -> None:
    counts = []
    for wanted in (3, 30):
        source, survivor = make_customer(shop), make_customer(shop)
        for _ in range(wanted):
            open_balance(shop, source, "1")
        with queries() as asked:
            merged(shop, source, survivor)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_payments_sales_and_merges_at_once_leave_the_books_right(shop: Shop) -> None:
    second, goods = make_customer(shop), make_goods(shop)
    assert shop.till.token
    assert shop.manager_till.token
    for round_ in range(3):
        source = make_customer(shop)
        for each in (source, second):
            buy(shop, each, "10", goods)

        def work(number: int, source: Any = source) -> Any:
            body = {"customer": source["id"], "items": [{"product": str(goods.pk), "quantity": "3"}], "payments": []}
            try:
                match number % 4:
                    case 0:
                        return pay(shop, source, "4").json().get("code", "")
                    case 1:
                        return pay(shop, second, "4").json().get("code", "")
                    case 2:
                        return shop.manager_till.post(CHECKOUT, body).json().get("code", "")
                    case _:
                        return merge(shop, source, second).json().get("code")
            finally:
                connections.close_all()

        with ThreadPoolExecutor(6) as pool:
            codes = list(pool.map(work, range(8)))
        assert set(codes) <= {"", None, "CUSTOMER_MERGED"} | {second["code"], source["code"]}, (round_, codes)
        assert row_of(shop, source).merged_into_id is not None
        assert balance(shop, source) == 0
        assert balance(shop, second) == sum(D(item["open_amount"]) for item in told(shop, second, "open-items/"))
        hand_on()
        assert_verified(shop)
