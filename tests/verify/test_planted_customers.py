"""Customers' statistics: a violation is planted, and it is found and named."""

import pytest

from optimapos.verify.invariants.customers import CUSTOMERS
from optimapos.verify.report import named
from optimapos.verify.runner import verify
from tests.verify.planting import drop_checks, found_by, superuser
from tests.verify.shops import LivedShop, make_lived_shop

MINE = "WHERE business_id = %(business)s"
PLANTS = (
    f"UPDATE customer_stats SET total_purchases = total_purchases + 1 {MINE}",
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


def test_every_invariant_of_customers_has_a_plant() -> None:
    assert [each.id for each in CUSTOMERS] == ["customers.statistics"]
