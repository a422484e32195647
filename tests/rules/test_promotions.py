"""Promotions as candidates: their price, whether they apply, and in which order. Tables from docs/algorithms/pricing.md."""

from datetime import UTC, datetime, time
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimapos.organization.types import PricePolicy
from optimapos.pricing.candidates import PriceRows, candidates_of, why_not
from optimapos.pricing.models import KindOfPromotion, PromotedSales
from optimapos.pricing.rules import choose_price
from optimapos.pricing.types import (
    BASKET_KINDS,
    RETAIL,
    Buyer,
    Occasion,
    OfferedPromotion,
    PriceSource,
    PromotionKind,
    PromotionTerms,
    Sold,
)
from optimapos.sales.types import SaleType
from tests.tables import worked_table

D = Decimal
PAGE = "algorithms/pricing.md"
ONE = Sold(D(1), D(1))
WEDNESDAY_NOON = datetime.fromisoformat("2024-05-08T12:00:00")
HERE, VIP = uuid4(), uuid4()


def promotion(value: str = "10", kind: str = "PERCENT", **fields: Any) -> PromotionTerms:
    return PromotionTerms(**{"id": "row", "name": "Sale", "kind": kind, "value": D(value), **fields})


def occasion(**fields: Any) -> Occasion:
    columns: dict[str, Any] = {"at": WEDNESDAY_NOON.replace(tzinfo=UTC), "local": WEDNESDAY_NOON, "location": HERE}
    return Occasion(**{**columns, "price_group": None, **fields})


def rows(*promotions: PromotionTerms, base: str | None = "24.99") -> PriceRows:
    offered: list[OfferedPromotion] = [(terms, why_not(terms, occasion())) for terms in promotions]
    return PriceRows([(False, False, base, False, "base")] if base else [], promotion=offered)


def test_kinds_and_sale_types_are_the_ones_that_are_stored() -> None:
    assert {str(kind) for kind in PromotionKind} == set(KindOfPromotion.values)
    assert set(PromotedSales.values) == set(SaleType.values)
    assert RETAIL == SaleType.RETAIL


@pytest.mark.parametrize("case", worked_table(PAGE, "Worked: promotions"), ids=str)
def test_what_a_promotion_makes_of_the_base_price(case: dict[str, str]) -> None:
    sold = Sold(D(1), D(12), 12, 1) if case["sold"] == "a box of 12" else ONE
    found = candidates_of(rows(promotion(case["value"], case["kind"])), Buyer(), sold)
    assert (found[0].source, str(found[0].price), found[0].label) == (
        PriceSource.PROMOTION,
        case["price"],
        "Promotion Sale",
    )


def test_without_a_base_price_only_a_fixed_price_makes_a_candidate() -> None:
    offered = rows(
        promotion(), promotion("5", "AMOUNT"), promotion("9.00", "FIXED_PRICE", includes_tax=True), base=None
    )
    (found,) = candidates_of(offered, Buyer(), ONE)
    assert (str(found.price), found.includes_tax, found.rejected) == ("9.000000", True, "")


@pytest.mark.parametrize("case", worked_table(PAGE, "Worked: when a promotion applies"), ids=str)
def test_when_a_promotion_applies(case: dict[str, str]) -> None:
    start, _, end = case["hours"].partition("-")
    row = promotion(
        weekdays=frozenset(int(day) for day in case["weekdays"].split()),
        hours_from=time.fromisoformat(start) if start else None,
        hours_until=time.fromisoformat(end) if end else None,
    )
    local = datetime.fromisoformat(f"2024-05-{5 + int(case['at'][0]):02}T{case['at'][2:]}:00")
    assert why_not(row, occasion(local=local)) == case["reason"].replace("applies", "")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"locations": frozenset({uuid4()})}, "OTHER_PLACE"),
        ({"locations": frozenset({HERE, uuid4()})}, ""),
        ({"price_groups": frozenset({VIP})}, "OTHER_GROUP"),
        ({"sale_type": "WHOLESALE"}, "OTHER_SALE_TYPE"),
        ({"sale_type": "RETAIL"}, ""),
        ({"needs_coupon": True}, "NEEDS_COUPON"),
        ({"min_quantity": D("1.000001")}, "QUANTITY_TOO_SMALL"),
        ({"min_quantity": D(1)}, ""),
    ],
)
def test_whom_and_what_a_promotion_is_for(fields: dict[str, Any], reason: str) -> None:
    assert candidates_of(rows(promotion(**fields)), Buyer(), ONE)[0].rejected == reason


def test_an_occasion_opens_what_others_do_not_see() -> None:
    assert why_not(promotion(sale_type="WHOLESALE"), occasion(sale_type="WHOLESALE")) == ""
    assert why_not(promotion(price_groups=frozenset({VIP})), occasion(price_group=VIP)) == ""
    assert why_not(promotion(needs_coupon=True), occasion(coupons=frozenset({"row"}))) == ""
    assert why_not(promotion(), occasion(spent=frozenset({"row"}))) == "USED_UP"


def test_boxes_count_as_base_units() -> None:
    found = candidates_of(rows(promotion(min_quantity=D(12))), Buyer(), Sold(D(1), D(12), 12, 1))
    assert found[0].rejected == ""


def test_promotions_that_overlap_are_all_candidates_and_the_policy_decides() -> None:
    offered = rows(
        promotion("5", name="Small"), promotion("20", name="Large"), promotion("1", name="First", priority=5)
    )
    found = candidates_of(offered, Buyer(), ONE)
    assert [each.label for each in found[:3]] == ["Promotion First", "Promotion Large", "Promotion Small"]
    labels = {}
    for policy in PricePolicy:
        decision = choose_price(
            found,
            policy=policy,
            prices_include_tax=False,
            tax_rate=D(0),
            floor_price=None,
            floor_includes_tax=False,
            may_go_below_floor=False,
        )
        assert decision
        labels[policy] = [step["label"] for step in decision.waterfall if step["chosen"]]
    assert labels == {
        PricePolicy.BEST_FOR_CUSTOMER: ["Promotion Large"],
        PricePolicy.STRICT_PRIORITY: ["Promotion First"],
    }


@given(
    kind=st.sampled_from(sorted(set(PromotionKind) - BASKET_KINDS)),
    value=st.decimals(0, 100, places=4),
    base=st.decimals("0.01", "9999", places=2),
)
def test_a_promotion_is_never_below_nothing_and_never_makes_it_dearer(kind: str, value: Decimal, base: Decimal) -> None:
    found = candidates_of(rows(promotion(str(value), str(kind)), base=str(base)), Buyer(), ONE)
    assert found[0].price >= 0
    assert kind == PromotionKind.FIXED_PRICE or found[0].price <= base
