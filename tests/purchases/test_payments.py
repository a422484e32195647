"""Payments, refunds, credit notes and opening balances: what settles what, in both currencies, and back."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from optimapos.core.ids import UUID
from optimapos.purchases.models import SupplierAllocation
from optimapos.purchases.rules.payables import OpenEntry, settle
from optimapos.purchases.services.payables import SupplierCreditNoteService, SupplierPaymentService
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.factories.partners import make_division, make_supplier
from tests.purchases.books import (
    CREDIT_NOTES,
    INVOICES,
    PAYMENTS,
    balance,
    book,
    charge,
    entries,
    figures,
    goods,
    make_invoice,
    open_of,
    owe,
    pay,
    pay_body,
    receive,
    reread,
)
from tests.purchases.books import (
    settle as of,
)
from tests.purchases.desks import RETURNS, complete, created, line, refused, step, stepped
from tests.tables import worked_table

D = Decimal
SOME_ID = "01890000-0000-7000-8000-000000000000"
PAGE = "algorithms/payables.md"


def reverse(shop: Shop, path: str, row: Any) -> Any:
    return shop.manager_till.post(f"{path}{row['id']}/reverse/", {"reason": "bounced"})


def allocated(shop: Shop, path: str, row: Any) -> list[tuple[str, Decimal]]:
    found = shop.manager_till.get(f"{path}{row['id']}/allocations/").json()
    return [(each["debit_reference"], D(each["amount"])) for each in found]


def test_a_payment_settles_the_oldest_due_first_and_the_rest_stays_as_credit(shop: Shop) -> None:
    supplier = make_supplier(shop)
    late = owe(shop, supplier, "50", "A", document_date="2026-01-01", due_date="2026-03-01")
    soon = owe(shop, supplier, "30", "B", document_date="2026-01-02", due_date="2026-01-10")
    payment = pay(shop, supplier, "60", reference="T-1")
    assert payment["number"] == "SP-00001"
    assert allocated(shop, PAYMENTS, payment) == [("B", D(30)), ("A", D(30))]
    assert (open_of(shop, INVOICES, late), open_of(shop, INVOICES, soon)) == (20, 0)
    more = pay(shop, supplier, "45")
    assert (D(more["open_amount"]), open_of(shop, INVOICES, late)) == (25, 0)
    assert (balance(shop, supplier), figures(shop, supplier).unpaid_count) == (-25, 0)
    assert figures(shop, supplier).used_credit == -25


def test_a_payment_settles_what_is_named(shop: Shop) -> None:
    supplier = make_supplier(shop)
    first, second = owe(shop, supplier, "50", "A"), owe(shop, supplier, "30", "B")
    payment = pay(shop, supplier, "40", allocations=[of(second, "10"), of(second, "5"), of(first, "20")])
    assert (open_of(shop, INVOICES, first), open_of(shop, INVOICES, second)) == (30, 15)
    assert D(payment["open_amount"]) == 5
    later = shop.manager_till.post(f"{PAYMENTS}{payment['id']}/allocate/", {"allocations": [of(first, "5")]})
    assert D(later.json()["open_amount"]) == 0
    again = shop.manager_till.post(f"{PAYMENTS}{payment['id']}/allocate/", {"allocations": [of(first, "5")]})
    assert refused(again) == (409, "ALLOCATION_TOO_LARGE", {"open": "0"})
    assert shop.manager_till.post(f"{PAYMENTS}{payment['id']}/allocate/", {}).status_code == 200
    assert open_of(shop, INVOICES, first) == 25


def test_a_payment_in_advance_settles_what_comes_later(shop: Shop) -> None:
    supplier = make_supplier(shop)
    payment = pay(shop, supplier, "100", allocations=[])
    invoice = owe(shop, supplier, "70", "A")
    assert D(reread(shop, PAYMENTS, payment)["open_amount"]) == 100
    assert len(shop.manager_till.get(f"{PAYMENTS}?has_open=true").json()["results"]) == 1
    shop.manager_till.post(f"{PAYMENTS}{payment['id']}/allocate/", {})
    assert (open_of(shop, PAYMENTS, payment), open_of(shop, INVOICES, invoice)) == (30, 0)


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"amount": "0"}, 422, "AMOUNT_NOT_POSITIVE"),
        ({"amount": "1.005"}, 422, "AMOUNT_TOO_PRECISE"),
        ({"paid_on": "2999-01-01"}, 422, "DATE_IN_THE_FUTURE"),
        ({"currency": "USD"}, 422, "BAD_EXCHANGE_RATE"),
        ({"currency": "EUR", "exchange_rate": "2"}, 422, "BAD_EXCHANGE_RATE"),
        ({"allocations": [{"invoice": SOME_ID, "amount": "1"}]}, 404, "NOT_FOUND"),
        ({"is_refund": True}, 409, "REFUND_EXCEEDS_CREDIT"),
        ({"supplier": SOME_ID}, 404, "NOT_FOUND"),
    ],
)
def test_what_is_no_payment_is_refused_and_nothing_is_booked(
    shop: Shop, change: dict[str, Any], status: int, code: str
) -> None:
    supplier = make_supplier(shop)
    answer = shop.manager_till.post(PAYMENTS, pay_body(shop, supplier, "10") | change)
    assert refused(answer)[:2] == (status, code)
    assert (entries(shop, supplier), shop.manager_till.get(PAYMENTS).json()["results"]) == ([], [])


def test_no_more_is_settled_than_is_open_on_either_side(shop: Shop) -> None:
    supplier = make_supplier(shop)
    invoice, draft = owe(shop, supplier, "50", "A"), make_invoice(shop, supplier, charge("9"), number="B")
    dollars = owe(shop, supplier, "20", "C", currency="USD", exchange_rate="0.9")
    division = make_division(shop, make_supplier(shop))

    def tried(amount: str, **fields: Any) -> Any:
        return refused(shop.manager_till.post(PAYMENTS, pay_body(shop, supplier, amount, **fields)))

    figure = {"invoice": invoice["id"], "open": "50", "asked": "50.01"}
    assert tried("99", allocations=[of(invoice, "50.01")]) == (409, "ALLOCATION_TOO_LARGE", figure)
    assert tried("10", allocations=[of(invoice, "10.5")])[2] == {"open": "10", "asked": "10.5"}
    assert tried("10", allocations=[of(draft, "9")])[1] == "INVOICE_NOT_OPEN"
    assert tried("10", allocations=[of(dollars, "9")])[1] == "CURRENCY_DIFFERS"
    assert tried("10", allocations=[of(invoice, "0")])[1] == "AMOUNT_NOT_POSITIVE"
    assert tried("10", division=str(division.pk))[1] == "NOT_FOUND"
    assert open_of(shop, INVOICES, invoice) == 50


def test_an_invoice_in_another_currency_is_0_in_both_when_it_is_paid_as_worked(shop: Shop) -> None:
    supplier = make_supplier(shop, currency="USD")
    invoice = owe(shop, supplier, "100", "A", exchange_rate="0.9")
    assert (D(invoice["total_amount"]), balance(shop, supplier)) == (100, 90)
    for row in worked_table(PAGE, "Worked: an invoice of 100 USD that is paid in parts"):
        before = entries(shop, supplier)
        pay(shop, supplier, row["pays USD"], exchange_rate=row["at"])
        booked = entries(shop, supplier)[len(before) :]
        assert booked[0] == ("PAYMENT", -D(row["costs EUR"]), -D(row["pays USD"]))
        assert booked[1:] == [("ADJUSTMENT", D(row["difference"]), D(0))]
        with shop.scope():
            last = SupplierAllocation.objects.for_business(shop.id).filter(supplier=supplier).order_by("-id")[0]
        assert (last.debit_amount, last.credit_amount) == (D(row["settles EUR"]), D(row["costs EUR"]))
        assert open_of(shop, INVOICES, invoice) == D(row["open USD"])
        assert figures(shop, supplier).unpaid_amount == D(row["open EUR"]) == balance(shop, supplier)
    assert figures(shop, supplier).unpaid_count == 0


def test_a_payment_that_is_reversed_leaves_the_ledger_as_it_was(shop: Shop) -> None:
    supplier = make_supplier(shop, currency="USD")
    invoice = owe(shop, supplier, "100", "A", exchange_rate="0.9")
    payment = pay(shop, supplier, "40", exchange_rate="0.95")
    assert balance(shop, supplier) == 54
    assert reverse(shop, PAYMENTS, payment).json()["reversal_reason"] == "bounced"
    assert entries(shop, supplier) == [
        ("INVOICE", D(90), D(100)),
        ("PAYMENT", D(-38), D(-40)),
        ("ADJUSTMENT", D(2), D(0)),
        ("ADJUSTMENT", D(-2), D(0)),
        ("REVERSAL", D(38), D(40)),
    ]
    assert (balance(shop, supplier), open_of(shop, INVOICES, invoice)) == (90, 100)
    assert (open_of(shop, PAYMENTS, payment), allocated(shop, PAYMENTS, payment)) == (0, [])
    assert refused(reverse(shop, PAYMENTS, payment))[:2] == (409, "ALREADY_REVERSED")
    allocate = shop.manager_till.post(f"{PAYMENTS}{payment['id']}/allocate/", {})
    assert refused(allocate)[:2] == (409, "ALREADY_REVERSED")
    pay(shop, supplier, "100", exchange_rate="0.9")
    assert (balance(shop, supplier), figures(shop, supplier).unpaid_count) == (0, 0)


def test_an_invoice_that_is_reversed_after_it_was_paid_leaves_the_payment_as_credit(shop: Shop) -> None:
    supplier = make_supplier(shop)
    invoice, other = owe(shop, supplier, "50", "A"), owe(shop, supplier, "30", "B")
    payment = pay(shop, supplier, "50", allocations=[of(invoice, "50")])
    reversed_ = stepped(shop.manager_till, INVOICES, invoice, "reversed", "not ours")
    assert (D(reversed_["open_amount"]), open_of(shop, PAYMENTS, payment)) == (0, 50)
    shop.manager_till.post(f"{PAYMENTS}{payment['id']}/allocate/", {})
    assert (open_of(shop, INVOICES, other), open_of(shop, PAYMENTS, payment)) == (0, 20)
    assert balance(shop, supplier) == -20
    owe(shop, supplier, "5", "A")  # its number is free again


def test_money_comes_back_out_of_open_credit(shop: Shop) -> None:
    supplier = make_supplier(shop)
    first = pay(shop, supplier, "20", paid_on="2026-01-01")
    second = pay(shop, supplier, "30")
    refund = pay(shop, supplier, "25", is_refund=True)
    assert (open_of(shop, PAYMENTS, first), open_of(shop, PAYMENTS, second)) == (0, 25)
    assert (D(refund["open_amount"]), balance(shop, supplier)) == (0, -25)
    named = pay(shop, supplier, "5", is_refund=True, allocations=[{"invoice": second["id"], "amount": "5"}])
    assert open_of(shop, PAYMENTS, second) == 20
    reverse(shop, PAYMENTS, named)
    assert open_of(shop, PAYMENTS, second) == 25
    answer = shop.manager_till.post(PAYMENTS, pay_body(shop, supplier, "25.01", is_refund=True))
    assert refused(answer) == (409, "REFUND_EXCEEDS_CREDIT", {"credit": "25", "asked": "25.01"})


def test_a_reversal_needs_a_reason(shop: Shop) -> None:
    supplier = make_supplier(shop)
    payment = pay(shop, supplier, "5")
    result = SupplierPaymentService.reverse_payment(
        business=shop.business, actor=shop.owner, payment_id=UUID(payment["id"]), at=_now(), reason=" "
    )
    assert result.code == "COMMENT_REQUIRED"
    rebate = {"description": "Rebate", "quantity": "1", "unit_price": "12"}
    note = _note(shop, supplier, rebate).json()
    result_of_note = SupplierCreditNoteService.reverse_credit_note(
        business=shop.business, actor=shop.owner, credit_note_id=UUID(note["id"]), at=_now(), reason=""
    )
    assert result_of_note.code == "COMMENT_REQUIRED"
    assert refused(reverse(shop, PAYMENTS, {"id": SOME_ID}))[:2] == (404, "NOT_FOUND")


def _returned(shop: Shop, supplier: Any, quantity: str, *, invoiced: str) -> tuple[Any, Any]:
    tea = make_product(shop, stock=None)
    receipt = receive(shop, supplier, line(tea, "100", "5.00", discount_percent="10"))
    invoice = book(shop, supplier, goods(receipt, invoiced, "5.00", discount_percent="10"), number=tea.sku)
    back = {
        "location": str(shop.storefront.pk),
        "supplier": str(supplier.pk),
        "lines": [{"receipt_line": receipt["lines"][0]["id"], "quantity": quantity}],
    }
    return invoice, complete(shop, RETURNS, created(shop.manager_till, RETURNS, back))


def _note(shop: Shop, supplier: Any, *lines: Any, number: str = "CN-1", **head: Any) -> Any:
    body = {"location": str(shop.storefront.pk), "supplier": str(supplier.pk), "supplier_number": number}
    return shop.manager_till.post(CREDIT_NOTES, body | {"lines": list(lines)} | head)


def _expected(shop: Shop, supplier: Any) -> list[tuple[str, Decimal]]:
    found = shop.manager_till.get(f"{CREDIT_NOTES}expected/?supplier={supplier.pk}").json()
    return [(each["base_qty"], D(each["amount"])) for each in found]


def test_goods_that_went_back_are_expected_to_be_credited_and_then_are(shop: Shop) -> None:
    supplier = make_supplier(shop)
    invoice, back = _returned(shop, supplier, "20", invoiced="100")
    assert _expected(shop, supplier) == [("20", D(90))]
    row = {"return_line": back["lines"][0]["id"], "quantity": "15"}
    note = _note(shop, supplier, row, tax_amount="1.00", allocations=[of(invoice, "60")]).json()
    assert (D(note["total_amount"]), D(note["open_amount"])) == (D("68.50"), D("8.50"))
    assert open_of(shop, INVOICES, invoice) == 390
    assert _expected(shop, supplier) == [("5", D("22.50"))]
    answer = _note(shop, supplier, {**row, "quantity": "6"}, number="CN-2")
    figure = {"line": row["return_line"], "returned": "20", "credited": "15", "asked": "6"}
    assert refused(answer) == (409, "CREDIT_EXCEEDS_RETURN", figure)
    blocked = step(shop.manager_till, RETURNS, back, "reversed", "wrong")
    assert refused(blocked) == (409, "RETURN_CREDITED", {"lines": [{"line": 1, "credited": "15"}]})
    reverse(shop, CREDIT_NOTES, note)
    assert (open_of(shop, INVOICES, invoice), _expected(shop, supplier)) == (450, [("20", D(90))])
    assert refused(reverse(shop, CREDIT_NOTES, note))[:2] == (409, "ALREADY_REVERSED")
    stepped(shop.manager_till, RETURNS, back, "reversed", "wrong")
    assert _expected(shop, supplier) == []


def test_goods_that_were_never_invoiced_are_not_expected_to_be_credited(shop: Shop) -> None:
    supplier = make_supplier(shop)
    _returned(shop, supplier, "20", invoiced="85")
    assert _expected(shop, supplier) == [("5", D("22.50"))]
    assert figures(shop, supplier).used_credit == D("382.50")  # all that was invoiced; nothing more to come


def test_a_credit_note_for_something_else_stays_as_credit_until_it_is_used(shop: Shop) -> None:
    supplier = make_supplier(shop)
    rebate = {"description": "Rebate", "quantity": "1", "unit_price": "12"}
    note = _note(shop, supplier, rebate, rounding="0.50").json()
    assert (D(note["open_amount"]), balance(shop, supplier)) == (D("12.50"), D("-12.50"))
    invoice = owe(shop, supplier, "50", "A")
    shop.manager_till.post(f"{CREDIT_NOTES}{note['id']}/allocate/", {})
    assert (open_of(shop, INVOICES, invoice), open_of(shop, CREDIT_NOTES, note)) == (D("37.50"), 0)
    assert refused(_note(shop, supplier, rebate, number="cn-1"))[:2] == (409, "DUPLICATE_CREDIT_NOTE")
    assert refused(_note(shop, supplier, {"quantity": "1"}, number="X"))[1] == "VALIDATION_FAILED"
    free = rebate | {"unit_price": "0"}
    assert refused(_note(shop, supplier, free, number="X"))[1] == "AMOUNT_NOT_POSITIVE"
    reverse(shop, CREDIT_NOTES, note)
    late = shop.manager_till.post(f"{CREDIT_NOTES}{note['id']}/allocate/", {})
    assert refused(late)[:2] == (409, "ALREADY_REVERSED")


def test_a_credit_note_names_goods_that_went_back_to_this_supplier_in_its_currency(shop: Shop) -> None:
    supplier, other = make_supplier(shop), make_supplier(shop)
    _, back = _returned(shop, supplier, "20", invoiced="100")
    row = {"return_line": back["lines"][0]["id"], "quantity": "1"}
    assert refused(_note(shop, other, row))[:2] == (404, "NOT_FOUND")
    assert refused(_note(shop, supplier, row, currency="USD", exchange_rate="1.1"))[1] == "CURRENCY_DIFFERS"
    draft = created(
        shop.manager_till,
        RETURNS,
        {
            "location": str(shop.storefront.pk),
            "supplier": str(supplier.pk),
            "lines": [{"receipt_line": back["lines"][0]["receipt_line"], "quantity": "1"}],
        },
    )
    early = {"return_line": draft["lines"][0]["id"], "quantity": "1"}
    assert refused(_note(shop, supplier, early))[:2] == (409, "RETURN_NOT_COMPLETED")


def test_opening_balances_are_paid_like_invoices(shop: Shop) -> None:
    supplier = make_supplier(shop, payment_days=10)
    path = f"/api/suppliers/{supplier.pk}/opening-balance/"
    body = {"location": str(shop.storefront.pk), "document_date": "2025-12-01", "reference": "old"}
    owed = created(shop.manager_till, path, body | {"amount": "80"})
    assert (owed["kind"], owed["due_date"]) == ("OPENING", "2025-12-11")
    credit = created(shop.manager_till, path, body | {"amount": "-30"})
    assert (credit["due_date"], balance(shop, supplier)) == (None, 50)
    pay(shop, supplier, "20", allocations=[{"invoice": owed["source_id"], "amount": "20"}])
    assert (figures(shop, supplier).unpaid_amount, figures(shop, supplier).used_credit) == (60, 30)
    assert refused(shop.manager_till.post(path, body | {"amount": "0"}))[1] == "AMOUNT_NOT_POSITIVE"
    early = body | {"amount": "1", "due_date": "2025-11-30"}
    assert refused(shop.manager_till.post(path, early))[1] == "DUE_BEFORE_DATE"


def test_entries_of_several_currencies_do_not_settle_each_other() -> None:
    day = _now().date()
    euros, dollars = (OpenEntry(UUID(SOME_ID), code, D(1), D(1), day) for code in ("EUR", "USD"))
    with pytest.raises(ValueError, match="one currency"):
        settle([euros], [dollars], D(1), "EUR")


def test_lists_take_the_same_queries_for_any_number(shop: Shop, queries: Any) -> None:
    supplier = make_supplier(shop)
    rebate = {"description": "Rebate", "quantity": "1", "unit_price": "12"}
    for path in (PAYMENTS, CREDIT_NOTES):
        counts = []
        for number in range(3):
            pay(shop, supplier, "5")
            _note(shop, supplier, rebate, rebate, number=f"{path}{number}")
            with queries() as seen:
                assert len(shop.manager_till.get(path).json()["results"]) == number + 1 + 3 * (path == CREDIT_NOTES)
            counts.append(len(seen))
        assert len(set(counts)) == 1


def _now() -> datetime:
    return datetime.now(UTC)
