"""A shift from its float to its seal: what counts in it, what the count says, what comes too late for it."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError

from optimapos.organization.models import Business
from optimapos.sales.models import Sale
from optimapos.shifts.models import Shift
from optimapos.shifts.services import ShiftService
from tests.concurrency.books import assert_books_balance
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop, Till, make_till
from tests.factories.tills_day import tell_late
from tests.refunds.giving_back import approved, processed, sold, tender
from tests.refunds.test_without_receipt import brought

OPEN = "/api/shifts/"


def opened(till: Till, cash: str = "100.00") -> str:
    """The id of a shift that was opened at a till."""
    answer = till.post(OPEN, {"opening_float": cash})
    assert answer.status_code == 201, answer.content
    return str(answer.json()["id"])


def closed(till: Till, shift: str, cash: str, *others: tuple[str, str]) -> dict[str, Any]:
    """The shift, closed with a count."""
    counted = [{"method": method, "amount": amount} for method, amount in (("CASH", cash), *others)]
    answer = till.post(f"{OPEN}{shift}/close/", {"counted": counted})
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def by_method(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["method"]: row for row in rows}


def test_a_day_in_a_drawer_is_counted_blind_and_told_over_or_short_by_tender(shop: Shop) -> None:
    tea = make_product(shop, "Tea", price="12.00", stock="50")
    customer = make_customer(shop, credit_limit=Decimal(100))
    shift = opened(shop.till)
    sale = sold(shop.till, (tea, "2"))
    sold(shop.till, (tea, "1"), payments=[tender("CARD", "12.00")])
    sold(shop.till, (tea, "3"), payments=[tender("CASH", "16.00")], customer=str(customer.pk))
    paid = shop.till.post(f"/api/customers/{customer.pk}/payments/", {"amount": "5.00", "payment_method": "CASH"})
    assert paid.status_code == 201, paid.content
    processed(shop, sale, "1")
    moves = f"{OPEN}{shift}/cash-movements/"
    assert shop.till.post(moves, {"kind": "IN", "reason": "CHANGE", "amount": "20.00"}).status_code == 201
    assert shop.till.post(moves, {"kind": "OUT", "reason": "SAFE", "amount": "50.00"}).status_code == 201
    report = shop.manager_till.get(f"{OPEN}{shift}/x-report/").json()
    assert report["drawer"]["expected"] == {"CASH": "103.00", "CARD": "12.00"}
    done = closed(shop.till, shift, "102.50", ("CARD", "12.00"))
    z = done["report"]
    assert (done["z_number"], done["over_short"], done["status"]) == (1, "-0.50", "CLOSED")
    assert z["sales"] == {
        "count": 3,
        "offline": 0,
        "total": "72.00",
        "tax": "12.00",
        "net": "60.00",
        "rounding": "0.00",
        "discount": "0.00",
        "on_credit": "20.00",
    }
    tenders = by_method(z["tenders"])
    assert tenders["CASH"]["taken"] == "45.00"
    assert (tenders["CASH"]["on_account"], tenders["CASH"]["given_back"]) == ("5.00", "12.00")
    assert z["refunds"] == {"count": 1, "total": "12.00", "tax": "2.00"}
    assert (z["drawer"]["cash_in"], z["drawer"]["cash_out"]) == ("20.00", "50.00")
    count = by_method(z["count"])
    assert (count["CASH"]["expected"], count["CASH"]["difference"]) == ("103.00", "-0.50")
    assert count["CARD"]["difference"] == "0.00"
    (series,) = z["receipts"]
    assert (series["count"], series["first"][-4:], series["last"][-4:]) == (3, "0001", "0003")
    assert z["taxes"] == [{"code": "T20", "rate": "20", "base": "60.00", "tax": "12.00"}]
    assert_books_balance(shop.id)


def test_one_shift_is_open_at_a_till_and_another_till_has_its_own(shop: Shop) -> None:
    shift = opened(shop.till)
    again = shop.till.post(OPEN, {"opening_float": "1.00"})
    assert (again.status_code, again.json()["code"]) == (409, "SHIFT_ALREADY_OPEN")
    assert again.json()["data"]["shift"] == shift
    assert opened(shop.manager_till) != shift
    assert shop.till.get(f"{OPEN}current/").json()["id"] == shift


def test_a_cashier_does_not_see_what_the_drawer_should_hold(shop: Shop) -> None:
    shift = opened(shop.till)
    told = shop.till.get(f"{OPEN}{shift}/").json()
    assert (told["report"], told["over_short"]) == (None, None)
    assert shop.till.get(f"{OPEN}{shift}/x-report/").status_code == 403
    other = opened(shop.manager_till)
    assert shop.till.get(f"{OPEN}{other}/").status_code == 404
    assert shop.till.post(f"{OPEN}{other}/close/", {"counted": []}).status_code == 404
    assert [row["id"] for row in shop.manager_till.get(OPEN).json()["results"]] == [other, shift]


def test_a_till_that_needs_a_shift_sells_nothing_without_one(shop: Shop) -> None:
    with shop.scope():
        Business.objects.filter(pk=shop.id).update(requires_shift=True, settings_version=77)
    tea = make_product(shop, "Tea", price="12.00", stock="10")
    body = {"items": [{"product": tea.pk, "quantity": "1"}], "payments": [tender("CASH", "12.00")]}
    answer = shop.till.post("/api/sales/checkout/", body)
    assert (answer.status_code, answer.json()["code"]) == (409, "SHIFT_NOT_OPEN")
    shift = opened(shop.till)
    sale = sold(shop.till, (tea, "1"))
    with shop.scope():
        assert str(Sale.objects.for_business(shop.id).get(pk=sale["id"]).shift_id) == shift
    closed(shop.till, shift, "112.00")
    assert shop.till.post("/api/sales/checkout/", body).json()["code"] == "SHIFT_NOT_OPEN"


def test_where_shifts_are_needed_cash_is_taken_on_account_and_given_back_in_one_only(shop: Shop) -> None:
    tea = make_product(shop, "Tea", price="12.00", stock="10")
    customer = make_customer(shop, credit_limit=Decimal(100))
    sold(shop.till, (tea, "1"), payments=[], customer=str(customer.pk))
    cash, card = sold(shop.till, (tea, "2")), sold(shop.till, (tea, "1"), payments=[tender("CARD", "12.00")])
    back = approved(shop, cash, "1")["id"]
    without = brought(shop.manager_till, tea).json()["id"]
    assert shop.manager_till.post(f"/api/refunds/{without}/approve/").status_code == 200
    with shop.scope():
        Business.objects.filter(pk=shop.id).update(requires_shift=True)
    on_account = (f"/api/customers/{customer.pk}/payments/", {"amount": "5.00", "payment_method": "CASH"})
    calls: list[tuple[str, dict[str, Any]]] = [
        on_account,
        (f"/api/refunds/{back}/process/", {}),
        (f"/api/refunds/{without}/process/", {}),
        (f"/api/sales/{cash['id']}/void/", {"reason": "Rung up twice"}),
    ]
    for path, body in calls:
        answer = shop.manager_till.post(path, body)
        assert (answer.status_code, answer.json()["code"]) == (409, "SHIFT_NOT_OPEN"), path
    assert processed(shop, card, "1", method="ORIGINAL_PAYMENT")["paid_amount"] == "12.00"
    shift = opened(shop.manager_till)
    for path, body in calls[:3]:
        assert shop.manager_till.post(path, body).status_code in {200, 201}, path
    report = shop.manager_till.get(f"{OPEN}{shift}/x-report/").json()
    assert report["drawer"]["expected"] == {"CASH": "81.00"}
    assert_books_balance(shop.id)


def test_more_cash_than_there_is_is_not_taken_out_and_reasons_that_say_nothing_need_words(shop: Shop) -> None:
    shift = opened(shop.till, "30.00")
    moves = f"{OPEN}{shift}/cash-movements/"
    answer = shop.till.post(moves, {"kind": "OUT", "reason": "SAFE", "amount": "30.01"})
    assert (answer.status_code, answer.json()["code"]) == (422, "DRAWER_TOO_LITTLE")
    assert answer.json()["data"] == {"asked": "30.01"}
    answer = shop.till.post(moves, {"kind": "OUT", "reason": "EXPENSE", "amount": "3.00"})
    assert answer.json()["code"] == "CASH_NEEDS_NOTE"
    answer = shop.till.post(moves, {"kind": "OUT", "reason": "EXPENSE", "amount": "3.00", "note": "Milk"})
    assert answer.status_code == 201
    for amount, code in (("0", "AMOUNT_NOT_POSITIVE"), ("1.001", "AMOUNT_TOO_PRECISE")):
        answer = shop.till.post(moves, {"kind": "IN", "reason": "CHANGE", "amount": amount})
        assert answer.json()["code"] == code
    assert len(shop.till.get(f"{OPEN}{shift}/").json()["cash_movements"]) == 1


@pytest.mark.parametrize(
    ("counted", "code"),
    [
        ([], "CASH_NOT_COUNTED"),
        ([{"method": "CARD", "amount": "1.00"}], "CASH_NOT_COUNTED"),
        ([{"method": "CASH", "amount": "1.00"}] * 2, "COUNTED_TWICE"),
        ([{"method": "CASH", "amount": "1.00", "pieces": [{"worth": "0.50", "count": 3}]}], "COUNT_DIFFERS"),
        ([{"method": "CASH", "amount": "1.001"}], "AMOUNT_TOO_PRECISE"),
    ],
)
def test_a_count_that_is_none_is_refused_and_the_shift_stays_open(shop: Shop, counted: Any, code: str) -> None:
    shift = opened(shop.till)
    answer = shop.till.post(f"{OPEN}{shift}/close/", {"counted": counted})
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert shop.till.get(f"{OPEN}current/").json()["status"] == "OPEN"


def test_a_count_by_notes_and_coins_is_kept(shop: Shop) -> None:
    shift = opened(shop.till, "70.50")
    pieces = [{"worth": "20.00", "count": 3}, {"worth": "10.00", "count": 1}, {"worth": "0.50", "count": 1}]
    counted = [{"method": "CASH", "amount": "70.50", "pieces": pieces}]
    z = shop.till.post(f"{OPEN}{shift}/close/", {"counted": counted}).json()["report"]
    assert by_method(z["count"])["CASH"]["pieces"] == {"20.00": 3, "10.00": 1, "0.50": 1}


def test_reports_are_numbered_without_a_gap_sealed_and_carry_the_tills_grand_total(shop: Shop) -> None:
    tea = make_product(shop, "Tea", price="12.00", stock="10")
    seals, told = set(), []
    for _ in range(3):
        shift = opened(shop.till, "0")
        sold(shop.till, (tea, "1"))
        done = closed(shop.till, shift, "12.00")
        seals.add(done["seal"])
        told.append((done["z_number"], done["report"]["grand_total"]))
    assert told == [(1, "12.00"), (2, "24.00"), (3, "36.00")]
    assert len(seals) == 3


def test_a_sealed_shift_never_changes(shop: Shop) -> None:
    shift = opened(shop.till)
    closed(shop.till, shift, "100.00")
    again = shop.till.post(f"{OPEN}{shift}/close/", {"counted": [{"method": "CASH", "amount": "1.00"}]})
    assert (again.status_code, again.json()["code"]) == (409, "SHIFT_CLOSED")
    moved = shop.till.post(f"{OPEN}{shift}/cash-movements/", {"kind": "IN", "reason": "CHANGE", "amount": "5.00"})
    assert moved.json()["code"] == "SHIFT_CLOSED"
    with pytest.raises(DatabaseError, match="LEDGER_IMMUTABLE"), shop.scope():
        Shift.objects.for_business(shop.id).filter(pk=shift).update(note="mended")


def test_closing_does_not_ask_about_stock(shop: Shop) -> None:
    shift = opened(shop.till)
    tea = make_product(shop, "Tea", stock="1")
    cart = shop.till.post("/api/sales/", {}).json()["id"]
    assert shop.till.post(f"/api/sales/{cart}/items/", {"product": tea.pk, "quantity": "1"}).status_code == 201
    assert closed(shop.till, shift, "100.00")["status"] == "CLOSED"


def test_what_was_sold_in_a_shift_and_told_after_it_goes_on_its_numbered_supplement(shop: Shop) -> None:
    shift = opened(shop.till, "0")
    done = closed(shop.till, shift, "0")
    tea = make_product(shop, "Tea", price="12.00", stock="10")
    sale = sold(shop.till, (tea, "2"))
    at, seal = datetime.now(UTC), done["seal"]
    nothing = shop.manager_till.post(f"{OPEN}{shift}/supplements/")
    assert (nothing.status_code, nothing.json()["code"]) == (409, "NOTHING_LATE")
    tell_late(shop, shift, sale["id"])
    assert shop.manager_till.get(f"{OPEN}{shift}/").json()["late_sales"] == 1
    supplement = ShiftService.seal_supplement(
        business=shop.business, actor=shop.owner, shift_id=shift, at=at + timedelta(seconds=1)
    ).unwrap()
    assert supplement.number == 1
    assert supplement.figures["sales"]["total"] == "24.00"
    told = shop.manager_till.get(f"{OPEN}{shift}/").json()
    assert (told["seal"], told["report"]["sales"]["count"], told["late_sales"]) == (seal, 0, 0)
    assert [row["number"] for row in told["supplements"]] == [1]
    assert_books_balance(shop.id)


def test_a_void_is_for_its_own_shift(shop: Shop) -> None:
    tea = make_product(shop, "Tea", price="12.00", stock="10")
    shift = opened(shop.till, "0")
    first, second = sold(shop.till, (tea, "1")), sold(shop.till, (tea, "1"))
    done = shop.manager_till.post(f"/api/sales/{first['id']}/void/", {"reason": "Mistake"})
    assert done.status_code == 201, done.content
    z = closed(shop.till, shift, "24.00")["z_number"]
    late = shop.manager_till.post(f"/api/sales/{second['id']}/void/", {"reason": "Mistake"})
    assert (late.status_code, late.json()["code"]) == (422, "VOID_TOO_LATE")
    assert late.json()["data"]["z_number"] == z


def test_a_shift_is_opened_at_a_till_by_who_may(shop: Shop) -> None:
    result = ShiftService.open_shift(
        business=shop.business, actor=shop.owner, opening_float=Decimal(1), at=datetime.now(UTC)
    )
    assert result.code == "SHIFT_AT_TERMINAL"
    clerk = make_till(shop.business, shop.storefront, shop.owner, code="T7", role="stock_clerk")
    assert clerk.post(OPEN, {"opening_float": "1.00"}).status_code == 403


def test_a_report_takes_as_many_statements_for_twenty_sales_as_for_one(shop: Shop, queries: Any) -> None:
    tea = make_product(shop, "Tea", price="1.00", stock="100")
    shift = opened(shop.till)
    counts = []
    for sales in (1, 20):
        for _ in range(sales):
            sold(shop.till, (tea, "1"))
        with queries() as captured:
            assert shop.manager_till.get(f"{OPEN}{shift}/x-report/").status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
