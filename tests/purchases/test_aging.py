"""Statements and aging: what was booked by day, and how long what is open is past its due date."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from optimapos.partners.rules.aging import BUCKETS, bucket_of
from optimapos.partners.services import SupplierService
from optimapos.purchases.selectors.finance import SupplierFinance
from tests.factories.catalog import make_product
from tests.factories.organization import Shop, make_till
from tests.factories.partners import make_supplier
from tests.purchases.books import PAYMENTS, book, charge, figures, goods, owe, pay, receive, receive_order
from tests.purchases.desks import line, make_sent_order, make_warehouse, refused
from tests.tables import worked_table

D = Decimal
ROWS = worked_table("algorithms/payables.md", "Worked: aging")
DAY = "2030-04-01"


def aging(shop: Shop, path: str) -> dict[str, Decimal]:
    found = shop.manager_till.get(path).json()
    return {name: D(found[name]) for name in (*BUCKETS, "credits", "total")}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["due"])
def test_a_bucket_is_as_worked(row: dict[str, str]) -> None:
    due, on = date.fromisoformat(row["due"]), date.fromisoformat(DAY)
    assert (str((on - due).days), bucket_of(due, on)) == (row["days late"], row["bucket"])


def test_the_aging_of_a_supplier_is_as_worked_less_what_is_paid(shop: Shop) -> None:
    supplier = make_supplier(shop)
    for number, row in enumerate(ROWS):
        owe(shop, supplier, f"{2**number}", f"N{number}", document_date="2025-01-01", due_date=row["due"])
    found = aging(shop, f"/api/suppliers/{supplier.pk}/aging/?date={DAY}")
    expected = dict.fromkeys(BUCKETS, D(0))
    for number, row in enumerate(ROWS):
        expected[row["bucket"]] += 2**number
    assert found == expected | {"credits": 0, "total": 511}
    pay(shop, supplier, "260")  # all of the oldest, of 256, and 4 of the next, of 128
    found = aging(shop, f"/api/suppliers/{supplier.pk}/aging/?date={DAY}")
    assert (found["days_over_90"], found["days_61_90"], found["total"]) == (0, 188, 251)
    pay(shop, supplier, "300", allocations=[])
    assert aging(shop, f"/api/suppliers/{supplier.pk}/aging/?date={DAY}")["total"] == -49


def test_the_aging_of_all_suppliers_and_its_total_take_the_same_queries_for_any_number(
    shop: Shop, queries: Any
) -> None:
    make_supplier(shop)  # nothing was booked with this one
    counts = []
    for number in range(4):
        supplier = make_supplier(shop)
        owe(shop, supplier, "10", "A", document_date="2026-01-01", due_date="2030-03-31")
        owe(shop, supplier, "5", "B", document_date="2026-01-01", due_date="2030-04-30")
        pay(shop, supplier, "2", allocations=[])
        with queries() as seen:
            found = shop.manager_till.get(f"/api/supplier-aging/?date={DAY}").json()["results"]
        counts.append(len(seen))
        assert len(found) == number + 1
        assert {D(row["total"]) for row in found} == {D(13)}
    assert len(set(counts)) == 1
    total = aging(shop, f"/api/supplier-aging/total/?date={DAY}")
    assert (total["not_due"], total["days_1_30"], total["credits"], total["total"]) == (20, 40, 8, 52)


def test_a_statement_tells_the_balance_after_each_entry(shop: Shop, queries: Any) -> None:
    supplier = make_supplier(shop)
    owe(shop, supplier, "50", "A", document_date="2026-01-05", due_date="2026-01-20")
    pay(shop, supplier, "20", paid_on="2026-01-10")
    owe(shop, supplier, "30", "=B", document_date="2026-02-01", due_date="2026-03-01")
    path = f"/api/suppliers/{supplier.pk}/statement"
    with queries() as seen:
        whole = shop.manager_till.get(f"{path}/?until=2026-12-31").json()
    assert [(each["kind"], D(each["amount"]), D(each["balance"])) for each in whole["lines"]] == [
        ("INVOICE", 50, 50),
        ("PAYMENT", -20, 30),
        ("INVOICE", 30, 60),
    ]
    assert (D(whole["opening_balance"]), D(whole["closing_balance"])) == (0, 60)
    part = shop.manager_till.get(f"{path}/?since=2026-01-10&until=2026-01-31").json()
    assert (D(part["opening_balance"]), D(part["closing_balance"]), len(part["lines"])) == (50, 30, 1)
    owe(shop, supplier, "1", "C", document_date="2026-02-02")
    with queries() as again:
        shop.manager_till.get(f"{path}/?until=2026-12-31")
    assert len(again) == len(seen)
    file = shop.manager_till.get(f"{path}.csv/?until=2026-02-01")
    assert file["Content-Type"] == "text/csv; charset=utf-8"
    assert file.content.decode().splitlines() == [
        "date,kind,reference,due_date,currency,foreign_amount,amount,balance",
        ",OPENING,,,,,,0",
        "2026-01-05,INVOICE,A,2026-01-20,EUR,50.0000,50.0000,50.0000",
        "2026-01-10,PAYMENT,SP-00001,,EUR,-20.0000,-20.0000,30.0000",
        "2026-02-01,INVOICE,'=B,2026-03-01,EUR,30.0000,30.0000,60.0000",
        ",CLOSING,,,,,,60.0000",
    ]


def test_a_member_of_some_locations_sees_what_was_booked_there(shop: Shop) -> None:
    supplier, elsewhere = make_supplier(shop), make_warehouse(shop)
    owe(shop, supplier, "10", "A")
    answer = shop.manager_till.post("/api/supplier-payments/", {"location": str(elsewhere.pk)})
    assert refused(answer)[1] in {"NOT_FOUND", "VALIDATION_FAILED"}
    assert aging(shop, f"/api/suppliers/{supplier.pk}/aging/")["total"] == 10
    clerk = make_till(shop.business, elsewhere, shop.owner, code="T7", role="accountant")
    assert D(clerk.get(f"/api/suppliers/{supplier.pk}/aging/").json()["total"]) == 0
    assert clerk.get(f"/api/suppliers/{supplier.pk}/statement/").json()["lines"] == []
    assert clerk.get("/api/supplier-aging/").json()["results"] == []
    assert D(clerk.get("/api/supplier-aging/total/").json()["total"]) == 0


def test_only_those_who_see_suppliers_and_amounts_see_accounts(shop: Shop) -> None:
    supplier = make_supplier(shop)
    for path in (f"suppliers/{supplier.pk}/aging", f"suppliers/{supplier.pk}/statement", "supplier-aging"):
        assert refused(shop.till.get(f"/api/{path}/"))[:2] == (403, "PERMISSION_DENIED")
    assert refused(shop.manager_till.get(f"/api/suppliers/{shop.id}/aging/"))[:2] == (404, "SUPPLIER_NOT_FOUND")
    assert refused(shop.till.get(PAYMENTS))[:2] == (403, "PERMISSION_DENIED")


def test_a_suppliers_credit_counts_invoices_and_goods_without_one_and_not_orders(shop: Shop) -> None:
    supplier, tea = make_supplier(shop, credit_limit=D(1000)), make_product(shop, stock=None)
    make_sent_order(shop, supplier, line(tea, "10", "10.00"))
    assert (figures(shop, supplier).used_credit, figures(shop, supplier).total_orders_amount) == (0, 100)
    receipt = receive_order(shop, supplier, line(tea, "20", "10.00"))
    assert figures(shop, supplier).used_credit == 200
    book(shop, supplier, goods(receipt, "20", "10.00"), document_date="2026-01-01", due_date="2026-02-01")
    owe(shop, supplier, "50", "B", document_date="2026-01-01", due_date="2026-02-02")
    found = figures(shop, supplier, date(2026, 2, 2))
    assert (found.used_credit, found.unpaid_amount, found.unpaid_count, found.overdue_amount) == (250, 250, 2, 200)
    told = shop.manager_till.get(f"/api/suppliers/{supplier.pk}/financial/").json()
    assert (D(told["used_credit"]), D(told["available_credit"]), D(told["total_orders_amount"])) == (250, 750, 300)
    asked = {"supplier": supplier, "on": date(2026, 2, 2)}
    assert SupplierService.validate_supplier_operation(amount=D(750), **asked).ok
    assert SupplierService.validate_supplier_operation(amount=D("750.01"), **asked).code == "CREDIT_LIMIT_EXCEEDED"
    pay(shop, supplier, "250")
    assert SupplierService.validate_supplier_operation(amount=D(1000), **asked).ok


def test_figures_of_many_suppliers_take_the_same_queries(shop: Shop, queries: Any) -> None:
    counts = []
    made = []
    for _ in range(3):
        made.append(make_supplier(shop))
        owe(shop, made[-1], "10", "A")
        with shop.scope(), queries() as seen:
            found = SupplierFinance.figures_of(
                business=shop.business, supplier_ids=[each.pk for each in made], on=date(2026, 1, 1)
            )
        assert {row.used_credit for row in found.values()} == {D(10)}
        counts.append(len(seen))
    assert counts == [4, 4, 4]


def test_deliveries_and_volumes_are_told_to_the_suppliers_page(shop: Shop) -> None:
    supplier = make_supplier(shop)
    tea, milk = make_product(shop, stock=None), make_product(shop, name="Milk", stock=None)
    ordered = receive_order(shop, supplier, line(tea, "20", "10.00"), line(milk, "10", "3.00"))
    free = receive(shop, supplier, line(milk, "100", "3.00"), document_date="2020-01-01")
    answer = shop.manager_till.get(f"/api/suppliers/{supplier.pk}/deliveries/?since=2020-01-01")
    assert answer.status_code == 200, answer.content
    told = answer.json()
    assert [(row["id"], D(row["amount"])) for row in told] == [(ordered["id"], 230), (free["id"], 300)]
    assert [len(row["order_numbers"]) for row in told] == [1, 0]
    assert (
        shop.manager_till.get(f"/api/suppliers/{supplier.pk}/deliveries/?since=2020-01-01&limit=1").json() == told[:1]
    )
    volume = shop.manager_till.get(f"/api/suppliers/{supplier.pk}/statistics/").json()
    assert (volume["orders_count"], D(volume["orders_amount"]), volume["receipts_count"]) == (1, 230, 1)
    assert (D(volume["received_amount"]), D(volume["returned_amount"])) == (230, 0)
    assert (D(volume["average_order_amount"]), D(volume["average_lead_time_days"])) == (230, 0)
    assert D(volume["on_time_percent"]) == 100
    assert [(row["sku"], D(row["amount"])) for row in volume["top_products"]] == [(tea.sku, 200), (milk.sku, 30)]
    none = shop.manager_till.get(f"/api/suppliers/{make_supplier(shop).pk}/statistics/").json()
    assert (none["orders_count"], none["average_order_amount"], none["on_time_percent"]) == (0, None, None)


def test_what_is_charged_beside_goods_is_owed_too(shop: Shop) -> None:
    supplier = make_supplier(shop)
    book(shop, supplier, charge("7"), charge("3", "Duty"))
    assert figures(shop, supplier).unpaid_amount == 10
