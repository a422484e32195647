"""Mixed load over few hot items: carts and checkouts, one line to thirty, in any order of lines, and no deadlock."""

import random
from collections import Counter
from decimal import Decimal
from functools import partial
from uuid import UUID

import pytest

from tests.concurrency.books import assert_books_balance, one
from tests.concurrency.orders import CASH, CHECKOUT, line, sale
from tests.servers import Answer, Client, Server, at_once
from tests.torture.stand import Stand, make_stand

THREADS = 16
HOT_ITEMS = 10
LINES = 30
DEADLOCKS = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"


def sell(server: Server, stand: Stand, seed: int, rounds: int) -> list[tuple[int, Answer]]:
    """Sales one after the other, every third by a cart; units and the last answer of each."""
    dice = random.Random(seed)
    client = server.client(dice.choice(stand.tokens))
    outcomes = []
    for number in range(rounds):
        lines = [(dice.choice(stand.products), dice.randint(1, 2)) for _ in range(dice.randint(1, LINES))]
        units = sum(quantity for _, quantity in lines)
        if number % 3:
            outcomes.append((units, client.post(CHECKOUT, sale(lines), str(UUID(int=dice.getrandbits(128))))))
        else:
            outcomes.append((units, by_cart(client, lines, dice)))
    client.close()
    return outcomes


def by_cart(client: Client, lines: list[tuple[str, int]], dice: random.Random) -> Answer:
    """The same by the six endpoints, with second thoughts: a line changed, a line removed and added again."""
    cart = client.post("/api/sales/", {"type": "RETAIL"}).json()["id"]
    items = f"/api/sales/{cart}/items/"
    lines = lines[:6]
    for product, quantity in lines:
        added = client.post(items, line(product, quantity))
        if added.status != 201:
            return added
        if dice.random() < 0.2:
            own = f"{items}{added.json()['id']}/"
            changed = client.send("PATCH", own, {"quantity": "5"})
            removed = client.send("DELETE", own)
            if (changed.status, removed.status) != (200, 204):
                return changed if changed.status != 200 else removed
            client.post(items, line(product, quantity))
    return client.post(f"/api/sales/{cart}/complete/", {"payments": CASH})


def load(server: Server, rounds: int) -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}")  # noqa: T201
    stand = make_stand(HOT_ITEMS)
    before = one(DEADLOCKS)
    calls = [partial(sell, server, stand, seed + number, rounds) for number in range(THREADS)]
    answers = [answer for outcomes in at_once(calls, within=7200) for _, answer in outcomes]
    outcomes = Counter((answer.status, answer.code) for answer in answers)
    print(f"{len(answers)} sales: {dict(outcomes)}")  # noqa: T201
    assert set(outcomes) == {(200, ""), (201, "")}, [a.body for a in answers if a.status >= 400][:3]
    assert one(DEADLOCKS) == before
    assert stand.sales() == len(answers)
    units = sum(Decimal(row["quantity"]) for answer in answers for row in answer.json()["items"])
    assert stand.sold() == units
    assert_books_balance(UUID(stand.business))


def test_a_mixed_load_over_ten_hot_items_has_no_deadlock_and_no_5xx(server: Server) -> None:
    load(server, rounds=6)


@pytest.mark.slow
def test_a_long_mixed_load_over_ten_hot_items_has_no_deadlock_and_no_5xx(server: Server) -> None:
    load(server, rounds=200)
