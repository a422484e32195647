"""The live stream over real HTTP: who hears what, how soon, and what happens when something is away."""

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import redis
from django.conf import settings
from django.db import transaction
from django.test import Client

from optimapos.audit.models import AuditLog
from optimapos.core import live
from optimapos.core.embedded.valkey import EmbeddedValkey
from optimapos.core.ids import new_id
from optimapos.live.process import Limits
from optimapos.live.tickets import LIFE_SECONDS, key_of
from optimapos.organization.models import Terminal
from optimapos.organization.services import LocationService
from tests.conftest import SettingsSwitch
from tests.factories.catalog import make_product
from tests.factories.organization import Shop, make_shop, make_till
from tests.live.streams import Process, Reader, listen, process, ticket_of
from tests.organization.accounts import browser_of, make_role, member_of, owner_of

CHECKOUT = "/api/sales/checkout/"


@pytest.fixture
def running() -> Iterator[Process]:
    """A live process that reads the hints of the suite's Valkey."""
    with process() as found:
        yield found


@pytest.fixture
def own_valkey(tmp_path: Path, settings: SettingsSwitch, monkeypatch: pytest.MonkeyPatch) -> Iterator[EmbeddedValkey]:
    """A Valkey that a test may stop, with the process's hints and tickets."""
    valkey = EmbeddedValkey(tmp_path / "valkey", log=tmp_path / "valkey.log", die_with_parent=True)
    valkey.start()
    settings.REDIS_URL = valkey.url
    monkeypatch.setattr(live, "_sender", live.Sender(valkey.url))
    yield valkey
    valkey.stop()


def sell(till: Any, tea: Any) -> Any:
    body = {
        "items": [{"product": str(tea.pk), "quantity": "1"}],
        "payments": [{"payment_method": "CASH", "amount_paid": "12.00"}],
    }
    answer = till.post(CHECKOUT, body)
    assert answer.status_code == 201, answer.content
    return answer.json()


def tell(shop: Shop, topic: str = "stock", **more: Any) -> None:
    live.hint(business=shop.business, topic=topic, kind=more.pop("kind", f"{topic}.moved"), **more)


def test_a_sale_is_told_to_another_screen_within_a_second_and_without_figures(shop: Shop, running: Process) -> None:
    tea = make_product(shop, price="12.00")
    other = listen(running, shop.manager_till, "sales", "stock", "payments")
    while not other.is_quiet(0.3):
        pass
    sale = sell(shop.till, tea)
    answered = time.monotonic()
    told = {each.name: each for each in (other.next(), other.next(), other.next())}
    assert set(told) == {"sales", "stock", "payments"}
    assert max(each.at for each in told.values()) - answered < 1.0
    place = str(shop.storefront.pk)
    assert told["sales"].data == {"topic": "sales", "kind": "sale.completed", "location": place, "ids": [sale["id"]]}
    assert told["stock"].data["ids"] == [sale["items"][0]["stock_product"]]
    assert told["payments"].data["ids"] == [sale["payments"][0]["id"]]


def test_what_operations_leave_in_the_log_is_told_by_topic(shop: Shop, running: Process) -> None:
    tea = make_product(shop, price="12.00")
    assert shop.till
    screen = listen(running, owner_of(shop), "carts", "catalog", "prices", "approvals", "settings")
    while not screen.is_quiet(0.3):
        pass
    cart = shop.till.post("/api/sales/", {}).json()["id"]
    shop.till.post(f"/api/sales/{cart}/hold/", {"label": "window"})
    found = [screen.next(), screen.next()]
    assert [(each.name, each.data["kind"], each.data["ids"]) for each in found] == [
        ("carts", "sale.created", [cart]),
        ("carts", "sale.updated", [cart]),
    ]
    owner_of(shop).patch(f"/api/products/{tea.pk}/", {"name": "Green tea"})
    product = screen.next()
    assert (product.name, product.data["location"], str(tea.pk) in product.data["ids"]) == ("catalog", None, True)
    owner_of(shop).post(f"/api/products/{tea.pk}/prices/", {"price": "9.00"})
    assert screen.next().name == "prices"
    body = {"items": [{"product": str(tea.pk), "quantity": "1", "discount_percentage": "30"}]}
    asked = shop.till.post("/api/approvals/", {"action": "sale.discount", "reason": "dented", "cart": body}).json()
    told = screen.next()
    assert (told.name, told.data["kind"], asked["id"] in told.data["ids"]) == ("approvals", "approval.asked", True)
    assert str(shop.till.actor.user_id) not in told.data["ids"]


def test_stock_that_comes_in_is_told_with_its_items(shop: Shop, running: Process) -> None:
    screen = listen(running, owner_of(shop), "stock")
    make_product(shop, stock="5")
    kinds = {screen.next().data["kind"]}
    while not screen.is_quiet(0.5):
        pass
    assert kinds <= {"stock.moved", "stock.opened"}


