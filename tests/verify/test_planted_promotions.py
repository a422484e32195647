"""Promotions in sales: a violation is planted, and it is found and named."""

from typing import Any

import pytest

from optimapos.core.ids import UUID
from optimapos.verify.invariants.promotions import PROMOTIONS
from optimapos.verify.report import named
from optimapos.verify.runner import verify
from tests.factories.catalog import make_product
from tests.factories.organization import Shop, make_shop
from tests.factories.pricing import make_coupons, make_promotion
from tests.verify.planting import drop_checks, found_by, superuser

MINE = "WHERE business_id = %(business)s"
KEPT = "UPDATE sale SET promotions = jsonb_set(promotions, '{0,shares,1}', '\"0.99\"')"
PLANTS = (
    ("promotions.amounts", f"UPDATE sale SET promotion_amount = promotion_amount + 1 {MINE}", "sale"),
    ("promotions.amounts", f"UPDATE sale_item SET promotion_discount = 0 {MINE}", "sale"),
    ("promotions.shares", f"{KEPT} {MINE}", "sale"),
    ("promotions.uses", f"UPDATE promotion SET uses = uses + 1 {MINE}", "promotion Three for two"),
    ("promotions.coupons", f"UPDATE coupon SET uses = 0 {MINE}", "coupon SAVE"),
)


@pytest.fixture(scope="module")
def lived() -> Shop:
    """A shop with one sale by a limited promotion and its coupon."""
    shop = make_shop()
    tea = make_product(shop, price="5.00")
    promotion = make_promotion(
        shop,
        "100",
        "BUY_GET",
        name="Three for two",
        set_quantity=2,
        get_quantity=1,
        use_limit=5,
        needs_coupon=True,
    )
    make_coupons(shop, promotion, "save")
    body: dict[str, Any] = {
        "items": [{"product": str(tea.pk), "quantity": "3"}],
        "coupons": ["SAVE"],
        "payments": [{"payment_method": "CASH", "amount_paid": "50"}],
    }
    answer = shop.till.post("/api/sales/checkout/", body)
    assert (answer.status_code, answer.json()["promotion_amount"]) == (201, "5.00")
    return shop


def test_a_sale_that_is_right_has_no_violation(lived: Shop) -> None:
    found = {each.invariant.id: each.count for each in verify(lived.business.slug)}
    assert {each.id: found[each.id] for each in PROMOTIONS} == {each.id: 0 for each in PROMOTIONS}


@pytest.mark.parametrize(("invariant", "statement", "what"), PLANTS, ids=lambda value: str(value)[:60])
def test_a_planted_violation_is_found_and_named(lived: Shop, invariant: str, statement: str, what: str) -> None:
    ids: dict[str, UUID] = {"business": lived.id}
    with superuser() as cursor:
        assert found_by(cursor, invariant, lived.id).count == 0
        drop_checks(cursor, "sale", "sale_item", "promotion", "coupon")
        cursor.execute(statement, ids)
        assert cursor.rowcount == 1, f"planted nothing: {statement}"
        found = found_by(cursor, invariant, lived.id)
    assert found.count == 1
    assert what in named(found.violations[0])


def test_every_invariant_of_promotions_has_a_plant() -> None:
    assert {invariant for invariant, _, _ in PLANTS} == {each.id for each in PROMOTIONS}
