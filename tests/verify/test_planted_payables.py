"""The books of suppliers: a violation is planted, and it is found and named."""

from collections.abc import Sequence
from typing import Any

import pytest

from optimapos.core.ids import new_id
from optimapos.verify.invariants.payables import PAYABLES
from optimapos.verify.report import named
from optimapos.verify.runner import verify
from tests.factories.catalog import make_product
from tests.factories.organization import Shop, make_shop
from tests.factories.partners import make_supplier
from tests.factories.payables import make_payables
from tests.purchases.books import LANDED, PAYMENTS, owe, pay, receive_order
from tests.purchases.desks import line, stepped
from tests.verify.payables import PLANTS
from tests.verify.planting import drop_checks, found_by, superuser

TABLES = (
    "supplier_transaction",
    "supplier_allocation",
    "supplier_invoice",
    "supplier_invoice_line",
    "supplier_credit_note",
    "supplier_credit_note_line",
    "purchase_order_line",
    "delivery_receipt_line",
    "landed_cost_target",
    "landed_cost_charge",
)


@pytest.fixture(scope="module")
def bought() -> Shop:
    """A shop that was invoiced, has paid, in two currencies, and has taken a payment back."""
    shop = make_shop()
    supplier, tea = make_supplier(shop), make_product(shop, stock=None)
    receive_order(shop, supplier, line(tea, "10", "3.00"))
    ids = make_payables(shop.manager_till, shop.storefront, supplier, tea)
    stepped(shop.manager_till, LANDED, {"id": str(ids["landed_cost"])}, "posted")
    abroad = make_supplier(shop, currency="USD")
    owe(shop, abroad, "100", "A", exchange_rate="0.9")
    pay(shop, abroad, "30", exchange_rate="0.95")
    bounced = pay(shop, abroad, "20", exchange_rate="0.9")
    shop.manager_till.post(f"{PAYMENTS}{bounced['id']}/reverse/", {"reason": "bounced"})
    return shop


def test_books_that_are_right_have_no_violation(bought: Shop) -> None:
    assert {each.invariant.id: each.count for each in verify(bought.business.slug) if each.count} == {}


@pytest.mark.parametrize(("invariant", "statements", "words"), PLANTS, ids=lambda value: str(value)[:60])
def test_a_planted_violation_is_found_and_named(
    bought: Shop, invariant: str, statements: Sequence[str], words: Sequence[str]
) -> None:
    ids: dict[str, Any] = {"business": bought.id, "other": new_id()}
    with superuser() as cursor:
        assert found_by(cursor, invariant, bought.id).count == 0
        drop_checks(cursor, *TABLES)
        for statement in statements:
            cursor.execute(statement, ids)
            assert cursor.rowcount > 0, f"planted nothing: {statement}"
        found = found_by(cursor, invariant, bought.id)
    told = "\n".join(named(violation) for violation in found.violations)
    assert found.count > 0
    for each in words:
        assert each in told, told


def test_every_invariant_has_a_plant() -> None:
    assert {invariant for invariant, _, _ in PLANTS} == {each.id for each in PAYABLES}