def test_what_is_taken_back_is_not_told(shop: Shop, running: Process) -> None:
    screen = listen(running, owner_of(shop), "stock")
    with shop.scope():
        tell(shop)
        assert screen.is_quiet()
        transaction.set_rollback(True)
    assert screen.is_quiet()
    with shop.scope():
        AuditLog.log_event("stock.opened", business=shop.business, event_data={"product_id": str(new_id())})
        assert screen.is_quiet()
    assert screen.next().data["kind"] == "stock.opened"


def test_another_business_hears_nothing(shop: Shop, running: Process) -> None:
    theirs = listen(running, owner_of(make_shop()))
    mine = listen(running, owner_of(shop))
    tell(shop)
    assert mine.until("stock")
    while not theirs.events.empty():
        assert theirs.next().data.get("kind") != "stock.moved"
    assert theirs.is_quiet()


def test_one_hears_of_ones_own_places_and_of_what_is_everywhere(shop: Shop, running: Process) -> None:
    elsewhere = LocationService.create_location(
        business=shop.business, code="S2", name="Elsewhere", user_id=shop.owner.user_id
    ).unwrap()
    there = make_till(shop.business, elsewhere, shop.owner, code="T5", role="cashier")
    here = listen(running, shop.till, "stock")
    far, boss = listen(running, there, "stock"), listen(running, owner_of(shop), "stock")
    tell(shop, location_id=elsewhere.pk)
    assert far.next().data["location"] == boss.next().data["location"] == str(elsewhere.pk)
    assert here.is_quiet()
    tell(shop)
    assert here.next().data["location"] is None


def test_a_topic_takes_the_right_to_see_what_it_is_about(shop: Shop, running: Process) -> None:
    make_role(shop, "viewer", "sale.view")
    browser = browser_of(member_of(shop, "viewer").user_id)
    told = browser.post("/api/live/").json()
    assert told["topics"] == ["carts", "payments", "sales", "settings"]
    asked = browser.post("/api/live/", {"topics": ["stock", "sales"]}).json()
    assert asked["topics"] == ["sales"]
    assert browser.post("/api/live/", {"topics": ["gossip"]}).json()["code"] == "VALIDATION_FAILED"
    screen = listen(running, browser)
    tell(shop)
    tell(shop, "sales")
    assert screen.until("sales")[-1].data["kind"] == "sales.moved"


def test_a_ticket_that_was_made_up_or_is_old_opens_nothing(shop: Shop, running: Process) -> None:
    assert Reader(f"{running.url}/live/?ticket=made-up").start().status == 401
    assert Reader(f"{running.url}/live/").start().status == 401
    word = ticket_of(shop.till)
    kept = redis.Redis.from_url(settings.REDIS_URL)
    assert 0 < kept.ttl(key_of(word)) <= LIFE_SECONDS
    kept.expire(key_of(word), 0)
    assert Reader(f"{running.url}/live/?ticket={word}").start().status == 401


def test_nothing_else_is_served(running: Process) -> None:
    assert httpx.get(f"{running.url}/").status_code == 404
    assert httpx.post(f"{running.url}/live/").status_code == 405


def test_the_page_that_asked_may_read_and_others_may_not(shop: Shop, running: Process) -> None:
    for origin in ("http://testserver", "https://shop.example"):
        reader = listen(running, shop.till, origin=origin)
        assert reader.status == 200
        assert reader.answer.headers["access-control-allow-origin"] == origin
    foreign = listen(running, shop.till, origin="https://evil.example")
    assert (foreign.status, "access-control-allow-origin" in foreign.answer.headers) == (403, False)
    own = listen(running, shop.till)
    assert "access-control-allow-origin" not in own.answer.headers
    assert own.answer.headers["cache-control"] == "no-store"
    assert own.answer.headers["x-accel-buffering"] == "no"


def test_who_was_away_is_told_what_they_missed(shop: Shop, running: Process) -> None:
    first = listen(running, owner_of(shop), "stock")
    tell(shop, kind="stock.first")
    seen = first.next()
    tell(shop, kind="stock.second")
    tell(shop, "sales")
    assert first.next().data["kind"] == "stock.second"
    again = listen(running, owner_of(shop), "stock", since=seen.id)
    assert [each.data["kind"] for each in again.missed] == ["stock.second"]
    assert again.is_quiet()
    current = listen(running, owner_of(shop), "stock", since=again.last_id)
    assert current.missed == []


@pytest.mark.parametrize("since", ["1-0", "99999999999999-0", "yesterday", "١-٢"])
def test_who_was_away_too_long_is_told_to_ask_anew(shop: Shop, running: Process, since: str) -> None:
    word = ticket_of(owner_of(shop))
    reader = Reader(f"{running.url}/live/?{httpx.QueryParams({'ticket': word, 'last_event_id': since})}").start()
    assert [each.name for each in reader.missed] == ["reset"]


