"""Promotions as candidates: their price, whether they apply, and in which order. Tables from docs/algorithms/pricing.md."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimapos.organization.types import PricePolicy
from optimapos.pricing.candidates import PriceRows, candidates_of, why_not
from optimapos.pricing.models import KindOfPromotion, PromotedSales
from optimapos.pricing.rules import choose_price
from optimapos.pricing.types import RETAIL, Buyer, PriceSource, PromotionKind, PromotionRow, Sold
from optimapos.sales.types import SaleType
from tests.tables import worked_table

D = Decimal
PAGE = "algorithms/pricing.md"
ONE = Sold(D(1), D(1))
WEDNESDAY_NOON = "2024-05-08T12:00:00"


def promotion(value: str = "10", kind: str = "PERCENT", **fields: Any) -> PromotionRow:
    row: PromotionRow = {
        "id": "row",
        "name": "Sale",
        "kind": kind,
        "value": value,
        "includes_tax": False,
        "here": True,
        "for_group": True,
        "sale_type": "",
        "weekdays": [],
        "hours_from": None,
        "hours_until": None,
        "local_time": WEDNESDAY_NOON,
        "min_quantity": "0",
        "priority": 0,
    }
    return {**row, **fields}  # type: ignore[typeddict-item]


def rows(*promotions: PromotionRow, base: str | None = "24.99") -> PriceRows:
    return PriceRows([(False, False, base, False, "base")] if base else [], promotion=promotions)


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
        weekdays=[int(day) for day in case["weekdays"].split()],
        hours_from=f"{start}:00" if start else None,
        hours_until=f"{end}:00" if end else None,
        local_time=f"2024-05-{5 + int(case['at'][0]):02}T{case['at'][2:]}:00",
    )
    assert why_not(row, ONE) == case["reason"].replace("applies", "")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"here": False}, "OTHER_PLACE"),
        ({"for_group": False}, "OTHER_GROUP"),
        ({"sale_type": "WHOLESALE"}, "OTHER_SALE_TYPE"),
        ({"sale_type": "RETAIL"}, ""),
        ({"min_quantity": "1.000001"}, "QUANTITY_TOO_SMALL"),
        ({"min_quantity": "1"}, ""),
    ],
)
def test_whom_and_what_a_promotion_is_for(fields: dict[str, Any], reason: str) -> None:
    assert why_not(promotion(**fields), ONE) == reason
    assert candidates_of(rows(promotion(**fields)), Buyer(), ONE)[0].rejected == reason


def test_wholesale_counts_as_such_and_boxes_as_base_units() -> None:
    assert why_not(promotion(sale_type="WHOLESALE"), Sold(D(1), D(1), sale_type="WHOLESALE")) == ""
    assert why_not(promotion(min_quantity="12"), Sold(D(1), D(12), 12, 1)) == ""


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
    kind=st.sampled_from(list(PromotionKind)),
    value=st.decimals(0, 100, places=4),
    base=st.decimals("0.01", "9999", places=2),
)
def test_a_promotion_is_never_below_nothing_and_never_makes_it_dearer(kind: str, value: Decimal, base: Decimal) -> None:
    found = candidates_of(rows(promotion(str(value), str(kind)), base=str(base)), Buyer(), ONE)
    assert found[0].price >= 0
    assert kind == PromotionKind.FIXED_PRICE or found[0].price <= base
