"""Engines that are away: without Redis, or with one that never answers, shops go on selling and nobody waits for long."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.test import override_settings

from optimapos.organization.services import MembershipService, TerminalService
from tests.concurrency.books import assert_books_balance
from tests.concurrency.orders import CASH, CHECKOUT, line, sale
from tests.factories.catalog import make_product
from tests.factories.organization import PIN, Shop, unique
from tests.servers import ROOT, Server, running

ARGON = "django.contrib.auth.hashers.Argon2PasswordHasher"
PATIENCE_SECONDS = 8.0
"""What a cashier bears once, on a busy machine."""
PUBLISHING_SECONDS = 1.5
"""What a second at most comes to on a busy machine."""

PUBLISH = """
import os, time, django
django.setup()
from optimapos.config.celery import app
from optimapos.inventory.tasks import sweep_reservations
for _ in range(2):
    begun = time.monotonic()
    try:
        sweep_reservations.delay()
    except Exception as error:
        print(type(error).__name__, end=" ")
    print(time.monotonic() - begun)
"""


@contextmanager
def dead_end(*, silent: bool) -> Iterator[str]:
    """A Redis URL behind which nobody is, or somebody who takes every word and says none."""
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listener:
        port = listener.getsockname()[1]
        if silent:
            yield f"redis://127.0.0.1:{port}/0"
    if not silent:
        yield f"redis://127.0.0.1:{port}/0"


@contextmanager
def serving_without_redis(*, silent: bool) -> Iterator[Server]:
    with dead_end(silent=silent) as url:
        environment = os.environ | {"REDIS_URL": url, "CELERY_BROKER_URL": url}
        with running(environment=environment, workers=1) as server:
            yield server


@pytest.fixture(scope="module", params=[False, True], ids=["refused", "silent"])
def without_redis(request: pytest.FixtureRequest) -> Iterator[Server]:
    """A server whose Redis refuses connections, and one whose Redis never answers."""
    with serving_without_redis(silent=request.param) as server:
        server.client().send("GET", "/api/me/")  # what the first request imports is nobody's waiting
        yield server


def device_of(shop: Shop) -> tuple[str, str]:
    """The token of an enrolled device, and the e-mail of a cashier who may sign in there."""
    now = datetime.now(UTC)
    email = f"{unique('cashier')}@staff.test"
    with override_settings(PASSWORD_HASHERS=[ARGON]):  # the server doesn't know the quick one of the tests
        MembershipService.add_member(
            business=shop.business,
            email=email,
            role_code="cashier",
            actor=shop.owner,
            pin=PIN,
            location_ids=[shop.storefront.pk],
        ).unwrap()
    issued = TerminalService.create_terminal(
        business=shop.business, location_id=shop.storefront.pk, code="T8", actor=shop.owner, at=now
    ).unwrap()
    return TerminalService.enrol(code=issued.secret, at=now).unwrap().secret, email


def test_without_redis_a_cash_checkout_goes_on(without_redis: Server, shop: Shop) -> None:
    product = make_product(shop, stock="10").pk
    client = without_redis.client(shop.till.token)
    begun = time.monotonic()
    answer = client.post(CHECKOUT, sale([(product, 1)]), str(UUID(int=1)))
    assert answer.status == 201, without_redis.words()
    assert time.monotonic() - begun < PATIENCE_SECONDS
    assert client.post(CHECKOUT, sale([(product, 1)]), str(UUID(int=1))).body == answer.body
    client.close()
    assert_books_balance(shop.id)


def test_without_redis_a_cart_is_built_and_sold(without_redis: Server, shop: Shop) -> None:
    product = make_product(shop, stock="10").pk
    client = without_redis.client(shop.till.token)
    begun = time.monotonic()
    cart = client.post("/api/sales/").json()["id"]
    assert client.post(f"/api/sales/{cart}/items/", line(product, 2)).status == 201
    assert client.post(f"/api/sales/{cart}/complete/", {"payments": CASH}).status == 200
    assert client.send("GET", f"/api/sales/{cart}/").json()["status"] == "COMPLETED"
    assert time.monotonic() - begun < PATIENCE_SECONDS
    client.close()
    assert_books_balance(shop.id)


def test_without_redis_a_cashier_signs_in_at_a_terminal_and_sells(without_redis: Server, shop: Shop) -> None:
    device, email = device_of(shop)
    product = make_product(shop, stock="10").pk
    begun = time.monotonic()
    signed = without_redis.client(device).post("/api/terminals/sign-in/", {"email": email, "pin": PIN})
    assert signed.status == 201, without_redis.words()
    assert time.monotonic() - begun < PATIENCE_SECONDS
    assert without_redis.client(signed.json()["secret"]).post(CHECKOUT, sale([(product, 1)])).status == 201


def test_without_redis_guesses_at_a_pin_are_still_held_off(without_redis: Server, shop: Shop) -> None:
    device, email = device_of(shop)
    client = without_redis.client(device)
    guesses = [client.post("/api/terminals/sign-in/", {"email": email, "pin": "0000"}) for _ in range(6)]
    assert [guess.code for guess in guesses] == ["SIGN_IN_FAILED"] * 5 + ["PIN_LOCKED"]


@pytest.mark.parametrize(
    "silent",
    [
        pytest.param(False, id="refused"),
        pytest.param(True, id="silent"),
    ],
)
def test_without_a_broker_publishing_a_task_takes_no_more_than_a_second(silent: bool) -> None:
    with dead_end(silent=silent) as url:
        environment = os.environ | {"REDIS_URL": url, "CELERY_BROKER_URL": url}
        told = subprocess.run(
            [sys.executable, "-c", PUBLISH],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
    took = [float(words.split()[-1]) for words in told.stdout.splitlines()]
    assert len(took) == 2, told
    assert took[-1] < PUBLISHING_SECONDS, told.stdout  # the first one also imports


def test_without_postgresql_a_checkout_is_told_to_come_back(shop: Shop) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    away = {"DATABASE_URL": f"postgres://optimapos_app@127.0.0.1:{port}/away"}
    with running(environment=os.environ | away, workers=1) as server:
        client = server.client(shop.till.token)
        for path in (CHECKOUT, "/api/sales/"):
            answer = client.post(path, sale([(shop.id, 1)]) if path == CHECKOUT else {})
            assert (answer.status, answer.code, answer.headers.get("retry-after")) == (503, "UNAVAILABLE", "1"), path
        client.close()
