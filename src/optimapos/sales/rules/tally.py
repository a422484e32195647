"""What a replay comes to: sums before and after, by product and by day, and what the draft met; pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from optimapos.core.money import ZERO
from optimapos.pricing.rules import margin
from optimapos.pricing.types import PriceCandidate, PriceSource
from optimapos.sales.rules.simulation import Lists, Outcome, Rival, at_list_price

PRICE_LIST = "PRICE_LIST"


@dataclass(slots=True)
class Figures:
    """Money without tax. `discount` is what the lines are below their list prices, whatever it was given for."""

    revenue: Decimal = ZERO
    discount: Decimal = ZERO
    cost: Decimal = ZERO

    def add(self, revenue: Decimal, full: Decimal, cost: Decimal) -> None:
        """One line more, worth `full` at its list price."""
        self.revenue += revenue
        self.discount += full - revenue
        self.cost += cost

    @property
    def profit(self) -> Decimal:
        """Revenue less cost."""
        return self.revenue - self.cost

    @property
    def margin(self) -> Decimal:
        """Profit in percent of revenue, one decimal; 0 without revenue."""
        return margin(self.revenue, self.cost)[1]


@dataclass(slots=True)
class Effect:
    """Figures before and after, with how many lines have another price and how many base units these sold."""

    before: Figures = field(default_factory=Figures)
    after: Figures = field(default_factory=Figures)
    lines: int = 0
    units: Decimal = ZERO


@dataclass(slots=True)
class Meeting:
    """On how many lines a rival is beaten by the draft, and beats it."""

    beaten: int = 0
    beats: int = 0


@dataclass(slots=True)
class Tally:
    """The sums of a replay. Of products those with an affected line are kept."""

    currency: str
    lists: Lists
    lines_read: int = 0
    sales_read: int = 0
    sales_affected: int = 0
    total: Effect = field(default_factory=Effect)
    products: dict[UUID, Effect] = field(default_factory=dict)
    names: dict[UUID, tuple[str, str]] = field(default_factory=dict)
    days: dict[date, Effect] = field(default_factory=dict)
    meetings: dict[Rival, Meeting] = field(default_factory=dict)
    not_applied: dict[str, int] = field(default_factory=dict)

    def add(self, outcomes: Sequence[Outcome]) -> None:
        """One sale."""
        self.sales_read += 1
        self.sales_affected += any(each.is_affected for each in outcomes)
        for each in outcomes:
            self._line(each)

    def top_products(self, count: int) -> list[tuple[UUID, Effect]]:
        """Those whose revenue changes most."""
        affected = [(product, effect) for product, effect in self.products.items() if effect.lines]
        affected.sort(key=lambda pair: (-abs(pair[1].after.revenue - pair[1].before.revenue), str(pair[0])))
        return affected[:count]

    def _line(self, outcome: Outcome) -> None:
        line = outcome.line
        self.lines_read += 1
        self.names[line.product_id] = line.sku, line.name
        full = at_list_price(line, line.list_price, self.currency)
        same = outcome.list_price == line.list_price
        full_after = full if same else at_list_price(line, outcome.list_price, self.currency)
        for effect in (
            self.total,
            self.products.setdefault(line.product_id, Effect()),
            self.days.setdefault(line.sale.day, Effect()),
        ):
            effect.before.add(line.net, full, line.cost)
            effect.after.add(outcome.net, full_after, line.cost)
            if outcome.is_affected:
                effect.lines += 1
                effect.units += line.base_qty
        if outcome.rejected:
            self.not_applied[outcome.rejected] = self.not_applied.get(outcome.rejected, 0) + 1
        for candidate in _each(outcome.beats):
            self._meeting(candidate).beaten += 1
        for candidate in _each(outcome.beaten_by):
            self._meeting(candidate).beats += 1

    def _meeting(self, candidate: PriceCandidate) -> Meeting:
        return self.meetings.setdefault(_rival(candidate, self.lists), Meeting())


def _each(candidate: PriceCandidate | None) -> Iterable[PriceCandidate]:
    return () if candidate is None else (candidate,)


def _rival(candidate: PriceCandidate, lists: Lists) -> Rival:
    if candidate.source == PriceSource.PROMOTION:
        return Rival(candidate.source, candidate.reference, candidate.label)
    found = lists.get(candidate.reference)
    if candidate.source == PriceSource.BASE and found:
        return Rival(PRICE_LIST, found[0], found[1])
    return Rival(candidate.source)
