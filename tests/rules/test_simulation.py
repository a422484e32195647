"""Replaying lines against drafts: the worked table of docs/algorithms/simulation.md, and what always holds."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimapos.core.ids import new_id
from optimapos.pricing.candidates import NOBODY, PriceRows, candidates_of
from optimapos.pricing.rules import BEST_FOR_CUSTOMER, choose_price
from optimapos.pricing.types import Buyer, PromotionTerms, Sold
from optimapos.sales.rules.drafts import BasketDraft, KnownPromotion, PriceListDraft, PromotionDraft
from optimapos.sales.rules.simulation import Draft, Outcome, SoldLine, SoldSale, Terms, on_basis, replayed
from optimapos.sales.rules.tally import Tally
from tests.tables import worked_table

PAGE = "algorithms/simulation.md"
D = Decimal
NOON = datetime(2026, 5, 6, 12, tzinfo=UTC)
PRODUCT, PLACE = new_id(), new_id()
SALE = SoldSale(new_id(), date(2026, 5, 6), PLACE, NOON.replace(tzinfo=None), "RETAIL", False, D(0), D(0), None)
TERMS = Terms(BEST_FOR_CUSTOMER, False, "EUR")


def terms(kind: str, value: str, **fields: Any) -> PromotionTerms:
    return PromotionTerms(**{"id": str(new_id()), "name": "Spring", "kind": kind, "value": D(value), **fields})


def sold(
    price: str, quantity: str = "1", buyer: Buyer = NOBODY, *promotions: PromotionTerms, sale: SoldSale = SALE
) -> SoldLine:
    """A line that was sold at what pricing chose."""
    rows = PriceRows(base=[(False, False, price, False, "base-row")], promotion=[(each, "") for each in promotions])
    units = Sold(D(quantity), D(quantity))
    decision = choose_price(
        candidates_of(rows, buyer, units),
        policy=BEST_FOR_CUSTOMER,
        prices_include_tax=sale.prices_include_tax,
        tax_rate=D(20),
        floor_price=None,
        floor_includes_tax=False,
        may_go_below_floor=False,
    )
    assert decision
    return SoldLine(
        sale,
        PRODUCT,
        None,
        "TEA",
        "Tea",
        None,
        1,
        1,
        D(quantity),
        D(quantity),
        decision.list_price,
        decision.unit_price,
        D(0),
        D(0),
        D(0),
        D(20),
        round(on_basis(decision.unit_price, sale.prices_include_tax, False, D(20)) * D(quantity), 2),
        D(0),
        None,
        decision.waterfall,
    )


def promotion(kind: str, value: str, **fields: Any) -> PromotionDraft:
    return PromotionDraft(terms(kind, value, **fields), {})


def price_list(price: str, **known: KnownPromotion) -> PriceListDraft:
    return PriceListDraft("draft", "Draft", "", NOON, False, {(PRODUCT, None): D(price)}, known, {})


def after(line: SoldLine, draft: Draft) -> Outcome:
    (outcome,) = replayed([line], draft, TERMS)
    return outcome


@pytest.mark.parametrize("row", worked_table(PAGE, "Worked: one line"))
def test_a_line_is_replayed(row: dict[str, str]) -> None:
    buyer = {
        "nobody": NOBODY,
        "group, 10 %": Buyer(group_percent=D(10), group_name="VIP"),
        "own, 5 %": Buyer(own_percent=D(5)),
    }[row["buyer"]]
    ran = [terms(*row["ran"].split())] if row["ran"] else []
    kind, value = row["draft"].split()
    known = {each.id: KnownPromotion(each.kind, each.value, 0) for each in ran}
    draft: Draft = price_list(value, **known) if kind == "LIST" else promotion(kind, value)
    line = sold("10", "1", buyer, *ran)
    outcome = after(line, draft)
    assert (line.unit_price, outcome.unit_price) == (D(row["sold at"]), D(row["would be"]))
    assert ("" if outcome.beaten_by is None else outcome.beaten_by.source.value) == row["beaten by"]


def test_a_line_without_a_waterfall_stays_as_it_was_sold() -> None:
    line = replace(sold("10"), waterfall=[])
    for draft in (promotion("PERCENT", "50"), price_list("1")):
        outcome = after(line, draft)
        assert (outcome.unit_price, outcome.net, outcome.is_affected) == (D(10), D(10), False)


def test_an_amount_comes_off_the_price_as_it_is_kept() -> None:
    line = sold("10", sale=replace(SALE, prices_include_tax=True))
    assert (line.unit_price, after(line, promotion("AMOUNT", "1")).unit_price) == (D(12), D("10.8"))


def test_a_list_price_of_nothing_leaves_no_proportion() -> None:
    line = sold("0", "1", Buyer(own_percent=D(5)))
    assert after(line, price_list("8")).unit_price == 8


def test_another_promotion_that_is_gone_keeps_its_price() -> None:
    line = sold("10", "1", NOBODY, terms("PERCENT", "50"))
    outcome = after(line, price_list("20"))
    assert (outcome.unit_price, outcome.list_price) == (D(5), D(20))


def cents(most: int) -> st.SearchStrategy[Decimal]:
    return st.integers(0, most).map(lambda units: D(units) / 100)


@given(
    price=cents(100_000),
    value=cents(10_000),
    kind=st.sampled_from(["PERCENT", "AMOUNT", "FIXED_PRICE"]),
    quantity=st.integers(1, 50),
    ran=st.none() | cents(10_000),
)
def test_a_promotion_never_makes_a_line_dearer_where_the_best_price_counts(
    price: Decimal, value: Decimal, kind: str, quantity: int, ran: Decimal | None
) -> None:
    rows = [] if ran is None else [terms("PERCENT", str(ran))]
    line = sold(str(price), str(quantity), NOBODY, *rows)
    outcome = after(line, promotion(kind, str(value)))
    assert outcome.unit_price <= line.unit_price
    assert outcome.net <= line.net
    assert (outcome.beats is None) or (outcome.beaten_by is None)
    tally = Tally("EUR", {})
    tally.add([outcome])
    assert tally.total.after.revenue + tally.total.after.discount == (
        tally.total.before.revenue + tally.total.before.discount
    )


def basket_after(lines: list[SoldLine], *ran: PromotionTerms, **fields: Any) -> list[Outcome]:
    draft = BasketDraft(
        terms("BUY_GET", "100", set_quantity=2, get_quantity=1, **fields), {each.id: each for each in ran}
    )
    return replayed(lines, draft, TERMS)


def test_a_basket_draft_takes_off_what_its_sets_save() -> None:
    first, second = basket_after([sold("10", "2"), sold("4", "1")])
    assert [(each.off, each.net, each.is_affected) for each in (first, second)] == [
        (D("3.33"), D("16.67"), True),
        (D("0.67"), D("3.33"), True),
    ]
    assert (first.unit_price, first.rejected) == (D(10), "")


def test_a_basket_draft_that_finds_too_little_says_so_for_its_goods() -> None:
    assert [each.rejected for each in basket_after([sold("10", "2")])] == ["NOT_ENOUGH_PIECES"]
    assert [each.rejected for each in basket_after([sold("10", "2")], products=frozenset({new_id()}))] == [""]
    at_night = {"hours_from": time(20), "hours_until": time(22)}
    assert [each.rejected for each in basket_after([sold("10", "3")], **at_night)] == ["NOT_NOW"]


def test_a_basket_draft_counts_no_line_with_a_promotions_price_unless_it_combines() -> None:
    promoted = sold("10", "3", NOBODY, terms("PERCENT", "10"))
    (found,) = basket_after([promoted])
    assert (found.is_affected, found.rejected, found.beaten_by and found.beaten_by.label) == (
        False,
        "BETTER_APPLIES",
        "Promotion Spring",
    )
    assert basket_after([promoted], combines=True)[0].off == D("9.00")


@pytest.mark.parametrize(
    ("ran", "off", "net", "rejected", "rival"),
    [
        (("15", "BASKET_AMOUNT"), D(0), D("15.00"), "BETTER_APPLIES", "beaten by"),
        (("4", "BASKET_AMOUNT"), D("6.00"), D("20.00"), "", "beats"),
    ],
)
def test_a_basket_draft_meets_what_took_something_off_the_sale_then(
    ran: tuple[str, str], off: Decimal, net: Decimal, rejected: str, rival: str
) -> None:
    other = terms(ran[1], ran[0], name="Other")
    sale = replace(SALE, promotions=(other.id,))
    line = replace(sold("10", "3", sale=sale), promotion_discount=other.value, net=D(30) - other.value)
    (found,) = basket_after([line], other)
    assert (found.off, found.net, found.rejected) == (off, net, rejected)
    met = found.beaten_by if rival == "beaten by" else found.beats
    assert met
    assert met.reference == other.id


def test_what_a_basket_promotion_took_off_stays_off_at_another_price() -> None:
    (found,) = replayed(
        [replace(sold("10", "3"), promotion_discount=D("10.00"), net=D("20.00"))], promotion("PERCENT", "50"), TERMS
    )
    assert (found.unit_price, found.net) == (D(5), D("5.00"))
