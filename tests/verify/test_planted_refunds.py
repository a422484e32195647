"""Refunds and shifts: a violation is planted, and it is found and named."""

from dataclasses import dataclass
from decimal import Decimal

import pytest

from optimapos.products.models import Product
from optimapos.sales.models import Payment
from optimapos.verify.invariants.refunds import REFUNDS
from optimapos.verify.invariants.shifts import SHIFTS
from optimapos.verify.runner import verify
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop, make_shop
from tests.refunds.giving_back import processed, sold, tender
from tests.refunds.test_without_receipt import given
from tests.verify.planting import drop_checks, found_by, superuser
from tests.wallet.selling import sell_card

OF = "WHERE business_id = %(business)s"
REFUND = "WHERE id = %(refund)s"
BROUGHT = "WHERE refund_id = %(brought)s"
CARDS = "WHERE shift_id = %(shift)s AND sale_id IS NULL AND wallet_entry_id IS NOT NULL"
SHIFT = "WHERE id = %(shift)s"
PLANTS = (
    ("refunds.amounts", f"UPDATE refund SET rounding_amount = 1 {REFUND}"),
    ("refunds.amounts", f"UPDATE refund SET tax_amount = 99 {REFUND}"),
    ("refunds.lines", f"UPDATE sale_item SET refunded_qty = 0 {OF} AND refunded_qty > 0 AND sale_id = %(sale)s"),
    ("refunds.lines", f"UPDATE refund_item SET tax = tax + 1 {OF} AND refund_id = %(refund)s"),
    ("refunds.sales", "UPDATE sale SET amount_refunded = 0 WHERE id = %(sale)s"),
    ("refunds.money", f"UPDATE refund SET paid_amount = paid_amount + 1 {REFUND}"),
    ("refunds.money", f"UPDATE payment SET refund_id = id {OF} AND direction = 'OUT' AND refund_id = %(refund)s"),
    ("refunds.money", f"UPDATE credit_transaction SET amount = amount - 1 {OF} AND kind = 'REFUND'"),
    ("refunds.tenders", f"UPDATE payment SET refunded_amount = 0 {OF} AND direction = 'IN' AND sale_id = %(sale)s"),
    ("refunds.goods", f"DELETE FROM inventory_movement {OF} AND source_id = %(refund)s"),
    ("refunds.goods", f"UPDATE refund_item SET cost_amount = 77 {OF} AND refund_id = %(refund)s"),
    ("refunds.layers", f"UPDATE inventory_movement SET quantity = 99 {OF} AND source_id = %(refund)s"),
    ("refunds.numbers", f"UPDATE refund_counter SET last_number = 9 {OF}"),
    ("refunds.exchanges", f"UPDATE refund SET exchange_sale_id = sale_id {REFUND}"),
    ("refunds.exchanges", f"UPDATE payment SET payment_method = 'EXCHANGE' {OF} AND refund_id = %(refund)s"),
    ("refunds.without_receipt", f"UPDATE refund_item SET highest_price = unit_price - 1 {BROUGHT}"),
    ("refunds.without_receipt", f"UPDATE refund_item SET unit_price = 1 {BROUGHT}"),
    ("refunds.without_receipt", f"UPDATE refund_item SET gross = gross - 0.01, net = net - 0.01 {BROUGHT}"),
    ("refunds.without_receipt", f"UPDATE refund_item SET tax = tax - 0.01, net = net + 0.01 {BROUGHT}"),
    ("refunds.without_receipt", "UPDATE refund SET brought_by = '' WHERE id = %(brought)s"),
    ("refunds.without_receipt", "UPDATE refund SET sale_id = %(sale)s WHERE id = %(brought)s"),
    ("refunds.without_receipt", f"UPDATE payment SET payment_method = 'CARD' {BROUGHT}"),
    ("refunds.numbers", f"DELETE FROM refund_counter {OF}"),
    ("refunds.replaced", "UPDATE payment SET amount_paid = 9, tendered = 9 WHERE replaces_id = %(failed)s"),
    ("refunds.replaced", "UPDATE payment SET status = 'PENDING' WHERE id = %(failed)s"),
    ("refunds.replaced", "UPDATE payment SET refund_id = %(refund)s WHERE replaces_id = %(failed)s"),
    ("refunds.given_twice", "UPDATE payment SET status = 'SUCCESSFUL' WHERE id = %(failed)s"),
    ("shifts.tenders", "UPDATE payment SET replaces_id = NULL WHERE replaces_id = %(failed)s"),
    ("shifts.numbers", f"UPDATE shift SET z_number = 3 {SHIFT}"),
    (
        "shifts.tenders",
        f"UPDATE payment SET amount_paid = amount_paid + 1 {OF} AND direction = 'OUT' AND refund_id = %(refund)s",
    ),
    ("shifts.sales", "UPDATE sale SET shift_id = NULL WHERE id = %(sale)s"),
    ("shifts.cash", f"UPDATE shift SET opening_float = opening_float + 1 {SHIFT}"),
    ("shifts.cash", f"DELETE FROM cash_movement {OF}"),
    ("shifts.cards", f"UPDATE shift SET figures = figures - 'gift_cards' {SHIFT}"),
    ("shifts.cards", f"UPDATE payment SET amount_paid = 3, tendered = 3 {CARDS}"),
    (
        "shifts.supplements",
        "INSERT INTO shift_late_sale (id, sale_id, business_id, shift_id) SELECT id, id, business_id, id FROM sale"
        " WHERE id = %(sale)s",
    ),
)


