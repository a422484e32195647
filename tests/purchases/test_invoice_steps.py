"""Invoices through their lives: changed, booked once, reversed, listed, and seen by those who may."""

from decimal import Decimal
from threading import Thread
from typing import Any

from django.db import connections

from optimapos.purchases.models import SupplierTransaction
from tests.factories.catalog import make_product
from tests.factories.organization import Shop, make_till
from tests.factories.partners import make_supplier
from tests.inventory.documents import member_at
from tests.purchases.books import (
    INVOICES,
    approve,
    balance,
    book,
    charge,
    entries,
    figures,
    goods,
    make_invoice,
    receive,
)
from tests.purchases.desks import RECEIPTS, line, refused, step, stepped

D = Decimal
SOME_ID = "01890000-0000-7000-8000-000000000000"


def test_a_booked_invoice_is_not_changed(shop: Shop) -> None:
    supplier = make_supplier(shop)
    invoice = book(shop, supplier, charge("5"))
    path = f"{INVOICES}{invoice['id']}/"
    assert refused(shop.manager_till.patch(path, {"notes": "x"}))[:2] == (409, "DOCUMENT_NOT_EDITABLE")
    assert refused(shop.manager_till.delete(path))[:2] == (409, "DOCUMENT_NOT_DELETABLE")
    assert refused(shop.manager_till.patch(f"{INVOICES}{SOME_ID}/", {"notes": "x"}))[:2] == (404, "NOT_FOUND")


def test_a_draft_is_changed_with_all_its_lines(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop, stock=None)
    receipt = receive(shop, supplier, line(tea, "10", "5.00"))
    invoice = make_invoice(shop, supplier, goods(receipt, "10", "5.00", tax_rate="20"), charge("7"))
    path = f"{INVOICES}{invoice['id']}/"
    changed = shop.manager_till.patch(path, {"lines": [goods(receipt, "8", "5.00")], "tax_amount": "8.00"}).json()
    assert [(each["line_no"], each["quantity"]) for each in changed["lines"]] == [(1, "8")]
    assert (D(changed["total_amount"]), changed["version"]) == (D(48), 2)
    moved = shop.manager_till.patch(path, {"rounding": "-0.02"}).json()
    assert D(moved["total_amount"]) == D("47.98")


def test_a_receipt_that_is_invoiced_is_not_reversed_until_the_invoice_is(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop, stock=None)
    receipt = receive(shop, supplier, line(tea, "10", "5.00"))
    invoice = book(shop, supplier, goods(receipt, "4", "5.00"))
    answer = step(shop.manager_till, RECEIPTS, receipt, "reversed", "wrong")
    assert refused(answer) == (409, "RECEIPT_INVOICED", {"lines": [{"line": 1, "invoiced": "4"}]})
    stepped(shop.manager_till, INVOICES, invoice, "reversed", "wrong")
    stepped(shop.manager_till, RECEIPTS, receipt, "reversed", "wrong")
    assert figures(shop, supplier).used_credit == 0


def test_an_invoice_over_nothing_is_booked_and_reversed(shop: Shop) -> None:
    supplier = make_supplier(shop)
    invoice = book(shop, supplier, charge("0"))
    stepped(shop.manager_till, INVOICES, invoice, "reversed", "no use")
    assert entries(shop, supplier) == [("INVOICE", 0, 0), ("REVERSAL", 0, 0)]


def test_a_step_between_draft_and_approval_books_nothing(shop: Shop) -> None:
    supplier = make_supplier(shop)
    invoice = make_invoice(shop, supplier, charge("5"))
    body = {"from_status": "draft", "to_status": "approved", "capability_in": "supplier.pay", "code": "checked"}
    path = f"/api/document-types/{invoice['document_type']}/statuses/insert/"
    owner = member_at(shop, role="owner")
    assert owner.post(path, {**body, "name": "Checked"}).status_code in {200, 201}
    stepped(shop.manager_till, INVOICES, invoice, "checked")
    assert entries(shop, supplier) == []
    stepped(shop.manager_till, INVOICES, invoice, "approved")
    assert balance(shop, supplier) == 5


def test_the_currency_of_a_draft_is_changed_with_its_rate(shop: Shop) -> None:
    supplier = make_supplier(shop)
    invoice = make_invoice(shop, supplier, charge("5"), currency="USD", exchange_rate="0.9")
    path = f"{INVOICES}{invoice['id']}/"
    assert shop.manager_till.patch(path, {"notes": "x"}).json()["exchange_rate"] == "0.9"
    changed = shop.manager_till.patch(path, {"currency": "EUR"}).json()
    assert (changed["currency"], changed["exchange_rate"]) == ("EUR", "1")


def test_two_users_who_approve_one_invoice_at_once_book_it_once(shop: Shop) -> None:
    supplier = make_supplier(shop)
    for number in range(5):
        invoice = make_invoice(shop, supplier, charge("10"), number=f"N{number}")
        codes: list[tuple[int, str | None]] = []

        def work(invoice: Any = invoice, codes: Any = codes) -> None:
            codes.append(refused(approve(shop.manager_till, invoice))[:2])
            connections.close_all()

        threads = [Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(code for code, _ in codes) == [200, 409, 409, 409]
        with shop.scope():
            assert SupplierTransaction.objects.for_business(shop.id).filter(source_id=invoice["id"]).count() == 1


def test_a_list_of_invoices_takes_the_same_queries_for_any_number(shop: Shop, queries: Any) -> None:
    supplier, tea = make_supplier(shop), make_product(shop, stock=None)
    receipt = receive(shop, supplier, line(tea, "100", "5.00"))
    counts = []
    for number in range(4):
        book(shop, supplier, goods(receipt, "2", "5.00"), charge("3"), number=f"N{number}")
        with queries() as seen:
            assert len(shop.manager_till.get(INVOICES).json()["results"]) == number + 1
        counts.append(len(seen))
    assert len(set(counts)) == 1
    assert len(shop.manager_till.get(f"{INVOICES}?is_open=false").json()["results"]) == 0
    assert len(shop.manager_till.get(f"{INVOICES}?is_open=true&supplier={supplier.pk}").json()["results"]) == 4


def test_those_who_see_no_amounts_see_no_invoices(shop: Shop) -> None:
    make_invoice(shop, make_supplier(shop), charge("5"))
    assert refused(shop.till.get(INVOICES))[:2] == (403, "PERMISSION_DENIED")
    clerk = make_till(shop.business, shop.storefront, shop.owner, code="T6", role="stock_clerk")
    answer = clerk.post(INVOICES, {})
    assert refused(answer)[:2] == (403, "PERMISSION_DENIED")
