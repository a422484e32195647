"""The account: what the file holds, less what is explained, less what the ledger holds, leaves nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from optimapos.replay.types import Basket, Tally

NOTHING_TO_SELL = "baskets whose every line has quantity 0"
QUANTITY_ZERO = "lines of quantity 0 in other baskets"
LEFT_OUT = "left out by --limit-baskets"
NOT_REACHED = "not reached before the stop"
REFUSED = "refused: "


@dataclass(frozen=True, slots=True)
class Selling:
    """What became of the baskets that have something to sell, each of them once.

    `before` and `now` are sales in the ledger, by basket number, as it holds them; `refused` by code.
    """

    before: Mapping[int, Tally]
    now: Mapping[int, Tally]
    refused: Mapping[str, list[Basket]] = field(default_factory=dict)
    not_reached: list[Basket] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Account:
    """`file` = the sum of `explained` + `before` + `now` + `unexplained`. `differing` are baskets sold at other figures."""

    file: Tally
    explained: dict[str, Tally]
    before: Tally
    now: Tally
    unexplained: Tally
    differing: list[int]

    @property
    def is_exact(self) -> bool:
        """Whether nothing is unexplained, in sum and basket by basket."""
        return self.unexplained == Tally() and not self.differing


def whole(baskets: Iterable[Basket]) -> Tally:
    """The baskets with all their lines, as the file has them."""
    counted = [(len(basket.lines), sum(line.cents for line in basket.lines)) for basket in baskets]
    return Tally(len(counted), sum(lines for lines, _ in counted), sum(cents for _, cents in counted))


def sellable(baskets: Iterable[Basket]) -> Tally:
    """The baskets with the lines that sell something."""
    counted = [(len(basket.sellable), basket.cents) for basket in baskets]
    return Tally(len(counted), sum(lines for lines, _ in counted), sum(cents for _, cents in counted))


def quantity_zero(baskets: Iterable[Basket]) -> Tally:
    """The lines of quantity 0 in `baskets`; the baskets themselves count elsewhere."""
    lines = [line for basket in baskets for line in basket.lines if not line.quantity]
    return Tally(0, len(lines), sum(line.cents for line in lines))


def close(*, chosen: list[Basket], left_out: list[Basket], selling: Selling) -> Account:
    """The account of a run over `chosen`, where the weeks also hold `left_out`."""
    empty = [basket for basket in chosen if not basket.sellable]
    trading = [basket for basket in chosen if basket.sellable]
    explained = {
        LEFT_OUT: whole(left_out),
        NOTHING_TO_SELL: whole(empty),
        QUANTITY_ZERO: quantity_zero(trading),
        **{REFUSED + code: sellable(baskets) for code, baskets in sorted(selling.refused.items())},
        NOT_REACHED: sellable(selling.not_reached),
    }
    explained = {reason: tally for reason, tally in explained.items() if tally != Tally()}
    file = whole(chosen) + whole(left_out)
    before, now = (sum(sold.values(), Tally()) for sold in (selling.before, selling.now))
    rest = file - sum(explained.values(), Tally()) - before - now
    sold = {**selling.before, **selling.now}
    differing = [each.number for each in trading if each.number in sold and sold[each.number] != sellable([each])]
    return Account(file, explained, before, now, rest, differing)
