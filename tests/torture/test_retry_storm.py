"""A retry storm through a network that loses answers: as many effects as keys, and one answer to each."""

import random
from collections import defaultdict
from decimal import Decimal
from functools import partial
from itertools import chain
from typing import Any
from uuid import UUID

import pytest

from tests.concurrency.books import assert_books_balance
from tests.concurrency.orders import CHECKOUT, sale
from tests.servers import Answer, Client, Server, Unanswered, at_once
from tests.torture.proxy import losing
from tests.torture.stand import Stand, make_stand

THREADS = 16
LOSS = 0.3

Asked = tuple[str, str, dict[str, Any]]
"""Token, key, body."""


def requests(stand: Stand, keys: int, dice: random.Random) -> tuple[list[Asked], int]:
    """One request for each key, and how many units they sell together."""
    asked, units = [], 0
    for _ in range(keys):
        wanted = [(dice.choice(stand.products), dice.randint(1, 3)) for _ in range(dice.randint(1, 4))]
        units += sum(quantity for _, quantity in wanted)
        asked.append((dice.choice(stand.tokens), str(UUID(int=dice.getrandbits(128))), sale(wanted)))
    return asked, units


def send_all(address: tuple[str, int], share: list[Asked]) -> list[tuple[str, Answer]]:
    """Send each once; what was answered and not lost."""
    clients = {token: Client(address, token) for token, _, _ in share}
    heard = []
    for token, key, body in share:
        try:
            heard.append((key, clients[token].post(CHECKOUT, body, key)))
        except Unanswered:
            continue
    for client in clients.values():
        client.close()
    return heard


def storm(server: Server, keys: int, repeats: int) -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}")  # noqa: T201
    dice, stand = random.Random(seed), make_stand()
    asked, units = requests(stand, keys, dice)
    repeated = asked * repeats
    dice.shuffle(repeated)
    with losing(server.address, loss=LOSS, seed=seed) as proxy:
        calls = [partial(send_all, proxy.address, repeated[number::THREADS]) for number in range(THREADS)]
        heard = list(chain.from_iterable(at_once(calls, within=3600)))
    print(f"{len(repeated)} requests, {proxy.lost} answers lost, {len(heard)} heard")  # noqa: T201
    assert proxy.lost > len(repeated) * LOSS / 2
    heard += send_all(server.address, asked)
    answers = defaultdict(set)
    for key, answer in heard:
        answers[key].add((answer.status, answer.body))
    assert set(answers) == {key for _, key, _ in asked}
    assert all(len(found) == 1 and next(iter(found))[0] == 201 for found in answers.values()), answers
    assert stand.sales() == keys
    assert stand.sold() == Decimal(units)
    _assert_other_bodies_are_refused(server, stand, asked)
    assert_books_balance(UUID(stand.business))


def _assert_other_bodies_are_refused(server: Server, stand: Stand, asked: list[Asked]) -> None:
    other = [(token, key, body | {"notes": "another"}) for token, key, body in asked]
    refused = send_all(server.address, other)
    assert {(answer.status, answer.code) for _, answer in refused} == {(409, "IDEMPOTENCY_KEY_REUSED")}
    assert len(refused) == len(asked)
    assert stand.sales() == len(asked)


def test_fifty_keys_sent_twenty_times_each_through_a_losing_network_have_fifty_effects(server: Server) -> None:
    storm(server, keys=50, repeats=20)


@pytest.mark.slow
def test_two_hundred_keys_sent_five_hundred_times_each_have_two_hundred_effects(server: Server) -> None:
    storm(server, keys=200, repeats=500)
