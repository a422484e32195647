"""Series under concurrency: receipt numbers and customer codes without a gap, an enrolment code that works once."""

import random
from collections import Counter
from datetime import UTC, datetime
from functools import partial
from itertools import chain
from typing import Any

import redis

from optimapos.organization.services import TerminalService
from optimapos.sales.models import Sale
from tests.concurrency.books import assert_books_balance
from tests.concurrency.orders import CHECKOUT, sale
from tests.factories.catalog import make_product
from tests.factories.organization import Shop, make_till
from tests.servers import Answer, Server, at_once, race

DEVICES = 20


def sell_again_and_again(server: Server, token: str, bodies: list[dict[str, Any]]) -> list[Answer]:
    client = server.client(token)
    answers = [client.post(CHECKOUT, body) for body in bodies]
    client.close()
    return answers


def test_receipts_of_many_clerks_at_two_tills_are_numbered_without_a_gap_in_spite_of_refusals(
    server: Server, shop: Shop
) -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}")  # noqa: T201
    dice = random.Random(seed)
    plenty = make_product(shop, stock="1000").pk
    scarce = make_product(shop, stock="1").pk
    bodies = [sale([(plenty, 1)]), sale([(plenty, 1), (scarce, 2)]), sale([(plenty, 1)], payments=[])]
    tills = [shop.till.token, shop.manager_till.token]
    work = [dice.choices(bodies, [6, 2, 1], k=10) for _ in range(16)]
    clerks = [partial(sell_again_and_again, server, tills[number % 2], asked) for number, asked in enumerate(work)]
    answers = list(chain.from_iterable(at_once(clerks)))
    assert set(Counter(answer.status for answer in answers)) <= {201, 409, 422}
    with shop.scope():
        numbers = set(Sale.objects.for_business(shop.id).values_list("receipt_number", flat=True))
    assert numbers == {answer.json()["receipt_number"] for answer in answers if answer.status == 201}
    for till in ("S1-T1-", "S1-T2-"):
        series = sorted(int(number.rsplit("-", 1)[1]) for number in numbers if number.startswith(till))
        assert series == list(range(1, len(series) + 1))
    assert_books_balance(shop.id)


def test_customers_created_at_once_are_numbered_without_a_gap(server: Server, shop: Shop) -> None:
    requests = [("/api/customers/", {"name": f"Customer {number}"}, None) for number in range(DEVICES)]
    answers = race(server, [shop.manager_till.token], requests)
    assert {answer.status for answer in answers} == {201}, answers[0].body
    assert sorted(answer.json()["code"] for answer in answers) == [f"C{n:05d}" for n in range(1, DEVICES + 1)]


def test_of_twenty_devices_that_use_one_enrolment_code_at_once_one_is_enrolled(server: Server, shop: Shop) -> None:
    redis.from_url(server.environment["REDIS_URL"]).flushdb()  # another test's sign-ins count against the same address
    now = datetime.now(UTC)
    issued = TerminalService.create_terminal(
        business=shop.business, location_id=shop.storefront.pk, code="T9", actor=shop.owner, at=now
    ).unwrap()
    answers = race(server, [""], [("/api/terminals/enrol/", {"code": issued.secret}, None)] * DEVICES)
    outcomes = Counter((answer.status, answer.code) for answer in answers)
    assert outcomes == {(201, ""): 1, (401, "BAD_ENROLMENT_CODE"): DEVICES - 1}
    (device,) = [answer.json() for answer in answers if answer.status == 201]
    assert device["terminal"] == str(issued.terminal_id)


def test_a_second_till_has_a_series_of_its_own(server: Server, shop: Shop) -> None:
    product = make_product(shop, stock="100").pk
    third = make_till(shop.business, shop.storefront, shop.owner, code="T3", role="cashier")
    tokens = [shop.till.token, shop.manager_till.token, third.token]
    answers = race(server, tokens, [(CHECKOUT, sale([(product, 1)]), None)] * 15)
    numbers = sorted(answer.json()["receipt_number"].replace("S1-", "")[:2] for answer in answers)
    assert numbers == ["T1"] * 5 + ["T2"] * 5 + ["T3"] * 5
    assert_books_balance(shop.id)