@dataclass
class Returning:
    """A shop where goods came back in a shift that is closed, from sales in cash and on credit, and without a receipt."""

    shop: Shop
    sale: str
    refund: str
    brought: str
    failed: str
    shift: str


@pytest.fixture(scope="module")
def returning() -> Returning:
    """A new one."""
    shop = make_shop()
    tea, customer = make_product(shop, price="12.00"), make_customer(shop, credit_limit=Decimal(100))
    shift = shop.till.post("/api/shifts/", {"opening_float": "50.00"}).json()["id"]
    moved = {"kind": "OUT", "reason": "SAFE", "amount": "10.00"}
    assert shop.till.post(f"/api/shifts/{shift}/cash-movements/", moved).status_code == 201
    sale = sold(shop.till, (tea, "2"))
    refund = processed(shop, sale, "1")
    owed = sold(shop.till, (tea, "2"), payments=[tender("CASH", "10.00")], customer=str(customer.pk))
    processed(shop, owed, "1")
    brought = given(shop, tea)
    failed = refused_by_provider(shop, tea)
    sell_card(shop.till, "20.00")
    counted = [{"method": "CASH", "amount": "1.00"}]
    assert shop.till.post(f"/api/shifts/{shift}/close/", {"counted": counted}).status_code == 200
    return Returning(shop, sale["id"], refund["id"], brought["id"], failed, shift)


def refused_by_provider(shop: Shop, tea: Product) -> str:
    """A payment of a refund that a provider would not give back, as it leaves one, and that went out in cash instead."""
    sale = sold(shop.till, (tea, "1"), payments=[tender("CARD", "12.00")])
    (out,) = processed(shop, sale, "1", method="ORIGINAL_PAYMENT")["payments"]
    with shop.scope():
        rows = Payment.objects.for_business(shop.id).filter(pk=out["id"])
        rows.update(status="FAILED", provider="STRIPE", settled_at=None)
    assert shop.till.post(f"/api/payments/{out['id']}/replace/", {"payment_method": "CASH"}).status_code == 201
    return str(out["id"])


def test_refunds_and_shifts_that_are_right_have_no_violation(returning: Returning) -> None:
    assert [each.invariant.id for each in verify(returning.shop.business.slug) if each.count] == []


@pytest.mark.parametrize(("invariant", "statement"), PLANTS)
def test_a_planted_violation_is_found(returning: Returning, invariant: str, statement: str) -> None:
    ids = {
        "business": returning.shop.id,
        "sale": returning.sale,
        "refund": returning.refund,
        "brought": returning.brought,
        "failed": returning.failed,
        "shift": returning.shift,
    }
    with superuser() as cursor:
        assert found_by(cursor, invariant, returning.shop.id).count == 0
        drop_checks(cursor, "refund", "refund_item", "sale", "sale_item", "payment", "shift")
        cursor.execute(statement, ids)
        assert cursor.rowcount > 0, f"planted nothing: {statement}"
        assert found_by(cursor, invariant, returning.shop.id).count >= 1


def test_every_invariant_of_refunds_and_shifts_has_a_plant() -> None:
    assert {each.id for each in (*REFUNDS, *SHIFTS)} == {invariant for invariant, _ in PLANTS}
