"""Purchase documents: a violation is planted, and it is found and named."""

from collections.abc import Sequence

import pytest

from optimapos.verify.invariants.purchases import PURCHASES
from optimapos.verify.report import named
from optimapos.verify.runner import verify
from tests.factories.catalog import make_product
from tests.factories.organization import Shop, make_shop
from tests.factories.partners import make_supplier
from tests.factories.purchases import make_purchases
from tests.purchases.desks import RETURNS, complete
from tests.verify.planting import drop_checks, found_by, superuser

MINE = "business_id = %(business)s"
LINKS = "purchase_request_order_link"
TABLES = (
    LINKS,
    "purchase_request_line",
    "purchase_order_line",
    "delivery_receipt_line",
    "supplier_return_line",
)
PLANTS = (
    (
        "requests.converted",
        [f"UPDATE {LINKS} SET released_base_qty = 1 WHERE {MINE}"],
        ["line 1 of request PR-", "in_orders 1"],
    ),
    ("requests.converted", [f"UPDATE purchase_request_line SET converted_base_qty = 1 WHERE {MINE}"], ["in_orders 0"]),
    ("requests.converted", [f"DELETE FROM {LINKS} WHERE {MINE}"], ["converted_base_qty 2"]),
    (
        "orders.asked_for",
        [f"UPDATE purchase_order_line SET base_qty = 1 WHERE {MINE}"],
        ["line 1 of order PO-", "asked_for 2"],
    ),
    (
        "orders.asked_for",
        [f"UPDATE purchase_order_line SET cancelled_base_qty = 1 WHERE {MINE}"],
        ["cancelled_base_qty 1"],
    ),
    (
        "purchases.amounts",
        [f"UPDATE purchase_request SET net_amount = 1 WHERE {MINE}"],
        ["request PR-", "net_amount 1"],
    ),
    ("purchases.amounts", [f"UPDATE purchase_order_line SET net_amount = 1 WHERE {MINE}"], ["order PO-", "lines 1"]),
    ("purchases.amounts", [f"DELETE FROM delivery_receipt_line WHERE {MINE}"], ["receipt DR-", "lines 0"]),
    ("purchases.amounts", [f"UPDATE supplier_return SET net_amount = 1 WHERE {MINE}"], ["return SR-"]),
    (
        "purchases.booked",
        [f"UPDATE delivery_receipt_line SET base_qty = 9 WHERE {MINE}"],
        ["line 1 of receipt DR-", "base_qty 9"],
    ),
    (
        "purchases.booked",
        [f"UPDATE delivery_receipt SET posted_at = NULL WHERE {MINE}"],
        ["is_posted False", "moved 2"],
    ),
    (
        "purchases.booked",
        [f"UPDATE supplier_return_line SET base_qty = 2 WHERE {MINE}"],
        ["line 1 of return SR-", "moved -1"],
    ),
    (
        "purchases.booked",
        [f"UPDATE inventory_movement SET quantity = 3 WHERE {MINE} AND kind = 'RECEIPT'"],
        ["moved 3"],
    ),
)


@pytest.fixture(scope="module")
def bought() -> Shop:
    """A shop with one purchase document of each kind and state, and a return that is completed."""
    shop = make_shop()
    ids = make_purchases(shop, shop.manager_till, shop.storefront, make_supplier(shop), make_product(shop))
    complete(shop, RETURNS, {"id": str(ids["supplier_return"])})
    return shop


def test_books_that_are_right_have_no_violation(bought: Shop) -> None:
    assert {each.invariant.id: each.count for each in verify(bought.business.slug) if each.count} == {}


@pytest.mark.parametrize(("invariant", "statements", "words"), PLANTS, ids=lambda value: str(value)[:60])
def test_a_planted_violation_is_found_and_named(
    bought: Shop, invariant: str, statements: Sequence[str], words: Sequence[str]
) -> None:
    with superuser() as cursor:
        assert found_by(cursor, invariant, bought.id).count == 0
        drop_checks(cursor, *TABLES)
        for statement in statements:
            cursor.execute(statement, {"business": bought.id})
            assert cursor.rowcount > 0, f"planted nothing: {statement}"
        found = found_by(cursor, invariant, bought.id)
    assert found.count > 0
    told = "\n".join(named(violation) for violation in found.violations)
    assert bought.business.slug in told
    for each in words:
        assert each in told, told


def test_every_invariant_of_purchases_has_a_plant() -> None:
    assert {invariant for invariant, *_ in PLANTS} == {invariant.id for invariant in PURCHASES}
