"""Rows of prices as candidates: groups, steps, percents. Tables from docs/algorithms/pricing.md."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimapos.organization.types import PricePolicy
from optimapos.pricing.candidates import ListedRow, PriceRow, PriceRows, StepRow, candidates_of, standing
from optimapos.pricing.rules import choose_price, margin
from optimapos.pricing.types import (
    Buyer,
    OfferedPromotion,
    PriceCandidate,
    PriceDecision,
    PriceSource,
    PromotionTerms,
    Sold,
)
from tests.tables import worked_table

D = Decimal
PAGE = "algorithms/pricing.md"
ONE = Sold(D(1), D(1))


def row(price: str, *, packaging: bool = False, here: bool = False) -> PriceRow:
    return (packaging, here, price, False, f"row {price}")


def step(price: str, start: str, *, packaging: bool = False, here: bool = False) -> StepRow:
    return (packaging, here, price, False, f"step {price}", start)


def chosen(
    rows: PriceRows, buyer: Buyer, sold: Sold = ONE, policy: str = PricePolicy.BEST_FOR_CUSTOMER
) -> PriceDecision:
    decision = choose_price(
        candidates_of(rows, buyer, sold),
        policy=policy,
        prices_include_tax=False,
        tax_rate=D(0),
        floor_price=None,
        floor_includes_tax=False,
        may_go_below_floor=False,
    )
    assert decision
    return decision


def told(candidates: list[PriceCandidate]) -> list[tuple[str, str, str]]:
    return [(str(each.price), each.label, each.rejected) for each in candidates]


@pytest.mark.parametrize("case", worked_table(PAGE, "Worked: percentages"), ids=str)
def test_percents_of_groups_customers_and_sites(case: dict[str, str]) -> None:
    has_group = case["customer"].startswith("group")
    buyer = Buyer(
        own_percent=D(case["own percent"] or 0),
        group_percent=D(case["group's percent"] or 0) if has_group else None,
        group_name="VIP",
        site_percent=D(case["site's percent"]) if case["site's percent"] else None,
    )
    decision = chosen(PriceRows([row("24.99")]), buyer)
    assert (decision.source.lower(), str(decision.unit_price)) == (case["candidate"], case["price"])
    assert decision.list_price == D("24.99")


@pytest.mark.parametrize("case", worked_table(PAGE, "Worked: steps of a line"), ids=str)
def test_the_most_specific_of_the_steps_that_a_line_reaches(case: dict[str, str]) -> None:
    steps = [
        step("21.50", "50"),
        step("21.00", "100"),
        step("21.80", "50", here=True),
        step("250.00", "10", packaging=True),
    ]
    of_box = case["sold"].endswith("boxes of 12")
    count = D(case["sold"].split()[0])
    sold = Sold(count, count * 12, 12, 1) if of_box else Sold(count, count)
    rows = [each for each in steps if (of_box or not each[0]) and (case["place"] == "here" or not each[1])]
    decision = chosen(PriceRows([row("24.99")], step=rows), Buyer(), sold)
    assert (str(decision.source).lower(), decision.unit_price) == (case["chosen"], D(case["price"]))


def test_the_example_of_the_sources_from_its_rows() -> None:
    rows = PriceRows([row("24.99")], [row("22.00")], [step("21.50", "50")], unit_cost=D("15.00"), markup_percent=D(40))
    decision = chosen(rows, Buyer(group_percent=D(0), group_name="VIP"), Sold(D(50), D(50)))
    assert (decision.source, decision.unit_price, decision.list_price) == (PriceSource.STEP, D("21.50"), D("24.99"))
    assert margin(decision.unit_price, D("15.00")) == (D("6.50"), D("30.2"))
    assert [(line["source"], line["label"], line["reason"]) for line in decision.waterfall] == [
        ("GROUP", "Price for VIP", "HIGHER_THAN_BEST"),
        ("STEP", "Step price from 50", "LOWEST_PRICE"),
        ("BASE", "Price of the product", "HIGHER_THAN_BEST"),
        ("FALLBACK", "Cost plus markup", "FALLBACK_NOT_NEEDED"),
    ]


def test_a_group_without_a_percent_makes_no_candidate_and_one_with_a_percent_needs_a_base_price() -> None:
    assert chosen(PriceRows([row("10")]), Buyer(group_percent=D(0))).source == PriceSource.BASE
    assert candidates_of(PriceRows([]), Buyer(group_percent=D(12)), ONE) == []


def test_the_groups_own_price_stands_in_place_of_its_percent_and_its_most_specific_first() -> None:
    rows = PriceRows([row("20.00")], [row("19.00"), row("19.50", here=True)])
    found = candidates_of(rows, Buyer(D(5), D(50), "VIP"), ONE)
    assert told(found) == [
        ("19.500000", "Price for VIP", ""),
        ("19.000000", "Price for VIP", "LESS_SPECIFIC"),
        ("20.000000", "Price of the product", ""),
    ]


def test_a_customer_without_a_group_gets_no_groups_price() -> None:
    assert told(candidates_of(PriceRows([row("20.00")], [row("1.00")]), Buyer(), ONE)) == [
        ("20.000000", "Price of the product", "")
    ]


def test_the_labels_tell_which_percent_was_taken_off() -> None:
    rows = PriceRows([row("20.00")])
    assert told(candidates_of(rows, Buyer(D("12.5")), ONE)) == [("17.500000", "Price of the product, less 12.5 %", "")]
    assert told(candidates_of(rows, Buyer(D(9), D(25), "VIP"), ONE)) == [
        ("15.000000", "Price of the product for VIP, less 25 %", ""),
        ("20.000000", "Price of the product", ""),
    ]


def test_steps_that_do_not_apply_tell_why() -> None:
    steps = [
        step("9", "5"),
        step("8", "10"),
        step("7", "100"),
        step("9.5", "5", here=True),
        step("100", "1", packaging=True),
        step("90", "5", packaging=True),
    ]
    found = candidates_of(PriceRows([], step=steps), Buyer(), Sold(D(2), D(24), 12, 1))
    assert [(each.label, str(each.price), each.rejected) for each in found] == [
        ("Step price from 5 packages", "90.000000", "QUANTITY_BELOW_STEP"),
        ("Step price from 1 packages", "100.000000", ""),
        ("Step price from 5", "114.000000", "LESS_SPECIFIC"),
        ("Step price from 100", "84.000000", "QUANTITY_BELOW_STEP"),
        ("Step price from 10", "96.000000", "LESS_SPECIFIC"),
        ("Step price from 5", "108.000000", "LESS_SPECIFIC"),
    ]
    lower = candidates_of(PriceRows([], step=steps[:3]), Buyer(), Sold(D(20), D(20)))
    assert [each.rejected for each in lower] == ["QUANTITY_BELOW_STEP", "", "LOWER_STEP"]
    none = candidates_of(PriceRows([], step=steps[1:3]), Buyer(), ONE)
    assert [each.rejected for each in none] == ["QUANTITY_BELOW_STEP", "QUANTITY_BELOW_STEP"]


prices = st.decimals("0.01", "9999", places=2).map(str)
price_rows = st.builds(
    lambda price, packaging, here: row(price, packaging=packaging, here=here), prices, st.booleans(), st.booleans()
)
step_rows = st.builds(
    lambda price, start, here: step(price, str(start), here=here), prices, st.integers(1, 60), st.booleans()
)
buyers = st.builds(
    Buyer,
    own_percent=st.decimals(0, 100, places=4),
    group_percent=st.none() | st.decimals(0, 100, places=4),
    site_percent=st.none() | st.decimals(0, 100, places=4),
)


@given(
    base=st.lists(price_rows, max_size=4),
    group=st.lists(price_rows, max_size=4),
    steps=st.lists(step_rows, max_size=5),
    buyer=buyers,
    count=st.integers(1, 60),
    rate=st.integers(0, 30),
    with_tax=st.booleans(),
)
def test_the_best_price_is_never_above_any_that_applies(
    base: list[PriceRow],
    group: list[PriceRow],
    steps: list[StepRow],
    buyer: Buyer,
    count: int,
    rate: int,
    with_tax: bool,
) -> None:
    rows = PriceRows(base, group, steps, unit_cost=D(1), markup_percent=D(1000))
    candidates = candidates_of(rows, buyer, Sold(D(count), D(count) * 12, 12, 1))
    decision = choose_price(
        candidates,
        policy=PricePolicy.BEST_FOR_CUSTOMER,
        prices_include_tax=with_tax,
        tax_rate=D(rate),
        floor_price=None,
        floor_includes_tax=False,
        may_go_below_floor=False,
    )
    assert decision
    applying = [
        D(told["price"])
        for told, each in zip(decision.waterfall, candidates, strict=True)
        if not each.rejected and each.source != PriceSource.FALLBACK
    ]
    assert all(decision.unit_price <= price for price in applying)
    assert decision.unit_price in applying or not applying


@given(buyer=buyers, base=prices, price=prices)
def test_one_more_rule_never_makes_it_dearer(buyer: Buyer, base: str, price: str) -> None:
    plain = PriceRows([row(base)])
    for more in (replace(plain, step=[step(price, "1")]), replace(plain, group=[row(price)])):
        without_percent = replace(buyer, group_percent=None if buyer.group_percent is None else D(0))
        assert chosen(more, without_percent).unit_price <= chosen(plain, without_percent).unit_price


LISTS: dict[str, ListedRow] = {
    "wholesale": (False, "WHOLESALE", "2024-01-01T00:00:00Z", "20.00", False, "row", "wholesale"),
    "March": (False, "", "2024-03-01T00:00:00Z", "19.00", False, "row", "March"),
    "February": (False, "", "2024-02-01T00:00:00Z", "18.00", False, "row", "February"),
}


@pytest.mark.parametrize("case", worked_table(PAGE, "Worked: price lists"), ids=str)
def test_which_price_list_stands(case: dict[str, str]) -> None:
    listed = [LISTS[name] for name in case["lists"].split(", ") if name != "none"]
    rows = PriceRows([row("24.99"), row("23.99", here=True)], listed=listed)
    decision = chosen(rows, Buyer(), replace(ONE, sale_type=case["sale"]))
    assert [step["label"] for step in decision.waterfall if step["chosen"]] == [case["label"]]
    assert (decision.unit_price, decision.source) == (D(case["chosen"]), PriceSource.BASE)
    assert decision.list_price == decision.unit_price


def test_a_list_names_packages_too_and_what_stands_behind_it_tells_so() -> None:
    of_box: ListedRow = (True, "", "2024-01-01T00:00:00Z", "200.00", False, "row", "Boxes")
    rows = PriceRows([row("24.99"), row("23.99", here=True)], listed=[LISTS["March"], of_box, LISTS["wholesale"]])
    found = candidates_of(rows, Buyer(D(10)), Sold(D(1), D(12), 12, 1))
    assert told(found) == [
        ("180.000000", "Price list Boxes, less 10 %", ""),
        ("205.200000", "Price list March, less 10 %", "PRICE_LIST_APPLIES"),
        ("216.000000", "Price list wholesale, less 10 %", "OTHER_SALE_TYPE"),
        ("259.092000", "Price of the product here, less 10 %", "PRICE_LIST_APPLIES"),
        ("269.892000", "Price of the product, less 10 %", "LESS_SPECIFIC"),
    ]


def promotion(value: str, kind: str, least: int, why: str) -> OfferedPromotion:
    return PromotionTerms("row", "Sale", kind, D(value), min_quantity=D(least)), why


offered_promotions = st.builds(
    promotion,
    st.decimals(0, 100, places=2).map(str),
    st.sampled_from(["PERCENT", "AMOUNT", "FIXED_PRICE"]),
    st.integers(0, 30),
    st.sampled_from(["", "OTHER_GROUP", "NOT_NOW"]),
)


@given(
    base=st.lists(price_rows, max_size=4),
    group=st.lists(price_rows, max_size=3),
    steps=st.lists(step_rows, max_size=4),
    promotions=st.lists(offered_promotions, max_size=3),
    listed=st.lists(st.sampled_from(list(LISTS.values())), max_size=3, unique=True),
    buyer=buyers,
    count=st.integers(1, 60),
    policy=st.sampled_from(list(PricePolicy)),
)
def test_rows_that_cannot_stand_change_no_price(
    base: list[PriceRow],
    group: list[PriceRow],
    steps: list[StepRow],
    promotions: list[OfferedPromotion],
    listed: list[ListedRow],
    buyer: Buyer,
    count: int,
    policy: PricePolicy,
) -> None:
    rows = PriceRows([*base, row("50.00")], group, steps, promotions, listed)
    sold = Sold(D(count), D(count))
    full, short = chosen(rows, buyer, sold, policy), chosen(standing(rows, sold), buyer, sold, policy)
    assert (short.unit_price, short.source, short.list_price) == (full.unit_price, full.source, full.list_price)
    assert all(not each.rejected for each in candidates_of(standing(rows, sold), buyer, sold))
