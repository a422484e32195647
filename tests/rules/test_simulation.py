"""Replaying lines against drafts: the worked table of docs/algorithms/simulation.md, and what always holds."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimapos.core.ids import new_id
from optimapos.pricing.candidates import NOBODY, PriceRows, candidates_of
from optimapos.pricing.rules import BEST_FOR_CUSTOMER, choose_price
from optimapos.pricing.types import Buyer, PromotionRow, Sold
from optimapos.sales.rules.drafts import KnownPromotion, PriceListDraft, PromotionDraft
from optimapos.sales.rules.simulation import Draft, Outcome, SoldLine, SoldSale, Terms, on_basis, replayed
from optimapos.sales.rules.tally import Tally
from tests.tables import worked_table

PAGE = "algorithms/simulation.md"
D = Decimal
NOON = datetime(2026, 5, 6, 12, tzinfo=UTC)
PRODUCT, PLACE = new_id(), new_id()
SALE = SoldSale(new_id(), date(2026, 5, 6), PLACE, NOON.replace(tzinfo=None), "RETAIL", False, D(0), D(0), None)
TERMS = Terms(BEST_FOR_CUSTOMER, False, "EUR")


def promotion_row(kind: str, value: str, **fields: Any) -> PromotionRow:
    row: PromotionRow = {
        "id": str(new_id()),
        "name": "Spring",
        "kind": kind,
        "value": value,
        "includes_tax": False,
        "here": True,
        "for_group": True,
        "sale_type": "",
        "weekdays": [],
        "hours_from": None,
        "hours_until": None,
        "local_time": NOON.replace(tzinfo=None).isoformat(),
        "min_quantity": "0",
        "priority": 0,
    }
    return {**row, **fields}  # type: ignore[typeddict-item]  # names of the row


def sold(
    price: str, quantity: str = "1", buyer: Buyer = NOBODY, *promotions: PromotionRow, sale: SoldSale = SALE
) -> SoldLine:
    """A line that was sold at what pricing chose."""
    rows = PriceRows(base=[(False, False, price, False, "base-row")], promotion=promotions)
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
        D(20),
        round(on_basis(decision.unit_price, sale.prices_include_tax, False, D(20)) * D(quantity), 2),
        D(0),
        None,
        decision.waterfall,
    )


def promotion(kind: str, value: str, **fields: Any) -> PromotionDraft:
    nothing: frozenset[Any] = frozenset()
    return PromotionDraft(promotion_row(kind, value, **fields), nothing, nothing, nothing, nothing, {})


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
    ran = [promotion_row(*row["ran"].split())] if row["ran"] else []
    kind, value = row["draft"].split()
    known = {each["id"]: KnownPromotion(each["kind"], D(each["value"]), 0) for each in ran}
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
    line = sold("10", "1", NOBODY, promotion_row("PERCENT", "50"))
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
    rows = [] if ran is None else [promotion_row("PERCENT", str(ran))]
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
