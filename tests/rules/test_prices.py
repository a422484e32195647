"""Which price wins, what the floor and a price set by hand do to it. Tables from docs/algorithms/pricing.md."""

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimapos.core.money import round_money
from optimapos.organization.types import PricePolicy
from optimapos.pricing import rules
from optimapos.pricing.rules import choose_price, margin, marked_up, override_price
from optimapos.pricing.types import PriceCandidate, PriceDecision, PriceSource

D = Decimal
S = PriceSource
BEST = PricePolicy.BEST_FOR_CUSTOMER
STRICT = PricePolicy.STRICT_PRIORITY
COST = D("15.00")


def candidate(source: PriceSource, price: str, *, includes_tax: bool = False, rejected: str = "") -> PriceCandidate:
    return PriceCandidate(source, D(price), includes_tax, f"{source.lower()}-row", source.title(), rejected)


def choose(
    *candidates: PriceCandidate,
    policy: str = BEST,
    with_tax: bool = False,
    rate: str = "0",
    floor: str | None = None,
    floor_with_tax: bool = False,
    may_go_below: bool = False,
) -> PriceDecision | None:
    return choose_price(
        candidates,
        policy=policy,
        prices_include_tax=with_tax,
        tax_rate=D(rate),
        floor_price=None if floor is None else D(floor),
        floor_includes_tax=floor_with_tax,
        may_go_below_floor=may_go_below,
    )


def chosen(*candidates: PriceCandidate, **options: object) -> PriceDecision:
    decision = choose(*candidates, **options)  # type: ignore[arg-type]
    assert decision is not None
    return decision


def override(decision: PriceDecision | None, price: str, floor: str | None = None, **options: bool) -> PriceDecision:
    return override_price(
        decision,
        unit_price=D(price),
        prices_include_tax=options.get("with_tax", False),
        tax_rate=D(20),
        floor_price=None if floor is None else D(floor),
        floor_includes_tax=False,
        may_go_below_floor=options.get("may_go_below", False),
        reference="user-7",
        label="Ama",
    )


def test_the_policies_are_the_ones_that_a_business_can_set() -> None:
    assert {rules.BEST_FOR_CUSTOMER, rules.STRICT_PRIORITY} == set(PricePolicy.values)


@pytest.mark.parametrize(
    ("promotion", "group", "step", "base", "policy", "price", "source", "profit", "percent"),
    [
        (None, "22.00", "21.50", "24.99", BEST, "21.50", S.STEP, "6.50", "30.2"),
        (None, "22.00", "21.50", "24.99", STRICT, "22.00", S.GROUP, "7.00", "31.8"),
        ("23.00", "22.00", "21.50", "24.99", BEST, "21.50", S.STEP, "6.50", "30.2"),
        ("23.00", "22.00", "21.50", "24.99", STRICT, "23.00", S.PROMOTION, "8.00", "34.8"),
        ("20.00", "22.00", "21.50", "24.99", BEST, "20.00", S.PROMOTION, "5.00", "25.0"),
        (None, "21.50", "21.50", "24.99", BEST, "21.50", S.GROUP, "6.50", "30.2"),
        (None, None, None, "24.99", BEST, "24.99", S.BASE, "9.99", "40.0"),
        (None, None, None, None, BEST, "21.00", S.FALLBACK, "6.00", "28.6"),
    ],
)
def test_which_candidate_wins(
    promotion: str | None,
    group: str | None,
    step: str | None,
    base: str | None,
    policy: str,
    price: str,
    source: PriceSource,
    profit: str,
    percent: str,
) -> None:
    given_prices = {S.PROMOTION: promotion, S.GROUP: group, S.STEP: step, S.BASE: base}
    candidates = [candidate(source, price) for source, price in given_prices.items() if price is not None]
    fallback = PriceCandidate(S.FALLBACK, marked_up(COST, D(40)), includes_tax=False)
    decision = chosen(fallback, *reversed(candidates), policy=policy)
    assert (decision.unit_price, decision.source) == (D(price), source)
    assert decision.list_price == D(base or price)
    assert margin(decision.unit_price, COST) == (D(profit), D(percent))
    assert decision.flags == ()


def test_money_is_rounded_on_the_line_and_never_on_the_unit() -> None:
    unit_price = D("22.491")
    assert round_money(50 * unit_price, "EUR") == D("1124.55")
    assert 50 * round_money(unit_price, "EUR") == D("1124.50")


@pytest.mark.parametrize(
    ("with_tax", "price", "group", "base"),
    [(False, "20.500000", "22.000000", "20.500000"), (True, "24.600000", "26.400000", "24.600000")],
)
def test_candidates_are_compared_on_the_basis_of_the_sale(with_tax: bool, price: str, group: str, base: str) -> None:
    decision = chosen(
        candidate(S.GROUP, "22.00"), candidate(S.BASE, "24.60", includes_tax=True), with_tax=with_tax, rate="20"
    )
    assert decision.source == S.BASE
    assert str(decision.unit_price) == str(decision.list_price) == price
    assert [step["price"] for step in decision.waterfall] == [group, base]
    assert [step["given"] for step in decision.waterfall] == ["22.00", "24.60"]
    assert [step["includes_tax"] for step in decision.waterfall] == [False, True]


