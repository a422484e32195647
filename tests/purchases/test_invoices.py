"""Invoices: the three-way match, what is booked, what is refused, and what happens to the goods."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from optimapos.core.ids import UUID
from optimapos.products.types import NewPackaging
from optimapos.purchases.services import PurchaseSettingsService
from optimapos.purchases.services.payables import SupplierInvoiceService
from optimapos.purchases.types import NewInvoiceLine
from tests.factories.catalog import make_product
from tests.factories.organization import Shop, make_till
from tests.factories.partners import make_division, make_supplier
from tests.purchases.books import (
    INVOICES,
    approve,
    balance,
    book,
    charge,
    entries,
    figures,
    goods,
    invoice_body,
    invoiced,
    make_invoice,
    moved_by,
    receive,
    receive_order,
    reread,
    stock_value,
)
from tests.purchases.desks import line, make_receipt, refused, stepped

D = Decimal
SOME_ID = "01890000-0000-7000-8000-000000000000"


def test_an_invoice_that_matches_is_booked_and_is_due_after_the_suppliers_days(shop: Shop) -> None:
    supplier, tea = make_supplier(shop, payment_days=30), make_product(shop, stock=None)
    receipt = receive_order(shop, supplier, line(tea, "100", "12.50", discount_percent="10"))
    invoice = make_invoice(
        shop,
        supplier,
        goods(receipt, "100", "12.50", discount_percent="10", tax_rate="20"),
        charge("20.00"),
        document_date="2026-01-31",
    )
    assert invoice["due_date"] == "2026-03-02"
    assert (D(invoice["net_amount"]), D(invoice["tax_amount"])) == (D(1145), D(225))
    assert entries(shop, supplier) == []
    booked = approve(shop.manager_till, invoice).json()
    assert (booked["status"], D(booked["total_amount"]), D(booked["open_amount"])) == ("approved", D(1370), D(1370))
    assert entries(shop, supplier) == [("INVOICE", D(1370), D(1370))]
    assert invoiced(shop, receipt) == 100


def test_a_divisions_own_days_count_before_the_suppliers_even_none_at_all(shop: Shop) -> None:
    supplier = make_supplier(shop, payment_days=30)
    at_once = make_division(shop, supplier, payment_days=0)
    later = make_division(shop, supplier, payment_days=14)
    as_all = make_division(shop, supplier, payment_days=None)
    dates = [
        make_invoice(shop, supplier, charge("1"), number=f"N{n}", document_date="2026-01-01", division=str(each.pk))
        for n, each in enumerate((at_once, later, as_all))
    ]
    assert [each["due_date"] for each in dates] == ["2026-01-01", "2026-01-15", "2026-01-31"]


def test_a_due_date_follows_the_day_and_the_division_unless_it_is_given(shop: Shop) -> None:
    supplier = make_supplier(shop, payment_days=10)
    invoice = make_invoice(shop, supplier, charge("5"), document_date="2026-01-01", due_date="2026-02-20")
    path = f"{INVOICES}{invoice['id']}/"
    assert shop.manager_till.patch(path, {"notes": "x"}).json()["due_date"] == "2026-02-20"
    assert shop.manager_till.patch(path, {"document_date": "2026-01-05"}).json()["due_date"] == "2026-01-15"
    answer = shop.manager_till.patch(path, {"due_date": "2026-01-04"})
    assert refused(answer)[:2] == (422, "DUE_BEFORE_DATE")


def test_goods_are_invoiced_in_parts(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop, stock=None)
    receipt = receive_order(shop, supplier, line(tea, "10", "3.00"))
    assert figures(shop, supplier).used_credit == 30
    book(shop, supplier, goods(receipt, "4", "3.00"), number="A")
    assert (figures(shop, supplier).used_credit, figures(shop, supplier).unpaid_amount) == (30, 12)
    book(shop, supplier, goods(receipt, "6", "3.00"), number="B")
    assert (invoiced(shop, receipt), balance(shop, supplier)) == (10, 30)
    assert (figures(shop, supplier).used_credit, figures(shop, supplier).unpaid_count) == (30, 2)


def test_a_price_that_was_not_ordered_is_refused_with_the_figures(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop, stock=None)
    receipt = receive_order(shop, supplier, line(tea, "10", "5.00"), received="8")
    invoice = make_invoice(shop, supplier, goods(receipt, "8", "5.50"))
    status, code, data = refused(approve(shop.manager_till, invoice))
    assert (status, code) == (409, "INVOICE_MISMATCH")
    assert data["lines"] == [
        {
            "line": 1,
            "ordered_price": "5",
            "invoiced_price": "5.5",
            "received": "8",
            "already_invoiced": "0",
            "invoiced": "8",
        }
    ]
    assert reread(shop, INVOICES, invoice)["status"] == "draft"
    assert (entries(shop, supplier), invoiced(shop, receipt)) == ([], 0)


def test_more_than_was_received_is_refused_also_over_several_invoices_and_lines(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop, stock=None)
    receipt = receive_order(shop, supplier, line(tea, "10", "5.00"))
    book(shop, supplier, goods(receipt, "6", "5.00"), number="A")
    second = make_invoice(shop, supplier, goods(receipt, "3", "5.00"), goods(receipt, "2", "5.00"), number="B")
    _, code, data = refused(approve(shop.manager_till, second))
    assert code == "INVOICE_MISMATCH"
    assert [(each["line"], each["already_invoiced"], each["invoiced"]) for each in data["lines"]] == [(2, "9", "2")]
    assert invoiced(shop, receipt) == 6


def test_the_match_is_in_base_units_of_the_receipts_packages(shop: Shop) -> None:
    supplier = make_supplier(shop)
    tea = make_product(shop, stock=None, packagings=[NewPackaging(name="Box", factor_num=12)])
    with shop.scope():
        box = tea.packagings.get(name="Box")
    receipt = receive_order(shop, supplier, line(tea, "2", "24.00", packaging=str(box.pk)))
    invoice = make_invoice(shop, supplier, goods(receipt, "2", "30.00"))
    _, _, data = refused(approve(shop.manager_till, invoice))
    assert data["lines"][0] | {"line": 1} == {
        "line": 1,
        "ordered_price": "2",
        "invoiced_price": "2.5",
        "received": "24",
        "already_invoiced": "0",
        "invoiced": "24",
    }
    stepped(shop.manager_till, INVOICES, invoice, "cancelled")
    book(shop, supplier, goods(receipt, "2", "24.00"))
    assert invoiced(shop, receipt) == 24


@pytest.mark.parametrize(
    ("settings", "price", "quantity", "is_taken"),
    [
        ({"price_tolerance_percent": "2"}, "5.10", "10", True),
        ({"price_tolerance_percent": "2"}, "5.11", "10", False),
        ({"price_tolerance_percent": "2"}, "4.90", "10", True),
        ({"price_tolerance_percent": "2"}, "4.89", "10", False),
        ({"price_tolerance_amount": "1.50"}, "5.15", "10", True),
        ({"price_tolerance_amount": "1.50"}, "5.16", "10", False),
        ({"price_tolerance_percent": "2", "price_tolerance_amount": "1.50"}, "5.15", "10", True),
        ({"quantity_tolerance_percent": "10"}, "5.00", "11", True),
        ({"quantity_tolerance_percent": "10"}, "5.00", "12", False),
        ({}, "5.00", "10", True),
    ],
)
def test_differences_within_the_tolerance_are_taken(
    shop: Shop, settings: dict[str, str], price: str, quantity: str, is_taken: bool
) -> None:
    changes = {name: D(value) for name, value in settings.items()}
    PurchaseSettingsService.update_settings(business=shop.business, actor=shop.owner, **changes).unwrap()
    supplier, tea = make_supplier(shop), make_product(shop, stock=None)
    receipt = receive_order(shop, supplier, line(tea, "10", "5.00"))
    answer = approve(shop.manager_till, make_invoice(shop, supplier, goods(receipt, quantity, price)))
    assert (answer.status_code == 200) is is_taken, answer.json()


def test_an_approver_accepts_differences_with_a_reason_and_nobody_else_does(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop, stock=None)
    receipt = receive_order(shop, supplier, line(tea, "10", "5.00"))
    clerk = make_till(shop.business, shop.storefront, shop.owner, code="T5", role="accountant")
    invoice = make_invoice(shop, supplier, goods(receipt, "12", "6.00"))
    assert refused(approve(clerk, invoice))[1] == "INVOICE_MISMATCH"
    assert refused(approve(clerk, invoice, "agreed", accept_differences=True))[:2] == (403, "PERMISSION_DENIED")
    assert refused(approve(shop.manager_till, invoice, " ", accept_differences=True))[:2] == (422, "COMMENT_REQUIRED")
    assert entries(shop, supplier) == []
    booked = approve(shop.manager_till, invoice, "agreed by phone", accept_differences=True).json()
    assert (booked["has_accepted_differences"], booked["puts_differences_on_goods"]) == (True, False)
    assert (balance(shop, supplier), invoiced(shop, receipt)) == (72, 12)
    assert stock_value(shop, tea) == 50


def test_an_accepted_difference_goes_onto_the_goods_also_after_part_of_them_was_sold(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop, stock=None)
    receipt = receive_order(shop, supplier, line(tea, "10", "5.00"))
    body = {
        "storefront": str(shop.storefront.pk),
        "items": [{"product": str(tea.pk), "quantity": "4"}],
        "payments": [{"payment_method": "CASH", "amount_paid": "100"}],
    }
    assert shop.till.post("/api/sales/checkout/", body).status_code == 201
    assert stock_value(shop, tea) == 30
    invoice = make_invoice(shop, supplier, goods(receipt, "10", "6.00"))
    booked = approve(
        shop.manager_till, invoice, "dearer now", accept_differences=True, differences_to_goods=True
    ).json()
    assert D(booked["lines"][0]["on_goods_amount"]) == 10
    assert (stock_value(shop, tea), moved_by(shop, invoice)) == (36, [D(10), D(-4)])
    stepped(shop.manager_till, INVOICES, invoice, "reversed", "wrong paper")
    assert (stock_value(shop, tea), sum(moved_by(shop, invoice))) == (30, 0)
    assert (balance(shop, supplier), invoiced(shop, receipt)) == (0, 0)


def test_a_price_below_the_ordered_one_takes_value_off_the_goods(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop, stock=None)
    receipt = receive_order(shop, supplier, line(tea, "10", "5.00"))
    invoice = make_invoice(shop, supplier, goods(receipt, "10", "4.50"))
    approve(shop.manager_till, invoice, "cheaper", accept_differences=True, differences_to_goods=True)
    assert stock_value(shop, tea) == 45


def test_only_an_approver_puts_differences_on_goods(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop, stock=None)
    receipt = receive_order(shop, supplier, line(tea, "10", "5.00"))
    clerk = make_till(shop.business, shop.storefront, shop.owner, code="T5", role="accountant")
    invoice = make_invoice(shop, supplier, goods(receipt, "10", "5.00"))
    assert refused(approve(clerk, invoice, differences_to_goods=True))[:2] == (403, "PERMISSION_DENIED")
    assert approve(clerk, invoice).status_code == 200


def test_a_number_of_a_supplier_is_booked_once_whatever_its_letters(shop: Shop) -> None:
    supplier, other = make_supplier(shop), make_supplier(shop)
    first = make_invoice(shop, supplier, charge("5"), number="R-77a")
    answer = shop.manager_till.post(INVOICES, invoice_body(shop, supplier, charge("5"), number=" r-77A "))
    assert refused(answer)[:2] == (409, "DUPLICATE_INVOICE")
    make_invoice(shop, other, charge("5"), number="R-77a")
    stepped(shop.manager_till, INVOICES, first, "cancelled")
    make_invoice(shop, supplier, charge("5"), number="R-77a")


def test_an_invoice_without_lines_or_for_goods_that_did_not_come_is_not_booked(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop, stock=None)
    empty = make_invoice(shop, supplier, number="A")
    assert refused(approve(shop.manager_till, empty))[:2] == (422, "DOCUMENT_EMPTY")
    draft = make_receipt(shop, supplier, line(tea, "10", "5.00"))
    early = make_invoice(shop, supplier, goods(draft, "10", "5.00"), number="B")
    assert refused(approve(shop.manager_till, early)) == (
        409,
        "RECEIPT_NOT_COMPLETED",
        {"receipt": draft["id"], "status": "draft"},
    )
    assert entries(shop, supplier) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"lines": [{"receipt_line": SOME_ID, "quantity": "1", "unit_price": "1"}]}, "NOT_FOUND"),
        ({"lines": [{"quantity": "1", "unit_price": "1"}]}, "VALIDATION_FAILED"),
        ({"currency": "USD"}, "BAD_EXCHANGE_RATE"),
        ({"currency": "XXZ", "exchange_rate": "1"}, "UNKNOWN_CURRENCY"),
        ({"document_date": "2999-01-01"}, "DATE_IN_THE_FUTURE"),
        ({"tax_amount": "0.001"}, "AMOUNT_TOO_PRECISE"),
        ({"rounding": "-1.00"}, "AMOUNT_NOT_POSITIVE"),
        ({"rounding": "1.01"}, "VALIDATION_FAILED"),
    ],
)
def test_what_makes_no_invoice_is_refused(shop: Shop, change: dict[str, Any], code: str) -> None:
    body = invoice_body(shop, make_supplier(shop), charge("0.50")) | change
    assert refused(shop.manager_till.post(INVOICES, body))[1] == code


def test_goods_of_another_supplier_or_in_another_currency_are_not_invoiced(shop: Shop) -> None:
    supplier, other, tea = make_supplier(shop), make_supplier(shop), make_product(shop, stock=None)
    receipt = receive(shop, other, line(tea, "10", "5.00"))
    answer = shop.manager_till.post(INVOICES, invoice_body(shop, supplier, goods(receipt, "1", "5.00")))
    assert refused(answer)[:2] == (404, "NOT_FOUND")
    body = invoice_body(shop, other, goods(receipt, "1", "5.00"), currency="USD", exchange_rate="0.9")
    assert refused(shop.manager_till.post(INVOICES, body))[:2] == (422, "CURRENCY_DIFFERS")


def test_a_line_that_is_no_number_of_base_units_is_refused(shop: Shop) -> None:
    supplier = make_supplier(shop)
    tea = make_product(shop, stock=None, packagings=[NewPackaging(name="Third", factor_num=1, factor_den=3)])
    with shop.scope():
        third = tea.packagings.get(name="Third")
    receipt = receive(shop, supplier, line(tea, "3", "5.00", packaging=str(third.pk)))
    answer = shop.manager_till.post(INVOICES, invoice_body(shop, supplier, goods(receipt, "1", "5.00")))
    assert refused(answer)[:2] == (422, "QUANTITY_TOO_PRECISE")


def test_differences_of_services_and_charges_stay_off_the_goods(shop: Shop) -> None:
    supplier = make_supplier(shop)
    tea = make_product(shop, stock=None)
    fitting = make_product(shop, name="Fitting", stock=None, kind="SERVICE")
    receipt = receive_order(shop, supplier, line(tea, "10", "5.00"), line(fitting, "1", "8.00"))
    lines = [
        goods(receipt, "6", "5.00"),
        goods(receipt, "4", "7.00"),
        goods(receipt, "1", "9.00", at=1),
        charge("3.00"),
    ]
    invoice = make_invoice(shop, supplier, *lines)
    booked = approve(shop.manager_till, invoice, "agreed", accept_differences=True, differences_to_goods=True).json()
    assert [D(each["on_goods_amount"]) for each in booked["lines"]] == [0, 8, 0, 0]
    assert (stock_value(shop, tea), invoiced(shop, receipt), invoiced(shop, receipt, at=1)) == (58, 10, 1)


def test_nothing_goes_onto_the_goods_where_nothing_differs(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop, stock=None)
    receipt = receive_order(shop, supplier, line(tea, "10", "5.00"))
    invoice = make_invoice(shop, supplier, goods(receipt, "10", "5.00"))
    assert approve(shop.manager_till, invoice, differences_to_goods=True).status_code == 200
    assert moved_by(shop, invoice) == []


def test_a_quantity_of_nothing_is_refused(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop, stock=None)
    receipt = receive(shop, supplier, line(tea, "10", "5.00"))
    row = NewInvoiceLine(quantity=D(0), unit_price=D(1), receipt_line_id=UUID(receipt["lines"][0]["id"]))
    result = SupplierInvoiceService.create_invoice(
        business=shop.business,
        actor=shop.owner,
        location=shop.storefront,
        supplier=supplier,
        fields={"supplier_number": "A"},
        lines=[row],
        at=datetime.now(UTC),
    )
    assert result.code == "BAD_QUANTITY"
