"""Storms: events thrice, shuffled, by many senders among forgeries; a server that is killed while customers pay."""

import json
import os
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.db import DatabaseError, connections

from optimapos.core.ids import UUID
from optimapos.core.result import Result
from optimapos.core.tenancy import BusinessRef
from optimapos.payments.locks import lock_intents
from optimapos.payments.models import PaymentIntent, ProviderEvent
from optimapos.payments.services import PaymentIntentService, SettlementService, intents
from optimapos.payments.services.polling import poll
from optimapos.payments.types import Said, Told
from optimapos.verify.runner import verify
from tests.gateways.stripe import StripeStandIn, signed
from tests.payments.tills import Paying, make_paying
from tests.servers import Server, Unanswered, Worker, at_once, running
from tests.torture.conftest import WARM

SENDERS = 8
PATIENCE = 0.5
# How long a success is given to get past a lock that is not there.


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """The product, served."""
    with running() as found:
        yield found


@pytest.fixture
def paying(stripe_standin: StripeStandIn) -> Paying:
    """A shop of the test's own."""
    return make_paying(stripe_standin)


def violations(paying: Paying) -> dict[str, int]:
    """What verification finds wrong."""
    return {each.invariant.id: each.count for each in verify(paying.shop.business.slug) if each.is_violated}


def forged(body: bytes, dice: random.Random) -> tuple[bytes, dict[str, str]]:
    """The same event with another amount and its signature; or signed by another, too early or too late."""
    told = json.loads(body)
    told["id"] = f"evt_forged_{dice.getrandbits(48)}"
    other = json.dumps(told).encode()
    skew = dice.choice([-400, 400])
    return dice.choice(
        [
            (other, signed(body)),
            (other, signed(other, "whsec_guessed")),
            (other, signed(other, at=time.time() + skew)),
            (other, {}),
        ]
    )


def send(server: Server, path: str, letters: list[tuple[bytes, dict[str, str]]]) -> list[int]:
    """Each letter from one connection; the statuses."""
    import http.client  # noqa: PLC0415

    connection = http.client.HTTPConnection(*server.address, timeout=60)
    found = []
    for body, headers in letters:
        connection.request("POST", path, body, {"Content-Type": "application/json", **headers})
        answer = connection.getresponse()
        answer.read()
        found.append(answer.status)
    connection.close()
    return found


