"""Promotions of a basket: sets, the basket as a whole, and how they are spread. Tables from docs/algorithms/baskets.md."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimapos.core.money import currency_exponent, round_places
from optimapos.pricing.baskets import apply_promotions
from optimapos.pricing.rules import BEST_FOR_CUSTOMER, STRICT_PRIORITY
from optimapos.pricing.types import Basket, BasketLine, PromotionTerms
from tests.tables import worked_table

D = Decimal
PAGE = "algorithms/baskets.md"
CHEAP, DEAR = uuid4(), uuid4()


def terms(value: str, kind: str = "BUY_GET", **fields: Any) -> PromotionTerms:
    made = {"id": kind, "name": kind, "kind": kind, "value": D(value), **fields}
    if kind == "BUY_GET":
        made = {"set_quantity": 2, "get_quantity": 1, **made}
    return PromotionTerms(**made)


def line(number: int, amount: str, quantity: str = "1", product: UUID | None = None, **fields: Any) -> BasketLine:
    return BasketLine(number, product or uuid4(), None, D(quantity), D(amount), **fields)


def applied(
    lines: Sequence[BasketLine], *promotions: PromotionTerms, policy: str = BEST_FOR_CUSTOMER, currency: str = "EUR"
) -> Basket:
    offered = [(each, "") for each in promotions]
    return apply_promotions(lines, offered, policy=policy, prices_include_tax=False, currency=currency)


def told(basket: Basket) -> list[tuple[str, str]]:
    return [(offer.promotion.name, str(offer.amount)) for offer in basket.offers]


WORKED = {
    "3 for 2": terms("100"),
    "3 for 2 at most once": terms("100", max_times=1),
    "each 2nd half price": terms("50", "NTH_ITEM", set_quantity=2),
    "3 for 10.00": terms("10", "SET_PRICE", set_quantity=3),
    "buy 2 at 5 get 1 at 2 free": terms("100", products=frozenset({DEAR}), reward_products=frozenset({CHEAP})),
    "5.00 off from 10.00": terms("5", "BASKET_AMOUNT", min_amount=D(10)),
    "10 % off from 10.00": terms("10", "BASKET_PERCENT", min_amount=D(10)),
}


@pytest.mark.parametrize("case", worked_table(PAGE, "Worked: sets"), ids=str)
def test_what_a_promotion_takes_off_a_basket(case: dict[str, str]) -> None:
    products = {"2": CHEAP, "5": DEAR}
    lines = [
        line(number, amount, product=products.get(amount)) for number, amount in enumerate(case["pieces"].split(), 1)
    ]
    found = applied(lines, WORKED[case["promotion"]])
    off = sum((offer.amount for offer in found.offers), D("0.00"))
    how = str(found.offers[0].times) if found.offers else found.passed[0][1]
    assert (str(off), how) == (case["off"], case["times"])


@pytest.mark.parametrize("case", worked_table(PAGE, "Worked: spread over lines"), ids=str)
def test_how_an_amount_is_spread(case: dict[str, str]) -> None:
    lines = [line(number, amount) for number, amount in enumerate(case["lines"].split(), 1)]
    (offer,) = applied(lines, terms(case["off"], "BASKET_AMOUNT"), currency=case["currency"]).offers
    assert [str(share) for share in offer.shares.values()] == case["shares"].split()


def test_pieces_of_one_line_and_of_several_count_alike() -> None:
    assert told(applied([line(1, "15.00", "3")], terms("100"))) == [("BUY_GET", "5.00")]
    assert told(applied([line(1, "10.00", "2"), line(2, "5.00")], terms("100"))) == [("BUY_GET", "5.00")]
    assert told(applied([line(1, "11.25", "2.25"), line(2, "2.50", "0.5")], terms("100"))) == []


def test_a_set_in_which_something_is_cheaper_is_given_back_to_all_its_pieces() -> None:
    (offer,) = applied([line(1, "10.00", "2"), line(2, "5.00"), line(3, "1.00")], terms("100")).offers
    assert {number: str(share) for number, share in offer.shares.items()} == {1: "3.33", 2: "1.67"}


def test_a_huge_line_takes_no_longer_than_a_small_one() -> None:
    million = [line(1, "1000000000.00", "1000000000"), line(2, "3.00")]
    assert told(applied(million, terms("100"))) == [("BUY_GET", "333333333.00")]
    assert told(applied(million, terms("2.50", "SET_PRICE", set_quantity=3))) == [("SET_PRICE", "166666668.50")]


def test_prices_set_by_hand_and_promotions_of_a_line_are_left_alone() -> None:
    ordinary = [line(1, "5.00"), line(2, "5.00")]
    assert told(applied([*ordinary, line(3, "5.00", is_fixed=True)], terms("100", combines=True))) == []
    assert told(applied([*ordinary, line(3, "5.00", is_promoted=True)], terms("100"))) == []
    found = applied([*ordinary, line(3, "5.00", is_promoted=True)], terms("100", combines=True))
    assert told(found) == [("BUY_GET", "5.00")]


def test_the_set_that_saves_most_comes_first_and_strictly_the_one_with_the_higher_priority() -> None:
    lines = [line(1, "10.00"), line(2, "10.00"), line(3, "10.00")]
    large, small = terms("100"), terms("28", "SET_PRICE", set_quantity=3, priority=5)
    best = applied(lines, small, large)
    assert told(best) == [("BUY_GET", "10.00")]
    assert [(each.name, why) for each, why in best.passed] == [("SET_PRICE", "BETTER_APPLIES")]
    assert told(applied(lines, large, small, policy=STRICT_PRIORITY)) == [("SET_PRICE", "2.00")]


def test_a_set_that_loses_pieces_to_a_better_one_takes_what_is_left() -> None:
    lines = [line(1, "30.00", "3", CHEAP), line(2, "12.00", "3", DEAR)]
    first = terms("100", products=frozenset({CHEAP}))
    second = terms("50", "NTH_ITEM", set_quantity=2)
    third = terms("10", "SET_PRICE", set_quantity=3)
    assert told(applied(lines, second, first)) == [("BUY_GET", "10.00"), ("NTH_ITEM", "2.00")]
    assert told(applied(lines, third, first)) == [("SET_PRICE", "22.00")]
    cheaper = terms("50", "NTH_ITEM", set_quantity=3)
    assert told(applied(lines, cheaper, first)) == [("BUY_GET", "10.00"), ("NTH_ITEM", "2.00")]


def test_one_promotion_of_the_whole_basket_applies_to_what_sets_leave() -> None:
    lines = [line(1, "15.00", "3"), line(2, "20.00")]
    sets = terms("100", products=frozenset({lines[0].product}))
    ten = terms("10", "BASKET_PERCENT", combines=True)
    two = terms("2", "BASKET_AMOUNT", combines=True, priority=1)
    assert told(applied(lines, sets, ten, two)) == [("BUY_GET", "5.00"), ("BASKET_PERCENT", "3.00")]
    assert told(applied(lines, sets, ten, two, policy=STRICT_PRIORITY)) == [
        ("BUY_GET", "5.00"),
        ("BASKET_AMOUNT", "2.00"),
    ]
    alone = terms("10", "BASKET_PERCENT")
    assert told(applied(lines, sets, alone)) == [("BUY_GET", "5.00"), ("BASKET_PERCENT", "2.00")]


def test_promotions_of_the_basket_for_different_goods_all_apply() -> None:
    lines = [line(1, "10.00", product=CHEAP), line(2, "20.00", product=DEAR), line(3, "30.00")]
    one = terms("1", "BASKET_AMOUNT", id="1", products=frozenset({CHEAP}))
    two = terms("10", "BASKET_PERCENT", products=frozenset({DEAR}))
    whole = terms("1.50", "BASKET_AMOUNT", id="whole")
    assert [str(offer.amount) for offer in applied(lines, one, two).offers] == ["2.00", "1.00"]
    found = applied(lines, one, two, whole)
    assert [str(offer.amount) for offer in found.offers] == ["2.00", "1.50"]
    assert found.offers[1].shares == {1: D("0.38"), 3: D("1.12")}
    assert [(each.id, why) for each, why in found.passed] == [("1", "BETTER_APPLIES")]


def test_a_price_on_the_other_tax_basis_does_not_apply() -> None:
    found = applied([line(1, "15.00", "3")], terms("10", "SET_PRICE", set_quantity=3, includes_tax=True))
    assert [(each.name, why) for each, why in found.passed] == [("SET_PRICE", "OTHER_TAX_BASIS")]


def test_what_does_not_apply_keeps_its_reason() -> None:
    found = apply_promotions(
        [line(1, "15.00", "3")],
        [(terms("100"), "NOT_TODAY"), (terms("10", "PERCENT"), "")],
        policy=BEST_FOR_CUSTOMER,
        prices_include_tax=False,
        currency="EUR",
    )
    assert [(each.name, why) for each, why in found.passed] == [("BUY_GET", "NOT_TODAY")]


AMOUNTS = st.integers(1, 100_000)
CURRENCIES = st.sampled_from(["JPY", "EUR", "KWD"])
PROMOTIONS = st.sampled_from([*WORKED.values(), terms("7", "BASKET_AMOUNT"), terms("33.3333", "BASKET_PERCENT")])


@st.composite
def baskets(draw: st.DrawFn, currency: str) -> list[BasketLine]:
    places = currency_exponent(currency)
    products = st.sampled_from([CHEAP, DEAR, None])
    return [
        line(number, str(D(draw(AMOUNTS)).scaleb(-places)), str(draw(st.integers(1, 9))), draw(products))
        for number in range(1, draw(st.integers(1, 8)) + 1)
    ]


@settings(max_examples=300)
@given(data=st.data(), currency=CURRENCIES, promotions=st.lists(PROMOTIONS, min_size=1, max_size=5, unique_by=id))
def test_whatever_is_taken_off_is_spread_to_the_cent_and_never_more_than_a_line_costs(
    data: st.DataObject, currency: str, promotions: list[PromotionTerms]
) -> None:
    lines = data.draw(baskets(currency))
    named = [PromotionTerms(**{**fields_of(each), "id": str(place)}) for place, each in enumerate(promotions)]
    found = applied(
        lines, *named, policy=data.draw(st.sampled_from([BEST_FOR_CUSTOMER, STRICT_PRIORITY])), currency=currency
    )
    for offer in found.offers:
        assert sum(offer.shares.values()) == offer.amount > 0
        assert all(share == round_places(share, currency_exponent(currency)) for share in offer.shares.values())
        assert all(share >= 0 for share in offer.shares.values())
    for each in lines:
        assert 0 <= found.off(each.number) <= each.amount
    named_ones = [offer.promotion.id for offer in found.offers] + [each.id for each, _ in found.passed]
    assert sorted(named_ones) == [each.id for each in named]


@settings(max_examples=200)
@given(data=st.data(), promotions=st.lists(PROMOTIONS, min_size=1, max_size=4, unique_by=id))
def test_the_best_for_the_customer_is_never_less_than_any_set_alone(
    data: st.DataObject, promotions: list[PromotionTerms]
) -> None:
    lines = data.draw(baskets("EUR"))
    together = sum((offer.amount for offer in applied(lines, *promotions).offers), D(0))
    for each in promotions:
        alone = sum((offer.amount for offer in applied(lines, each).offers), D(0))
        assert together >= alone or each.kind.startswith("BASKET")


def fields_of(promotion: PromotionTerms) -> dict[str, Any]:
    return {name: getattr(promotion, name) for name in PromotionTerms.__slots__}