def test_a_process_that_starts_knows_what_was_told_before(shop: Shop) -> None:
    with process() as before:
        reader = listen(before, owner_of(shop), "stock")
        tell(shop, kind="stock.first")
        tell(shop, kind="stock.second")
        seen, _ = reader.next(), reader.next()
    with process() as after:
        again = listen(after, owner_of(shop), "stock", since=seen.id)
        assert [each.data["kind"] for each in again.missed] == ["stock.second"]


def test_streams_are_capped_for_a_business_and_for_the_process(shop: Shop) -> None:
    other = make_shop()
    with process(limits=Limits(streams=3, streams_of_business=2)) as found:
        mine = [listen(found, owner_of(shop)) for _ in range(2)]
        refused = listen(found, owner_of(shop), origin="http://testserver")
        assert (refused.status, refused.answer.headers["retry-after"]) == (503, "30")
        assert refused.answer.headers["access-control-allow-origin"] == "http://testserver"
        assert listen(found, owner_of(other)).status == 200
        assert listen(found, owner_of(other)).status == 503
        assert listen(found, owner_of(make_shop())).status == 503
        assert all(reader.status == 200 for reader in mine)
        assert found.live.streams.count == 3


def test_a_stream_beats_and_ends_for_its_age_and_its_place_is_free_again(shop: Shop) -> None:
    with process(limits=Limits(streams=1, heartbeat=0.05, age=0.4)) as found:
        reader = listen(found, owner_of(shop))
        assert reader.until("renew")[-1].name == "renew"
        assert reader.ended.wait(20)
        assert reader.beats >= 3
        deadline = time.monotonic() + 20
        while found.live.streams.count:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        assert listen(found, owner_of(shop)).status == 200


def test_a_slow_reader_is_let_go_and_holds_up_nobody(shop: Shop, running: Process) -> None:
    word = ticket_of(owner_of(shop))
    slow = socket.create_connection(running.address)
    slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    slow.sendall(f"GET /live/?ticket={word} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    quick = listen(running, owner_of(shop), "stock")
    sent = 6000

    def flood() -> None:
        kept = redis.Redis.from_url(settings.REDIS_URL)
        ids = [str(new_id()) for _ in range(50)]
        for number in range(0, sent, 200):
            pipeline = kept.pipeline(transaction=False)
            for each in range(number, number + 200):
                made = live.Hint(shop.id, "stock", f"stock.{each}", None, tuple(map(type(shop.id), ids)))
                pipeline.xadd(live.STREAM, live.entry_of(made))
            pipeline.execute()
            time.sleep(0.01)

    threading.Thread(target=flood, daemon=True).start()
    numbers = [int(quick.next(60).data["kind"].removeprefix("stock.")) for _ in range(sent)]
    assert numbers == list(range(sent))
    deadline = time.monotonic() + 30
    while running.live.streams.count > 1:
        assert time.monotonic() < deadline, "the slow reader still has its stream"
        time.sleep(0.05)
    slow.close()


def test_selling_goes_on_without_valkey_and_screens_are_told_to_ask_anew(
    shop: Shop, own_valkey: EmbeddedValkey
) -> None:
    tea = make_product(shop, price="12.00")
    with process(redis_url=own_valkey.url) as found:
        screen = listen(found, owner_of(shop), "sales")
        sell(shop.till, tea)
        assert screen.until("sales")
        own_valkey.stop()
        found.await_health(503)
        for _ in range(3):
            sell(shop.till, tea)
        away = shop.till.post("/api/live/")
        assert (away.status_code, away.json()["code"], away["Retry-After"]) == (503, "LIVE_AWAY", "1")
        assert Reader(f"{found.url}/live/?ticket=any").start().status == 503
        own_valkey.start()
        found.await_health(200)
        assert screen.until("reset", 30)
        sale = sell(shop.till, tea)
        told = screen.until("sales", 30)[-1]
        while told.data["ids"][-1] != sale["id"]:  # what waited meanwhile may come first
            told = screen.until("sales", 30)[-1]


def test_a_ticket_says_where_the_stream_is_and_that_somebody_is_at_the_till(
    shop: Shop, settings: SettingsSwitch
) -> None:
    assert shop.till.call("POST", "/api/live/", "").json()["url"].startswith("/live/?ticket=")
    settings.LIVE_PORT = 8001
    assert shop.till.post("/api/live/").json()["url"].startswith("http://testserver:8001/live/?ticket=")
    settings.LIVE_URL = "https://live.shop.example/live/"
    assert shop.till.post("/api/live/").json()["url"].startswith("https://live.shop.example/live/?ticket=")
    with shop.scope():
        rows = Terminal.objects.for_business(shop.id).filter(pk=shop.till.actor.terminal_id)
        rows.update(last_seen_at=None)
    shop.till.post("/api/live/")
    with shop.scope():
        assert rows.get().last_seen_at is not None


def test_nobody_gets_a_ticket_without_signing_in(client: Client) -> None:
    assert client.post("/api/live/", "{}", content_type="application/json").status_code == 401