@pytest.mark.parametrize("number", [24, pytest.param(1000, marks=pytest.mark.slow)])
def test_a_storm_of_events_has_each_effect_once(
    server: Server, paying: Paying, stripe_standin: StripeStandIn, number: int
) -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")  # noqa: T201 - shown when it fails
    dice = random.Random(seed)
    carts = [paying.cart("1") for _ in range(number)]
    told = [paying.card(cart).json() for cart in carts]
    true = [
        stripe_standin.event("payment_intent.succeeded", stripe_standin.pay(each["payment_intent_id"])) for each in told
    ]
    letters = [(body, signed(body)) for body in true] * 3 + [
        forged(dice.choice(true), dice) for _ in range(number // 2)
    ]
    dice.shuffle(letters)
    path = f"/api/payments/webhooks/stripe/{paying.account.endpoint_key}/"
    calls: list[Callable[[], Any]] = [partial(send, server, path, letters[each::SENDERS]) for each in range(SENDERS)]
    done = threading.Event()
    pollers = [threading.Thread(target=_polls, args=(done,)) for _ in range(2)]
    for each in pollers:
        each.start()
    statuses = [status for found in at_once(calls, within=600) for status in found]
    done.set()
    for each in pollers:
        each.join()
    for _ in range(number // 100 + 1):  # what the pollers had not come to
        poll(datetime.now(UTC))
    assert (statuses.count(200), statuses.count(400)) == (3 * number, number // 2)
    with paying.shop.scope():
        kept = ProviderEvent.objects.for_business(paying.shop.id)
        # IGNORED: the poller had asked the provider already.
        assert kept.filter(state__in=["TAKEN", "IGNORED"]).count() == kept.count() == number
        intents = PaymentIntent.objects.for_business(paying.shop.id)
        assert set(intents.values_list("status", "outcome")) == {("SUCCEEDED", "APPLIED")}
    assert all(paying.payments(cart) == [("CARD", "SUCCESSFUL", Decimal(10), "STRIPE")] for cart in carts)
    assert paying.stock() == 100000 - number
    assert violations(paying) == {}


def _polls(done: threading.Event) -> None:
    while not done.wait(0.05):
        poll(datetime.now(UTC))
    connections.close_all()


def test_cancelling_and_success_at_once_have_one_winner(paying: Paying, stripe_standin: StripeStandIn) -> None:
    seen = set()
    for _ in range(10):
        cart = paying.cart("1")
        told = paying.card(cart).json()
        wanted, at, said = UUID(told["id"]), datetime.now(UTC), Told(Said.SUCCEEDED, told["payment_intent_id"])
        business = paying.shop.business
        calls: list[Callable[[], Any]] = [
            partial(PaymentIntentService.cancel, business=business, actor=paying.shop.owner, intent_id=wanted, at=at),
            partial(SettlementService.settle, business=business, intent_id=wanted, said=said, at=at),
        ]
        cancelled, settled = at_once(calls)
        intent, sale = paying.intent(wanted), paying.sale(cart)
        assert settled.ok
        assert intent.status == "SUCCEEDED"
        assert (intent.outcome, sale.status) == (("UNAPPLIED", "DRAFT") if cancelled.ok else ("APPLIED", "COMPLETED"))
        assert len(paying.payments(cart)) == (0 if cancelled.ok else 1)
        seen.add(intent.outcome)
    assert seen <= {"APPLIED", "UNAPPLIED"}
    assert violations(paying) == {}


def word_amid_cancelling(
    paying: Paying,
    monkeypatch: pytest.MonkeyPatch,
    cart: Any,
    read: Callable[[BusinessRef, list[UUID]], dict[UUID, PaymentIntent]],
) -> tuple[PaymentIntent, Callable[[], Result[PaymentIntent]], Callable[[], Result[PaymentIntent]]]:
    """The cart's charge; its cancelling, in which the provider's yes arrives once `read` has the charge; what the yes did."""
    charge = paying.card(cart).json()
    wanted, at, business = UUID(charge["id"]), datetime.now(UTC), paying.shop.business
    yes = Told(Said.SUCCEEDED, charge["payment_intent_id"])
    settling: list[Future[Result[PaymentIntent]]] = []
    pool = ThreadPoolExecutor(1)

    def settle() -> Result[PaymentIntent]:
        try:
            return SettlementService.settle(business=business, intent_id=wanted, said=yes, at=at)
        finally:
            connections.close_all()

    def read_and_wait(business: BusinessRef, intent_ids: list[UUID]) -> dict[UUID, PaymentIntent]:
        found = read(business, intent_ids)
        settling.append(pool.submit(settle))
        wait(settling, PATIENCE)
        return found

    def settled() -> Result[PaymentIntent]:
        pool.shutdown()
        return settling[0].result()

    monkeypatch.setattr(intents, "lock_intents", read_and_wait)
    cancel = partial(PaymentIntentService.cancel, business=business, actor=paying.shop.owner, intent_id=wanted, at=at)
    return paying.intent(wanted), cancel, settled


def read_only(business: BusinessRef, intent_ids: list[UUID]) -> dict[UUID, PaymentIntent]:
    """What `lock_intents` does, without the lock."""
    return {row.pk: row for row in PaymentIntent.objects.for_business(business).filter(pk__in=intent_ids)}


def test_a_success_amid_cancelling_waits_and_is_kept_for_giving_back(
    paying: Paying, monkeypatch: pytest.MonkeyPatch
) -> None:
    cart = paying.cart("1")
    charge, cancel, settled = word_amid_cancelling(paying, monkeypatch, cart, lock_intents)
    assert (cancel().unwrap().status, settled().unwrap().outcome) == ("CANCELLED", "UNAPPLIED")
    assert (paying.intent(charge.pk).status, paying.sale(cart).status) == ("SUCCEEDED", "DRAFT")
    assert paying.payments(cart) == []
    assert violations(paying) == {}


def test_without_the_lock_a_success_passes_amid_cancelling(paying: Paying, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the cancelling goes on from what it read before, and only the trigger stops it."""
    cart = paying.cart("1")
    charge, cancel, settled = word_amid_cancelling(paying, monkeypatch, cart, read_only)
    with pytest.raises(DatabaseError, match="INTENT_BACKWARDS: SUCCEEDED CANCELLED"):
        cancel()
    assert settled().unwrap().outcome == "APPLIED"
    assert (paying.intent(charge.pk).status, paying.sale(cart).status) == ("SUCCEEDED", "COMPLETED")


@pytest.fixture
def mortal() -> Iterator[tuple[Server, Worker]]:
    """The product to be killed: what answers, and what works behind it, over a broker of their own."""
    number = int(os.environ["REDIS_URL"].rpartition("=")[2]) + 8  # the caches of the tests' processes are below
    broker = os.environ["CELERY_BROKER_URL"].rpartition("=")[0]
    environment = os.environ | {"CELERY_BROKER_URL": f"{broker}={number}"}
    with running(WARM, environment=environment) as server:
        worker = Worker(environment)
        worker.start()
        yield server, worker
        worker.kill()


@pytest.mark.parametrize("kills", [4, pytest.param(50, marks=pytest.mark.slow)])
def test_an_app_and_a_worker_killed_at_any_moment_lose_and_double_no_money(
    mortal: tuple[Server, Worker], paying: Paying, stripe_standin: StripeStandIn, kills: int
) -> None:
    server, worker = mortal
    seed = random.randrange(2**32)
    print(f"seed {seed}")  # noqa: T201 - shown when it fails
    before, done = set(stripe_standin.charges), threading.Event()
    told: list[str] = []
    clerks = [
        threading.Thread(target=_sells, args=(server, paying, stripe_standin, seed + n, told, done)) for n in range(3)
    ]
    for each in clerks:
        each.start()
    dice = random.Random(seed)
    for number in range(1, kills + 1):
        for _ in range(3):
            worker.wake("optimapos.payments.tasks.poll_payments")
            time.sleep(dice.uniform(0, 0.2))
        if number % 25 == 0:
            server.kill()
            server.start()
        elif number % 2:
            server.kill_workers()
        else:
            worker.kill()
            worker.start()
    time.sleep(0.5)
    done.set()
    for each in clerks:
        each.join(60)
    for visit in range(1, 8):
        poll(datetime.now(UTC) + timedelta(minutes=6 * visit))
    ended = _agree(paying, {name: row for name, row in stripe_standin.charges.items() if name not in before})
    print(f"{kills} kills, {len(told)} charges answered, {ended}")  # noqa: T201
    assert told
    assert violations(paying) == {}


def _sells(
    server: Server, paying: Paying, standin: StripeStandIn, seed: int, told: list[str], done: threading.Event
) -> None:
    """A clerk: a cart, a card, a customer who pays or not, a look at it, perhaps giving it up."""
    dice, client = random.Random(seed), server.client(paying.shop.till.token, timeout=5)
    number = 0
    while not done.is_set():
        number += 1
        try:
            cart = client.until_answered("POST", "/api/sales/", {}, f"{seed}-{number}-a").json()["id"]
            line = {"product": paying.product.pk, "quantity": "1"}
            client.until_answered("POST", f"/api/sales/{cart}/items/", line, f"{seed}-{number}-b")
            answer = client.until_answered("POST", "/api/payments/card-intent/", {"sale": cart}, f"{seed}-{number}-c")
            assert answer.status == 201, answer
            charge = answer.json()
            told.append(charge["id"])
            if charge["payment_intent_id"] and dice.random() < 0.7:
                standin.pay(charge["payment_intent_id"])
            if dice.random() < 0.3:
                client.send("POST", f"/api/payments/{charge['id']}/cancel/")
            client.send("GET", f"/api/payments/{charge['id']}/status/", b"")
        except Unanswered:
            continue


def _agree(paying: Paying, books: dict[str, dict[str, Any]]) -> dict[str, int]:
    """Each charge of the provider is one of ours, and ended the same way at both; how many ended how."""
    with paying.shop.scope():
        rows = list(PaymentIntent.objects.for_business(paying.shop.id).select_related("sale"))
    assert {row.reference for row in rows if row.reference} == set(books)
    for row in rows:
        charge = books.get(row.reference)
        is_paid = charge is not None and charge["status"] == "succeeded"
        assert (row.status == "SUCCEEDED") == is_paid, (row, charge)
        assert row.sale
        assert (row.sale.status == "COMPLETED") == (row.outcome == "APPLIED")
        assert row.status in {"SUCCEEDED", "CANCELLED", "EXPIRED"}, row
        assert charge is None or is_paid or charge["status"] == "canceled", (row, charge)
    return dict(Counter(row.status for row in rows))
