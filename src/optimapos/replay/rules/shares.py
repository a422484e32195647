"""Which client sells which stores."""

from collections import Counter
from collections.abc import Sequence

from optimapos.replay.types import Basket


def share_out(baskets: Sequence[Basket], clients: int) -> list[list[Basket]]:
    """The baskets of each client, in the order given: every store belongs to one client, lines as even as stores allow.

    A store has one terminal, which sells one basket after another, so there are no more shares than stores.
    """
    weights = Counter[int]()
    for basket in baskets:
        weights[basket.store] += len(basket.lines)
    loads = [0] * min(clients, len(weights))
    owner: dict[int, int] = {}
    for store, lines in sorted(weights.items(), key=lambda entry: (-entry[1], entry[0])):
        owner[store] = loads.index(min(loads))
        loads[owner[store]] += lines
    shares: list[list[Basket]] = [[] for _ in loads]
    for basket in baskets:
        shares[owner[basket.store]].append(basket)
    return shares