def test_a_price_on_another_basis_is_rounded_half_up_to_six_places() -> None:
    assert str(chosen(candidate(S.BASE, "10", includes_tax=True), rate="7").unit_price) == "9.345794"
    assert str(chosen(candidate(S.BASE, "0.000001", includes_tax=True), rate="100").unit_price) == "0.000001"
    assert str(chosen(candidate(S.BASE, "1.000005"), with_tax=True, rate="10").unit_price) == "1.100006"
    assert str(chosen(candidate(S.BASE, "10", includes_tax=True), rate="0").unit_price) == "10.000000"
    assert str(chosen(candidate(S.BASE, "9999999999999.999999")).unit_price) == "9999999999999.999999"


@pytest.mark.parametrize(
    ("floor", "may_go_below", "price", "flags", "shown"),
    [
        ("20.00", False, "21.50", (), None),
        ("21.50", False, "21.50", (), None),
        ("22.00", False, "22.00", ("FLOOR_RAISED",), "22.000000"),
        ("22.00", True, "21.50", ("BELOW_FLOOR",), "22.000000"),
    ],
)
def test_the_floor_holds(floor: str, may_go_below: bool, price: str, flags: tuple[str, ...], shown: str | None) -> None:
    decision = chosen(candidate(S.STEP, "21.50"), candidate(S.BASE, "24.99"), floor=floor, may_go_below=may_go_below)
    assert (decision.unit_price, decision.source, decision.flags) == (D(price), S.STEP, flags)
    assert decision.waterfall[0]["price"] == "21.500000"
    assert [step.get("floor") for step in decision.waterfall] == [shown, None]


def test_the_floor_is_brought_to_the_basis_of_the_sale() -> None:
    decision = chosen(candidate(S.BASE, "22.00"), floor="27.60", floor_with_tax=True, rate="20")
    assert decision.unit_price == D("23.00")
    assert decision.flags == ("FLOOR_RAISED",)


def test_the_waterfall_tells_why_each_candidate_won_or_did_not() -> None:
    decision = chosen(
        candidate(S.FALLBACK, "12.00"),
        candidate(S.BASE, "24.99"),
        candidate(S.STEP, "21.50"),
        candidate(S.GROUP, "21.50"),
        candidate(S.PROMOTION, "9.00", rejected="EXPIRED"),
    )
    assert [(step["source"], step["chosen"], step["reason"], step["difference"]) for step in decision.waterfall] == [
        ("PROMOTION", False, "EXPIRED", "-12.500000"),
        ("GROUP", True, "LOWEST_PRICE", "0.000000"),
        ("STEP", False, "SAME_AS_BEST", "0.000000"),
        ("BASE", False, "HIGHER_THAN_BEST", "3.490000"),
        ("FALLBACK", False, "FALLBACK_NOT_NEEDED", "-9.500000"),
    ]


def test_the_waterfall_tells_it_for_strict_priority_too() -> None:
    decision = chosen(
        candidate(S.BASE, "24.99"), candidate(S.GROUP, "22.00"), candidate(S.STEP, "21.50"), policy=STRICT
    )
    assert [(step["source"], step["reason"]) for step in decision.waterfall] == [
        ("GROUP", "FIRST_IN_PRIORITY"),
        ("STEP", "LOWER_PRIORITY"),
        ("BASE", "LOWER_PRIORITY"),
    ]


def test_a_step_of_the_waterfall_is_ready_for_json() -> None:
    decision = chosen(candidate(S.BASE, "24.99"))
    assert json.loads(json.dumps(decision.waterfall)) == [
        {
            "source": "BASE",
            "price": "24.990000",
            "given": "24.99",
            "includes_tax": False,
            "chosen": True,
            "reason": "LOWEST_PRICE",
            "difference": "0.000000",
            "reference": "base-row",
            "label": "Base",
        }
    ]


def test_a_fallback_wins_where_everything_else_is_rejected() -> None:
    for policy in PricePolicy:
        decision = chosen(candidate(S.BASE, "9.00", rejected="ENDED"), candidate(S.FALLBACK, "21.00"), policy=policy)
        assert (decision.source, decision.unit_price, decision.list_price) == (S.FALLBACK, D(21), D(21))
        assert [step["reason"] for step in decision.waterfall] == ["ENDED", "NOTHING_ELSE_APPLIES"]


def test_without_a_base_price_the_list_price_is_the_one_that_is_charged() -> None:
    assert chosen(candidate(S.GROUP, "22.00"), floor="23.00").list_price == D("23.00")


