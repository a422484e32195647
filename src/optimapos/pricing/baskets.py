"""What promotions take off a whole basket, pure: sets of pieces first, then the basket itself, spread over lines to the cent.

Amounts are on the sale's tax basis, in major units of its currency. Pieces are whole base units. Source:
docs/algorithms/baskets.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, pairwise

from optimapos.core.money import ZERO, percent_of, round_money, split_money
from optimapos.pricing.rules import STRICT_PRIORITY
from optimapos.pricing.types import (
    BASKET_KINDS,
    NO_PROMOTIONS,
    SET_KINDS,
    WHOLE_KINDS,
    Basket,
    BasketLine,
    BasketOffer,
    OfferedPromotion,
    PromotionKind,
    PromotionTerms,
)

NOT_ENOUGH_PIECES = "NOT_ENOUGH_PIECES"
REWARD_MISSING = "REWARD_MISSING"
BASKET_TOO_SMALL = "BASKET_TOO_SMALL"
NO_SAVING = "NO_SAVING"
BETTER_APPLIES = "BETTER_APPLIES"
OTHER_TAX_BASIS = "OTHER_TAX_BASIS"
_MONEY_KINDS = frozenset({PromotionKind.SET_PRICE, PromotionKind.BASKET_AMOUNT})


@dataclass(frozen=True, slots=True)
class _Pieces:
    """So many pieces of a line, at what one of them costs."""

    number: int
    value: Decimal
    count: int


@dataclass(frozen=True, slots=True)
class _Found:
    """What a promotion would take off now: `taken` pieces by line, of a set; `worth`, what its part of each line costs."""

    amount: Decimal
    times: int
    worth: dict[int, Decimal]
    taken: dict[int, int]


class _Table:
    """A basket while promotions are applied: what is left to pay of each line, and which pieces are in no set yet."""

    def __init__(self, lines: Iterable[BasketLine]) -> None:
        self.lines = [line for line in lines if not line.is_fixed]
        self.left = {line.number: line.amount for line in self.lines}
        self.free = {line.number: int(line.base_qty) for line in self.lines}

    def counted(self, terms: PromotionTerms) -> list[BasketLine]:
        """Lines that the promotion may count."""
        return [
            line
            for line in self.lines
            if (terms.combines or not line.is_promoted)
            and (terms.is_for(line.product, line.group) or terms.rewards(line.product, line.group))
        ]

    def pieces(self, lines: Iterable[BasketLine]) -> list[_Pieces]:
        """Their free pieces, the dearest first."""
        found = [
            _Pieces(line.number, line.amount / line.base_qty, count)
            for line in lines
            if (count := self.free[line.number])
        ]
        return sorted(found, key=lambda each: (-each.value, each.number))

    def apply(self, terms: PromotionTerms, found: _Found, currency: str) -> BasketOffer:
        """Take it off."""
        numbers = sorted(found.worth)
        parts = split_money(found.amount, [found.worth[number] for number in numbers], currency)
        shares = dict(zip(numbers, parts, strict=True))
        for number, share in shares.items():
            self.left[number] -= share
        for number, count in found.taken.items():
            self.free[number] -= count
        return BasketOffer(terms, found.amount, found.times, shares)


def apply_promotions(
    lines: Sequence[BasketLine],
    offered: Sequence[OfferedPromotion],
    *,
    policy: str,
    prices_include_tax: bool,
    currency: str,
) -> Basket:
    """What the basket promotions among `offered` take off `lines`.

    A piece is in one set at most. BEST_FOR_CUSTOMER applies the set that saves most, then the one that saves most of what
    is left, and so on, and then promotions of the basket in the same way; or these alone, where they save more.
    STRICT_PRIORITY goes by priority, sets first.
    """
    mine = [each for each in offered if each[0].kind in BASKET_KINDS]
    if not mine:
        return NO_PROMOTIONS
    judged = [(terms, why or _other_basis(terms, prices_include_tax)) for terms, why in mine]
    passed = [(terms, why) for terms, why in judged if why]
    rivals = sorted((terms for terms, why in judged if not why), key=lambda terms: (-terms.priority, terms.id))
    strictly = policy == STRICT_PRIORITY
    found = _applied(rivals, lines, currency, strictly)
    if not strictly and any(terms.kind in SET_KINDS for terms in rivals):
        whole = [terms for terms in rivals if terms.kind in WHOLE_KINDS]
        alone = _applied(whole, lines, currency, strictly)
        if alone.amount > found.amount:
            sets = [(terms, BETTER_APPLIES) for terms in rivals if terms.kind in SET_KINDS]
            found = Basket(alone.offers, (*alone.passed, *sets))
    return Basket(found.offers, (*passed, *found.passed))


def _other_basis(terms: PromotionTerms, prices_include_tax: bool) -> str:
    is_other = terms.kind in _MONEY_KINDS and terms.includes_tax != prices_include_tax
    return OTHER_TAX_BASIS if is_other else ""


def _applied(rivals: Sequence[PromotionTerms], lines: Sequence[BasketLine], currency: str, strictly: bool) -> Basket:
    """Sets, then the basket."""
    table = _Table(lines)
    sets = _apply_sets([terms for terms in rivals if terms.kind in SET_KINDS], table, currency, strictly)
    in_sets = {number for offer in sets.offers for number in offer.shares}
    whole = _apply_whole([terms for terms in rivals if terms.kind in WHOLE_KINDS], table, in_sets, currency, strictly)
    return Basket((*sets.offers, *whole.offers), (*sets.passed, *whole.passed))


def _apply_sets(rivals: Sequence[PromotionTerms], table: _Table, currency: str, strictly: bool) -> Basket:
    """The saving of a set only falls as pieces are taken, so that one tried again before the next best stays the best."""
    offers: list[BasketOffer] = []
    passed: list[tuple[PromotionTerms, str]] = []
    waiting = []
    for place, terms in enumerate(rivals):
        found = _set_of(terms, table, currency)
        if isinstance(found, str):
            passed.append((terms, found))
        else:
            waiting.append((ZERO if strictly else -found.amount, place, terms))
    while waiting:
        first = min(waiting, key=lambda each: each[:2])
        waiting.remove(first)
        _, place, terms = first
        found = _set_of(terms, table, currency)
        if isinstance(found, str):
            passed.append((terms, BETTER_APPLIES))
        elif not strictly and waiting and -found.amount > min(each[0] for each in waiting):
            waiting.append((-found.amount, place, terms))
        else:
            offers.append(table.apply(terms, found, currency))
    return Basket(tuple(offers), tuple(passed))


def _set_of(terms: PromotionTerms, table: _Table, currency: str) -> _Found | str:
    """What the promotion's sets would save now, or why there is none."""
    counted = table.counted(terms)
    if terms.has_rewards:
        if not table.pieces(line for line in counted if terms.rewards(line.product, line.group)):
            return REWARD_MISSING
        found = _with_rewards(terms, table, counted)
    elif terms.kind == PromotionKind.SET_PRICE:
        found = _at_set_price(terms, table.pieces(counted))
    else:
        found = _cheaper_in_sets(terms, table.pieces(counted))
    if found is None:
        return NOT_ENOUGH_PIECES
    saved, times, taken, values = found
    worth = {number: min(values[number] * count, table.left[number]) for number, count in taken.items()}
    amount = min(round_money(saved, currency), round_money(sum(worth.values(), ZERO), currency))
    return _Found(amount, times, worth, taken) if amount > 0 else NO_SAVING


