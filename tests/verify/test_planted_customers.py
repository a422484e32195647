"""Customers' statistics: a violation is planted, and it is found and named."""

import pytest

from optimapos.verify.invariants.customers import CUSTOMERS
from optimapos.verify.report import named
from optimapos.verify.runner import verify
from tests.partners.accounts import make_customer, open_balance
from tests.verify.planting import drop_checks, found_by, superuser
from tests.verify.shops import LivedShop, make_lived_shop

MINE = "WHERE business_id = %(business)s"
PLANTS = (
    f"UPDATE customer_stats SET total_purchases = total_purchases + 1 {MINE}",
    f"UPDATE customer_stats SET total_refunded = total_refunded + 1 {MINE}",
    f"UPDATE customer_stats SET sales_count = 0 {MINE}",
    f"UPDATE customer_stats SET first_purchase_at = first_purchase_at - interval '1 day' {MINE}",
    f"UPDATE customer_stats SET last_purchase_at = last_purchase_at + interval '1 day' {MINE}",
    f"DELETE FROM customer_stats {MINE}",
    "UPDATE sale SET customer_id = %(customer)s WHERE id = %(cash_sale)s",
)


@pytest.fixture(scope="module")
def lived() -> LivedShop:
    """A shop whose customer's one sale is counted."""
    return make_lived_shop()


def test_statistics_that_are_right_have_no_violation(lived: LivedShop) -> None:
    found = {each.invariant.id: each.count for each in verify(lived.shop.business.slug)}
    assert found["customers.statistics"] == 0


@pytest.mark.parametrize("statement", PLANTS)
def test_a_planted_violation_is_found_and_named(lived: LivedShop, statement: str) -> None:
    ids = {"business": lived.shop.id, "customer": lived.customer.pk, "cash_sale": lived.cash_sale}
    with superuser() as cursor:
        assert found_by(cursor, "customers.statistics", lived.shop.id).count == 0
        drop_checks(cursor, "customer_stats")
        cursor.execute("DELETE FROM outbox_message WHERE business_id = %(business)s", ids)
        cursor.execute(statement, ids)
        assert cursor.rowcount == 1, f"planted nothing: {statement}"
        found = found_by(cursor, "customers.statistics", lived.shop.id)
    assert found.count == 1
    assert f"customer {lived.customer.pk}" in named(found.violations[0])


@pytest.fixture(scope="module")
def merged(lived: LivedShop) -> dict[str, object]:
    """Two customers of whom one was merged into the other, with what was owed."""
    source, survivor = make_customer(lived.shop), make_customer(lived.shop)
    open_balance(lived.shop, source, "30")
    open_balance(lived.shop, source, "12", is_credit=True)
    body = {"into": survivor["id"]}
    assert lived.shop.manager_till.post(f"/api/customers/{source['id']}/merge/", body).status_code == 200
    ids = {"source": source["id"], "survivor": survivor["id"], "third": make_customer(lived.shop)["id"]}
    return {"business": lived.shop.id, "customer": lived.customer.pk, **ids}


AWAY = "kind = 'MERGE' AND customer_id = %(source)s"
MERGES = (
    ("customers.merged", "UPDATE customer SET is_active = true WHERE id = %(source)s", "is_active True"),
    ("customers.merged", "UPDATE customer SET outstanding_balance = 1 WHERE id = %(source)s", "outstanding_balance 1"),
    (
        "customers.merged",
        "UPDATE customer SET merged_into_id = %(third)s, is_active = false WHERE id = %(survivor)s",
        "survivor_merged_into",
    ),
    ("customers.merged", "UPDATE open_item SET customer_id = %(source)s WHERE customer_id = %(survivor)s", "open 1"),
    ("customers.moved", f"UPDATE credit_transaction SET amount = amount - 1 WHERE {AWAY}", "moved -1"),
    ("customers.moved", f"DELETE FROM credit_transaction WHERE {AWAY}", "entries 1"),
    ("customers.moved", f"UPDATE credit_transaction SET customer_id = %(third)s WHERE {AWAY}", "at_its_customer 0"),
    ("customers.moved", f"UPDATE credit_transaction SET kind = 'OPENING' WHERE {AWAY}", "credit entry"),
    ("customers.moved", f"UPDATE credit_transaction SET moved_from_id = NULL WHERE {AWAY}", "moved_from"),
)


@pytest.mark.parametrize(("invariant", "statement", "text"), MERGES)
def test_a_merge_that_was_planted_wrong_is_found(
    lived: LivedShop, merged: dict[str, object], invariant: str, statement: str, text: str
) -> None:
    with superuser() as cursor:
        assert found_by(cursor, invariant, lived.shop.id).count == 0
        drop_checks(cursor, "customer")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement, merged)
        assert cursor.rowcount >= 1, f"planted nothing: {statement}"
        found = found_by(cursor, invariant, lived.shop.id)
    assert found.count >= 1
    assert any(text in named(violation) for violation in found.violations), found.violations


def test_every_invariant_of_customers_has_a_plant() -> None:
    assert [each.id for each in CUSTOMERS] == ["customers.statistics", "customers.merged", "customers.moved"]