@pytest.mark.parametrize("policy", list(PricePolicy))
def test_where_nothing_applies_there_is_no_price(policy: str) -> None:
    assert choose(policy=policy) is None
    assert choose(candidate(S.BASE, "9.00", rejected="ENDED"), policy=policy) is None


def test_an_unknown_policy_is_an_error() -> None:
    with pytest.raises(ValueError, match="'CHEAPEST' is not a price policy"):
        choose(candidate(S.BASE, "9.00"), policy="CHEAPEST")


def test_a_price_set_by_hand_stands_on_top_and_keeps_what_it_replaced() -> None:
    before = chosen(candidate(S.STEP, "21.50"), candidate(S.BASE, "24.99"))
    decision = override(before, "19.9999995")
    assert (decision.source, str(decision.unit_price)) == (S.MANUAL, "20.000000")
    assert decision.list_price == D("24.99")
    assert decision.flags == ()
    assert [(step["source"], step["chosen"], step["reason"], step["difference"]) for step in decision.waterfall] == [
        ("MANUAL", True, "SET_BY_HAND", "0.000000"),
        ("STEP", False, "OVERRIDDEN", "1.500000"),
        ("BASE", False, "HIGHER_THAN_BEST", "4.990000"),
    ]
    assert (decision.waterfall[0]["reference"], decision.waterfall[0]["label"]) == ("user-7", "Ama")
    assert [step["chosen"] for step in before.waterfall] == [True, False]


def test_a_price_set_by_hand_is_not_converted_and_needs_no_other_price() -> None:
    decision = override(None, "19.99", with_tax=True)
    assert (decision.source, decision.unit_price, decision.list_price) == (S.MANUAL, D("19.99"), D("19.99"))
    assert [(step["given"], step["includes_tax"]) for step in decision.waterfall] == [("19.99", True)]


@pytest.mark.parametrize(
    ("floor", "may_go_below", "price", "flags"),
    [
        ("10.00", False, "12.00", ("FLOOR_RAISED",)),
        ("10.00", True, "11.00", ("BELOW_FLOOR",)),
        ("9.00", False, "11.00", ()),
    ],
)
def test_the_floor_holds_for_a_price_set_by_hand(
    floor: str, may_go_below: bool, price: str, flags: tuple[str, ...]
) -> None:
    before = chosen(candidate(S.BASE, "5.00"), floor="9.00")
    decision = override(before, "11.00", floor, with_tax=True, may_go_below=may_go_below)
    assert (decision.unit_price, decision.flags) == (D(price), flags)


@pytest.mark.parametrize(
    ("price", "cost", "profit", "percent"),
    [
        ("21.50", "15.00", "6.50", "30.2"),
        ("10.00", "12.00", "-2.00", "-20.0"),
        ("0.00", "12.00", "-12.00", "0.0"),
        ("8.00", "7.98", "0.02", "0.3"),
        ("8.00", "8.00", "0.00", "0.0"),
    ],
)
def test_margin_is_profit_in_percent_of_the_price(price: str, cost: str, profit: str, percent: str) -> None:
    assert tuple(map(str, margin(D(price), D(cost)))) == (profit, percent)


candidates_of_any_kind = st.lists(
    st.builds(
        PriceCandidate,
        source=st.sampled_from([source for source in PriceSource if source is not S.MANUAL]),
        price=st.decimals(0, 10**6, places=6),
        includes_tax=st.booleans(),
        rejected=st.sampled_from(["", "", "EXPIRED"]),
    ),
    max_size=8,
)


@settings(deadline=None)
@given(
    candidates=candidates_of_any_kind,
    with_tax=st.booleans(),
    rate=st.decimals(0, 100, places=4),
    floor=st.none() | st.decimals(0, 10**6, places=6),
    may_go_below=st.booleans(),
)
def test_the_best_price_is_never_above_any_that_applies_unless_the_floor_raised_it(
    candidates: list[PriceCandidate], with_tax: bool, rate: Decimal, floor: Decimal | None, may_go_below: bool
) -> None:
    decision = choose_price(
        candidates,
        policy=BEST,
        prices_include_tax=with_tax,
        tax_rate=rate,
        floor_price=floor,
        floor_includes_tax=with_tax,
        may_go_below_floor=may_go_below,
    )
    if decision is None:
        assert all(each.rejected for each in candidates)
        return
    assert len(decision.waterfall) == len(candidates)
    winner = next(step for step in decision.waterfall if step["chosen"])
    rivals = [
        D(step["price"]) for step in decision.waterfall if step["reason"] not in {"EXPIRED", "FALLBACK_NOT_NEEDED"}
    ]
    assert D(winner["price"]) == min(rivals)
    raised = floor is not None and D(winner["price"]) < floor and not may_go_below
    assert decision.unit_price == (floor if raised else min(rivals))
    assert ("FLOOR_RAISED" in decision.flags) is raised