_Sets = tuple[Decimal, int, dict[int, int], dict[int, Decimal]]
"""Saved, times, pieces taken by line, what a piece of each line costs."""


def _cheaper_in_sets(terms: PromotionTerms, pieces: list[_Pieces]) -> _Sets | None:
    """From the dearest piece down in sets, the last of each set cheaper: nobody gains by paying twice."""
    cheaper = 1 if terms.kind == PromotionKind.NTH_ITEM else terms.get_quantity
    size = terms.set_quantity if terms.kind == PromotionKind.NTH_ITEM else terms.set_quantity + cheaper
    times = _times(sum(each.count for each in pieces) // size, terms)
    if not times:
        return None

    def cheaper_before(position: int) -> int:
        return position // size * cheaper + max(0, position % size - (size - cheaper))

    saved, taken = ZERO, {}
    for each, (start, end) in _placed(pieces, times * size):
        saved += percent_of(each.value * (cheaper_before(end) - cheaper_before(start)), terms.value)
        taken[each.number] = end - start
    return saved, times, taken, _values(pieces)


def _at_set_price(terms: PromotionTerms, pieces: list[_Pieces]) -> _Sets | None:
    """Sets from the dearest piece down, as long as one costs more than its price."""
    size = terms.set_quantity
    most = _times(sum(each.count for each in pieces) // size, terms)
    if not most:
        return None

    def worth(position: int) -> Decimal:
        return sum((each.value * (end - start) for each, (start, end) in _placed(pieces, position)), ZERO)

    low, high = 0, most
    while low < high:  # sets get cheaper, so that the last one which saves is found by halving
        middle = (low + high + 1) // 2
        if worth(middle * size) - worth((middle - 1) * size) > terms.value:
            low = middle
        else:
            high = middle - 1
    taken = {each.number: end - start for each, (start, end) in _placed(pieces, low * size)}
    return worth(low * size) - low * terms.value, low, taken, _values(pieces)


def _with_rewards(terms: PromotionTerms, table: _Table, counted: list[BasketLine]) -> _Sets | None:
    """So many bought, the cheapest of them, make so many rewards cheaper, the dearest. A reward is not counted as bought."""
    rewards = table.pieces(line for line in counted if terms.rewards(line.product, line.group))
    bought = table.pieces(line for line in counted if not terms.rewards(line.product, line.group))[::-1]
    there = sum(each.count for each in rewards)
    sets = sum(each.count for each in bought) // terms.set_quantity
    times = _times(min(sets, -(-there // terms.get_quantity)), terms)
    if not times:
        return None
    saved, taken = ZERO, {}
    for each, (start, end) in _placed(rewards, min(there, times * terms.get_quantity)):
        saved += percent_of(each.value * (end - start), terms.value)
        taken[each.number] = end - start
    for each, (start, end) in _placed(bought, times * terms.set_quantity):
        taken[each.number] = end - start
    return saved, times, taken, _values([*rewards, *bought])


def _times(possible: int, terms: PromotionTerms) -> int:
    return possible if terms.max_times is None else min(possible, terms.max_times)


def _values(pieces: Iterable[_Pieces]) -> dict[int, Decimal]:
    return {each.number: each.value for each in pieces}


def _placed(pieces: Sequence[_Pieces], until: int) -> list[tuple[_Pieces, tuple[int, int]]]:
    """The pieces in a row, with the places that they take before `until`."""
    bounds = pairwise(accumulate((each.count for each in pieces), initial=0))
    return [
        (each, (start, min(end, until))) for each, (start, end) in zip(pieces, bounds, strict=True) if start < until
    ]


def _apply_whole(
    rivals: Sequence[PromotionTerms], table: _Table, in_sets: set[int], currency: str, strictly: bool
) -> Basket:
    """A line is counted by one of them at most, so that those for different goods, as coupons are, all apply."""
    offers: list[BasketOffer] = []
    passed: list[tuple[PromotionTerms, str]] = []
    claimed: set[int] = set()
    waiting = list(rivals)
    while waiting:
        found = [(terms, _whole_of(terms, table, in_sets, claimed, currency)) for terms in waiting]
        passed += [(terms, BETTER_APPLIES if claimed else BASKET_TOO_SMALL) for terms, each in found if each is None]
        open_to = [(terms, each) for terms, each in found if each]
        if not open_to:
            break
        terms, best = open_to[0] if strictly else max(open_to, key=lambda pair: pair[1].amount)
        waiting = [each for each, _ in open_to if each is not terms]
        claimed.update(best.worth)
        offers.append(table.apply(terms, best, currency))
    return Basket(tuple(offers), tuple(passed))


def _whole_of(
    terms: PromotionTerms, table: _Table, in_sets: set[int], claimed: set[int], currency: str
) -> _Found | None:
    """Lines in a set are promoted already."""
    taken = claimed if terms.combines else claimed | in_sets
    worth = {line.number: table.left[line.number] for line in table.counted(terms) if line.number not in taken}
    total = sum(worth.values(), ZERO)
    if total < terms.min_amount:
        return None
    off = percent_of(total, terms.value) if terms.kind == PromotionKind.BASKET_PERCENT else terms.value
    amount = min(round_money(off, currency), total)
    return _Found(amount, 1, worth, {}) if amount > 0 else None
