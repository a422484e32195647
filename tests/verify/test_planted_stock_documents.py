"""Transfers and counts: a violation is planted, and it is found and named."""

from collections.abc import Sequence

import pytest

from optimapos.verify.invariants.stock_documents import STOCK_DOCUMENTS
from optimapos.verify.report import named
from optimapos.verify.runner import verify
from tests.factories.catalog import make_product
from tests.factories.organization import Shop, make_shop
from tests.factories.stock_documents import make_stock_documents
from tests.inventory.documents import COUNTS, Desk, make_place, member_at
from tests.verify.planting import drop_checks, found_by, superuser

MINE = "business_id = %(business)s"
PLANTS = (
    ("transfers.on_their_way", [f"UPDATE stock_transfer_line SET received_base_qty = 1 WHERE {MINE}"], ["open 1"]),
    ("transfers.on_their_way", [f"UPDATE stock_transfer SET posted_at = NULL WHERE {MINE}"], ["layers 2"]),
    (
        "transfers.on_their_way",
        [f"UPDATE inventory_batch SET transfer_line_id = gen_random_uuid() WHERE {MINE} AND kind = 'TRANSIT'"],
        ["transfer line", "layers 2", "layers 0"],
    ),
    ("transfers.in_transit", [f"UPDATE inventory_batch SET kind = 'STOCK' WHERE {MINE}"], ["location IN-TRANSIT"]),
    ("transfers.in_transit", [f"UPDATE location SET kind = 'WAREHOUSE' WHERE {MINE}"], ["kind TRANSIT"]),
    ("counts.booked", [f"UPDATE stock_count_line SET counted_qty = 6 WHERE {MINE}"], ["counted_qty 6", "booked -5"]),
    (
        "counts.booked",
        [f"UPDATE inventory_movement SET quantity = -4 WHERE {MINE} AND kind = 'COUNT'"],
        ["line", "booked -4"],
    ),
)


@pytest.fixture(scope="module")
def moved() -> Shop:
    """A shop with a transfer on its way and a count that is posted."""
    shop = make_shop()
    tea = make_product(shop, stock="10")
    ids = make_stock_documents(shop, shop.storefront, make_place(shop).pk, tea)
    Desk(member_at(shop), COUNTS).take({"id": str(ids["open_count"])}, "posted")
    return shop


def test_books_that_are_right_have_no_violation(moved: Shop) -> None:
    assert {each.invariant.id: each.count for each in verify(moved.business.slug) if each.count} == {}


@pytest.mark.parametrize(("invariant", "statements", "words"), PLANTS, ids=lambda value: str(value)[:60])
def test_a_planted_violation_is_found_and_named(
    moved: Shop, invariant: str, statements: Sequence[str], words: Sequence[str]
) -> None:
    with superuser() as cursor:
        assert found_by(cursor, invariant, moved.id).count == 0
        drop_checks(cursor, "stock_transfer_line", "stock_count_line", "inventory_batch")
        for statement in statements:
            cursor.execute(statement, {"business": moved.id})
            assert cursor.rowcount > 0, f"planted nothing: {statement}"
        found = found_by(cursor, invariant, moved.id)
    assert found.count > 0
    told = "\n".join(named(violation) for violation in found.violations)
    assert moved.business.slug in told
    for each in words:
        assert each in told, told


def test_every_invariant_of_stock_documents_has_a_plant() -> None:
    assert {invariant for invariant, *_ in PLANTS} == {invariant.id for invariant in STOCK_DOCUMENTS}
