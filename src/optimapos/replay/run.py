"""One run: read the file, prepare the shop, sell what is not sold yet, close the account."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic, process_time

from optimapos.replay.clients import Clients, Outcome
from optimapos.replay.dataset import read_baskets
from optimapos.replay.locks import alone
from optimapos.replay.preparation import Prepared, Say, prepare
from optimapos.replay.rules.account import Account, Selling, close
from optimapos.replay.rules.notes import notes_of
from optimapos.replay.rules.shares import share_out
from optimapos.replay.selectors import sold_baskets
from optimapos.replay.server import serving
from optimapos.replay.services import TillService
from optimapos.replay.types import Basket

Bar = Callable[[Sequence[Outcome], int, int], AbstractContextManager[Callable[[], None]]]
"""Shows progress of (outcomes, baskets sold before, all baskets); answers a function to call now and then."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What is asked for. `limit`: only the first so many baskets. `url` None: the default address."""

    from_week: int
    weeks: int
    clients: int
    slug: str
    url: str | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A run's account and figures. `stopped` says why it ended early, or is "".

    `seconds` of selling alone, `client_seconds` of processor time that the clients took for it.
    """

    choice: Choice
    account: Account
    outcomes: Sequence[Outcome]
    seconds: float
    client_seconds: float
    notes: dict[str, int]
    stopped: str


@dataclass(slots=True)
class _Sold:
    outcomes: Sequence[Outcome] = ()
    seconds: float = 0.0
    client_seconds: float = 0.0
    stopped: str = ""


def replay(choice: Choice, *, say: Say, bar: Bar) -> Report:
    """Sell the chosen baskets that are not in the ledger yet. An interrupt ends the selling, not the account.

    Raises: ReplayError for whatever keeps it from starting; KeyboardInterrupt before the selling began.
    """
    baskets = read_baskets(choice.from_week, choice.weeks)
    say(f"{len(baskets):,} baskets with {sum(len(basket.lines) for basket in baskets):,} lines read from the file")
    with alone(choice.slug):
        prepared = prepare(baskets, slug=choice.slug, limit=choice.limit, say=say)
        sold = _sell(choice, prepared, say, bar) if prepared.to_sell else _Sold()
        return _report(choice, prepared, sold)


def _sell(choice: Choice, prepared: Prepared, say: Say, bar: Bar) -> _Sold:
    shares = share_out(prepared.to_sell, choice.clients)
    with _tills(prepared) as tokens, serving(choice.url, next(iter(tokens.values()))) as (url, is_own):
        say(f"Selling at {url}{', a server of our own,' if is_own else ''} with {len(shares)} clients at once")
        clients = Clients(url=url, shop=prepared.shop, directory=prepared.directory, tokens=tokens, shares=shares)
        sold = _Sold(clients.outcomes)
        began, used = monotonic(), process_time()
        with bar(clients.outcomes, len(prepared.before), len(prepared.before) + len(prepared.to_sell)) as watch:
            try:
                clients.run(watch)
                sold.stopped = clients.broken
            except KeyboardInterrupt:
                sold.stopped = "Interrupted."
        sold.seconds, sold.client_seconds = monotonic() - began, process_time() - used
    return sold


@contextmanager
def _tills(prepared: Prepared) -> Iterator[dict[int, str]]:
    """An operator's token for every store that sells, as long as the run lasts."""
    shop = prepared.shop
    stores = {basket.store for basket in prepared.to_sell}
    tokens = TillService.sign_in(
        business=shop.business_id,
        locations={store: prepared.directory.locations[store] for store in stores},
        membership_id=shop.operator_id,
        user_id=shop.owner_id,
        at=datetime.now(UTC),
    ).unwrap()
    try:
        yield tokens
    finally:
        TillService.sign_out(business=shop.business_id, tokens=tokens).unwrap()


def _report(choice: Choice, prepared: Prepared, sold: _Sold) -> Report:
    ledger = sold_baskets(prepared.shop.business_id, prepared.to_sell)
    refused: dict[str, list[Basket]] = {}
    for outcome in sold.outcomes:
        for basket, answer in outcome.refused:
            refused.setdefault(answer.code, []).append(basket)
    answered = {number for outcome in sold.outcomes for number in outcome.sold}
    tried = answered | {basket.number for baskets in refused.values() for basket in baskets}
    selling = Selling(
        before=prepared.before,
        now=ledger,
        refused=refused,
        not_reached=[b for b in prepared.to_sell if b.number not in tried and b.number not in ledger],
    )
    account = close(chosen=prepared.chosen, left_out=prepared.left_out, selling=selling)
    notes = notes_of(prepared.chosen, prepared.catalog)
    return Report(choice, account, sold.outcomes, sold.seconds, sold.client_seconds, notes, sold.stopped)
