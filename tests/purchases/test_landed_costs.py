"""Landed costs: split without loss, onto goods wherever they are now, and exactly off again."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from optimapos.core.ids import UUID, new_id
from optimapos.core.result import DomainError
from optimapos.products.models import Product
from optimapos.purchases.rules.landed import Goods, shares_of
from optimapos.purchases.services.landed_costs import LandedCostService
from tests.concurrency.books import assert_books_balance
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.factories.partners import make_supplier
from tests.inventory.documents import TRANSFERS, Desk, make_place, member_at
from tests.purchases.books import (
    INVOICES,
    LANDED,
    approve,
    charge,
    goods,
    make_invoice,
    moved_by,
    receive,
    reread,
    stock_value,
)
from tests.purchases.desks import RECEIPTS, created, line, make_receipt, refused, step, stepped
from tests.tables import worked_table

D = Decimal
SOME_ID = "01890000-0000-7000-8000-000000000000"
ROWS = worked_table("algorithms/payables.md", "Worked: landed costs")


def body(shop: Shop, *receipts: Any, amount: str = "100.00", basis: str = "VALUE", **fields: Any) -> dict[str, Any]:
    """Freight for whole receipts."""
    return {
        "location": str(shop.storefront.pk),
        "basis": basis,
        "charges": [{"kind": "FREIGHT", "amount": amount}],
        "receipts": [each["id"] for each in receipts],
        **fields,
    }


def make(shop: Shop, *receipts: Any, **fields: Any) -> Any:
    """A draft."""
    return created(shop.manager_till, LANDED, body(shop, *receipts, **fields))


def post(shop: Shop, *receipts: Any, **fields: Any) -> Any:
    """Posted."""
    return stepped(shop.manager_till, LANDED, make(shop, *receipts, **fields), "posted")


def shares(document: Any) -> dict[str, Decimal]:
    return {each["product_sku"]: D(each["amount"]) for each in document["targets"]}


def sell(shop: Shop, product: Product, quantity: str) -> None:
    answer = shop.till.post(
        "/api/sales/checkout/",
        {
            "storefront": str(shop.storefront.pk),
            "items": [{"product": str(product.pk), "quantity": quantity}],
            "payments": [{"payment_method": "CASH", "amount_paid": "1000"}],
        },
    )
    assert answer.status_code == 201, answer.content


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["basis"])
def test_charges_are_split_as_worked(shop: Shop, row: dict[str, str]) -> None:
    supplier = make_supplier(shop)
    weights = {"A": "2", "B": "0.5", "C": "3"}
    a, b, c = (
        make_product(shop, stock=None, sku=f"{sku}-{new_id()}", name=sku, weight_kg=D(weight))
        for sku, weight in weights.items()
    )
    receipt = receive(shop, supplier, line(a, "10", "3.00"), line(b, "20", "1.50"), line(c, "1", "30.00"))
    document = post(shop, receipt, basis=row["basis"])
    found = shares(document)
    named = {name[0]: D(value) for name, value in row.items() if name[0] in weights}
    assert [found[each.sku] for each in (a, b, c)] == [named["A"], named["B"], named["C"]]
    assert sum(found.values()) == D(row["sum"]) == D(document["total_amount"])
    # A unit cost has six places, rounded down: what that leaves over is expensed.
    assert [stock_value(shop, each) - D(30) for each in (a, b, c)] == [named["A"], named["B"], named["C"]]
    assert_books_balance(shop.id)


def test_a_late_cost_follows_what_was_moved_and_expenses_what_was_sold(shop: Shop) -> None:
    supplier, tea, place = make_supplier(shop), make_product(shop, stock=None), make_place(shop)
    receipt = receive(shop, supplier, line(tea, "10", "5.00"))
    sell(shop, tea, "4")
    desk = Desk(member_at(shop, shop.storefront, place, role="stock_clerk"), TRANSFERS)
    transfer = desk.create(
        location=shop.storefront.pk, to_location=place.pk, lines=[{"product": tea.pk, "quantity": "3"}]
    )
    desk.take(transfer, "dispatched")
    arrived = [{"line": transfer["lines"][0]["id"], "quantity": "3"}]
    desk.right(desk.post(transfer, "receive", lines=arrived))
    before = (stock_value(shop, tea), stock_value(shop, tea, place.pk))
    assert before == (15, 15)
    document = post(shop, receipt, amount="10.00", basis="QUANTITY")
    assert (stock_value(shop, tea), stock_value(shop, tea, place.pk)) == (18, 18)
    (target,) = reread(shop, LANDED, document)["targets"]
    told = [Decimal(target[name]) for name in ("amount", "stock_amount", "expensed_amount")]
    assert told == [10, 6, 4]
    stepped(shop.manager_till, LANDED, document, "reversed", "wrong")
    assert (stock_value(shop, tea), stock_value(shop, tea, place.pk)) == before
    assert sum(moved_by(shop, document)) == 0
    assert_books_balance(shop.id)


def test_several_charges_in_several_currencies_are_each_split_by_themselves(shop: Shop) -> None:
    supplier = make_supplier(shop)
    a, b, c = (make_product(shop, stock=None, name=name) for name in "abc")
    receipt = receive(shop, supplier, line(a, "1", "10.00"), line(b, "1", "10.00"), line(c, "1", "10.00"))
    charges = [
        {"kind": "FREIGHT", "amount": "10.00"},
        {"kind": "DUTY", "amount": "11.11", "currency": "USD", "exchange_rate": "0.9"},
    ]
    document = post(shop, receipt, charges=charges)
    assert [D(each["ledger_amount"]) for each in document["charges"]] == [10, 10]
    assert [D(each["amount"]) for each in document["targets"]] == [D("6.68"), D("6.66"), D("6.66")]
    assert D(document["total_amount"]) == 20


def test_costs_are_charged_to_lines_of_several_receipts_and_twice_if_there_are_two(shop: Shop) -> None:
    supplier = make_supplier(shop)
    tea, milk = make_product(shop, stock=None), make_product(shop, stock=None, name="Milk")
    first = receive(shop, supplier, line(tea, "10", "1.00"), line(milk, "10", "1.00"))
    second = receive(shop, supplier, line(tea, "10", "3.00"))
    wanted = {"receipts": [second["id"]], "receipt_lines": [first["lines"][0]["id"]]}
    duty = post(shop, amount="8.00", **wanted)
    assert (stock_value(shop, tea), stock_value(shop, milk)) == (48, 10)
    freight = post(shop, amount="4.00", basis="QUANTITY", **wanted)
    assert stock_value(shop, tea) == 52
    stepped(shop.manager_till, LANDED, duty, "reversed", "wrong")
    assert stock_value(shop, tea) == 44
    answer = step(shop.manager_till, RECEIPTS, second, "reversed", "wrong")
    assert refused(answer)[:2] == (409, "HAS_LATER_COSTS")
    stepped(shop.manager_till, LANDED, freight, "reversed", "wrong")
    assert stock_value(shop, tea) == 40
    stepped(shop.manager_till, RECEIPTS, second, "reversed", "wrong")
    assert stock_value(shop, tea) == 10


def test_a_landed_cost_is_reversed_once(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop, stock=None)
    document = post(shop, receive(shop, supplier, line(tea, "3", "1.00")), amount="1.00")
    assert stock_value(shop, tea) == D("3.999999")
    assert refused(step(shop.manager_till, LANDED, document, "reversed"))[:2] == (422, "COMMENT_REQUIRED")
    stepped(shop.manager_till, LANDED, document, "reversed", "wrong")
    assert (stock_value(shop, tea), sum(moved_by(shop, document))) == (3, 0)
    assert refused(step(shop.manager_till, LANDED, document, "reversed", "again"))[1] == "TRANSITION_NOT_ALLOWED"
    assert refused(step(shop.manager_till, LANDED, document, "posted"))[1] == "TRANSITION_NOT_ALLOWED"


def test_goods_that_carry_landed_costs_keep_their_quantity_until_these_are_taken_back(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop, stock=None)
    receipt = receive(shop, supplier, line(tea, "10", "5.00"))
    document = post(shop, receipt, amount="10.00")
    fewer = {"line": receipt["lines"][0]["id"], "reason": "Counted wrong", "quantity": "8"}
    answers = [
        shop.manager_till.post(f"{RECEIPTS}{receipt['id']}/correct/", fewer),
        step(shop.manager_till, RECEIPTS, receipt, "reversed", "wrong"),
    ]
    for answer in answers:
        status, code, data = refused(answer)
        assert (status, code, data) == (409, "HAS_LATER_COSTS", {"documents": [document["number"]]})
    assert stock_value(shop, tea) == 60
    stepped(shop.manager_till, LANDED, document, "reversed", "wrong")
    assert shop.manager_till.post(f"{RECEIPTS}{receipt['id']}/correct/", fewer).status_code == 200
    assert stock_value(shop, tea) == 40


def test_a_split_needs_something_to_split_by(shop: Shop) -> None:
    supplier = make_supplier(shop)
    heavy = make_product(shop, stock=None, weight_kg=D(1))
    unknown = make_product(shop, stock=None, name="Unknown")
    given = make_product(shop, stock=None, name="Given")
    receipt = receive(shop, supplier, line(heavy, "1", "1.00"), line(unknown, "1", "1.00"))
    document = make(shop, receipt, basis="WEIGHT")
    answer = step(shop.manager_till, LANDED, document, "posted")
    assert refused(answer) == (422, "NO_BASIS", {"products": [unknown.sku]})
    free = make(shop, receive(shop, supplier, line(given, "5", "0")), basis="VALUE")
    answer = step(shop.manager_till, LANDED, free, "posted")
    assert refused(answer) == (422, "NO_BASIS", {"products": [given.sku]})
    assert (reread(shop, LANDED, document)["status"], moved_by(shop, document)) == ("draft", [])
    assert stock_value(shop, heavy) == 1


def test_a_weight_of_nothing_takes_no_share() -> None:
    weightless = Goods(new_id(), "W", D(1), D(1), D(0))
    heavy = Goods(new_id(), "H", D(1), D(1), D(2))
    assert list(shares_of([D(5)], [weightless, heavy], "WEIGHT", "EUR").values()) == [0, 5]
    with pytest.raises(DomainError, match="NO_BASIS"):
        shares_of([D(5)], [weightless], "WEIGHT", "EUR")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"receipts": []}, "NOTHING_TO_CHARGE"),
        ({"receipts": [SOME_ID]}, "NOT_FOUND"),
        ({"receipt_lines": [SOME_ID]}, "NOT_FOUND"),
        ({"charges": [{"kind": "FREIGHT", "amount": "0"}]}, "AMOUNT_NOT_POSITIVE"),
        ({"charges": [{"kind": "FREIGHT", "amount": "1", "currency": "USD"}]}, "BAD_EXCHANGE_RATE"),
        ({"charges": [{"kind": "FREIGHT", "amount": "1", "invoice_line": SOME_ID}]}, "NOT_FOUND"),
        ({"charges": []}, "VALIDATION_FAILED"),
        ({"document_date": "2999-01-01"}, "DATE_IN_THE_FUTURE"),
    ],
)
def test_what_makes_no_landed_cost_is_refused(shop: Shop, change: dict[str, Any], code: str) -> None:
    tea = make_product(shop, stock=None)
    receipt = receive(shop, make_supplier(shop), line(tea, "10", "1.00"))
    answer = shop.manager_till.post(LANDED, body(shop, receipt) | change)
    assert refused(answer)[1] == code
    assert shop.manager_till.get(LANDED).json()["results"] == []


def test_goods_that_did_not_come_are_not_charged(shop: Shop) -> None:
    tea = make_product(shop, stock=None)
    supplier = make_supplier(shop)
    draft = make_receipt(shop, supplier, line(tea, "10", "1.00"))
    answer = shop.manager_till.post(LANDED, body(shop, draft))
    assert refused(answer) == (409, "RECEIPT_NOT_COMPLETED", {"receipt": draft["id"], "status": "draft"})
    receipt = receive(shop, supplier, line(tea, "10", "1.00"))
    document = make(shop, receipt)
    stepped(shop.manager_till, RECEIPTS, receipt, "reversed", "wrong")
    assert refused(step(shop.manager_till, LANDED, document, "posted"))[:2] == (409, "RECEIPT_NOT_COMPLETED")


def test_a_draft_is_changed_and_a_posted_one_is_not(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop, stock=None)
    first, second = (receive(shop, supplier, line(tea, "10", "1.00")) for _ in range(2))
    document = make(shop, first)
    path = f"{LANDED}{document['id']}/"
    change = {"basis": "QUANTITY", "charges": [{"kind": "DUTY", "amount": "5"}], "receipts": [second["id"]]}
    changed = shop.manager_till.patch(path, change).json()
    assert (changed["basis"], D(changed["total_amount"]), changed["version"]) == ("QUANTITY", 5, 2)
    assert [each["receipt"] for each in changed["targets"]] == [second["id"]]
    kept = shop.manager_till.patch(path, {"notes": "by lorry"}).json()
    assert (len(kept["targets"]), len(kept["charges"])) == (1, 1)
    stepped(shop.manager_till, LANDED, document, "posted")
    assert refused(shop.manager_till.patch(path, {"notes": "x"}))[1] == "DOCUMENT_NOT_EDITABLE"
    assert refused(shop.manager_till.patch(f"{LANDED}{SOME_ID}/", {"notes": "x"}))[1] == "NOT_FOUND"
    assert refused(shop.till.get(LANDED))[:2] == (403, "PERMISSION_DENIED")


def test_charges_come_from_an_invoice_and_stay_within_it(shop: Shop) -> None:
    supplier, carrier, tea = make_supplier(shop), make_supplier(shop), make_product(shop, stock=None)
    receipt = receive(shop, supplier, line(tea, "10", "1.00"))
    invoice = make_invoice(shop, carrier, charge("50.00"), currency="USD", exchange_rate="0.8")
    source = invoice["lines"][0]["id"]

    def charged(amount: str, **fields: Any) -> dict[str, Any]:
        return {"charges": [{"kind": "FREIGHT", "amount": amount, "invoice_line": source, **fields}]}

    approve(shop.manager_till, invoice)
    document = post(shop, receipt, **charged("30.00"))
    assert (D(document["total_amount"]), document["charges"][0]["invoice"]) == (24, invoice["id"])
    assert stock_value(shop, tea) == 34
    answer = shop.manager_till.post(LANDED, body(shop, receipt, **charged("20.01")))
    figure = {"line": source, "invoiced": "50", "charged": "30", "asked": "20.01"}
    assert refused(answer) == (409, "CHARGE_EXCEEDS_INVOICE", figure)
    other = shop.manager_till.post(LANDED, body(shop, receipt, **charged("1", currency="EUR")))
    assert refused(other)[1] == "CURRENCY_DIFFERS"
    rated = post(shop, receipt, **charged("20.00", exchange_rate="0.9"))
    assert D(rated["total_amount"]) == 18
    blocked = step(shop.manager_till, INVOICES, invoice, "reversed", "wrong")
    assert refused(blocked)[:2] == (409, "CHARGED_TO_GOODS")
    for each in (document, rated):
        stepped(shop.manager_till, LANDED, each, "reversed", "wrong")
    stepped(shop.manager_till, INVOICES, invoice, "reversed", "wrong")
    assert stock_value(shop, tea) == 10


def test_a_line_of_goods_in_an_invoice_is_no_charge(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop, stock=None)
    receipt = receive(shop, supplier, line(tea, "10", "1.00"))
    invoice = make_invoice(shop, supplier, goods(receipt, "10", "1.00"))
    charges = [{"kind": "FREIGHT", "amount": "1", "invoice_line": invoice["lines"][0]["id"]}]
    assert refused(shop.manager_till.post(LANDED, body(shop, receipt, charges=charges)))[1] == "NOT_FOUND"


def test_a_list_and_a_posting_take_the_same_queries_for_any_number_of_lines(shop: Shop, queries: Any) -> None:
    supplier = make_supplier(shop)
    counts = []
    for number in (1, 2, 5):
        lines = [line(make_product(shop, stock=None, name=f"P{at}"), "2", "3.00") for at in range(number)]
        document = make(shop, receive(shop, supplier, *lines))
        with queries() as seen:
            stepped(shop.manager_till, LANDED, document, "posted")
        with queries() as listed:
            shop.manager_till.get(LANDED)
        counts.append((len(seen), len(listed)))
    assert len(set(counts)) == 1


def test_a_landed_cost_without_charges_is_not_posted(shop: Shop) -> None:
    tea = make_product(shop, stock=None)
    document = make(shop, receive(shop, make_supplier(shop), line(tea, "10", "1.00")))
    LandedCostService.update_landed_cost(
        business=shop.business,
        actor=shop.owner,
        landed_cost_id=UUID(document["id"]),
        fields={},
        charges=[],
        at=datetime.now(UTC),
    ).unwrap()
    assert refused(step(shop.manager_till, LANDED, document, "posted"))[:2] == (422, "DOCUMENT_EMPTY")
    stepped(shop.manager_till, LANDED, document, "cancelled")
