"""Real baskets over real HTTP: each sold once, whatever stops the run, with totals exact to the cent."""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from pathlib import Path
from threading import Event, Thread
from uuid import UUID

import psycopg
import pytest
from django.core.management import call_command
from django.db.models import Count, Sum

from optimapos.audit.models import AuditLog
from optimapos.core.tenancy import tenant_scope
from optimapos.inventory.models import InventoryItem
from optimapos.organization.models import TerminalSession, User
from optimapos.organization.selectors import memberships_of_user
from optimapos.products.models import Product
from optimapos.replay.clients import Outcome
from optimapos.replay.connection import Connection
from optimapos.replay.dataset import read_baskets
from optimapos.replay.preparation import prepare
from optimapos.replay.progress import progress_bar
from optimapos.replay.requests import checkout_body
from optimapos.replay.rules.account import QUANTITY_ZERO, sellable
from optimapos.replay.rules.identity import sale_id
from optimapos.replay.run import Choice, Report, replay
from optimapos.replay.server import own_server
from optimapos.replay.services import ShopImport, TillService
from optimapos.replay.types import Basket, ReplayError, Tally
from optimapos.sales.models import Sale
from tests.factories.organization import make_shop, unique

BASKETS = 40


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A server on this test run's database."""
    with own_server() as url:
        yield url


@pytest.fixture(scope="module")
def chosen() -> list[Basket]:
    """The baskets that `run` chooses, as the file has them."""
    return read_baskets(2, 1)[:BASKETS]


def run(slug: str, server: str, bar: Callable[..., object] = progress_bar, baskets: int = BASKETS) -> Report:
    return replay(Choice(2, 1, 3, slug, server, baskets), say=lambda line: None, bar=bar)  # type: ignore[arg-type]


def business_of(slug: str) -> UUID:
    owner = User.objects.get(email=f"owner@{slug}.example")
    return memberships_of_user(owner.pk)[0][0]


def sales_of(slug: str) -> dict[UUID, tuple[int, Decimal]]:
    """Lines and total of each sale by its id."""
    business = business_of(slug)
    with tenant_scope(business):
        rows = Sale.objects.for_business(business).annotate(lines=Count("sale_items"))
        return {sale.pk: (sale.lines, sale.total_amount) for sale in rows}


def assert_each_is_sold_once(slug: str, baskets: Sequence[Basket]) -> None:
    business = business_of(slug)
    assert sales_of(slug) == {
        sale_id(business, basket.number, basket.at): (len(basket.sellable), Decimal(basket.cents).scaleb(-2))
        for basket in baskets
    }


def test_every_basket_is_sold_at_its_own_money_and_a_second_run_sells_none_again(
    server: str, chosen: list[Basket]
) -> None:
    slug = unique("replay")
    first, second = run(slug, server), run(slug, server)

    assert (first.account.now, first.account.before) == (sellable(chosen), Tally())
    assert (second.account.now, second.account.before) == (Tally(), sellable(chosen))
    assert first.account.is_exact
    assert second.account.is_exact
    assert first.account.file == Tally(2919, 31454, 9337029)
    assert first.account.explained[QUANTITY_ZERO] == Tally(0, 4, 0)
    assert_each_is_sold_once(slug, chosen)
    business = business_of(slug)
    with tenant_scope(business):
        left = InventoryItem.objects.for_business(business).aggregate(left=Sum("current_qty"))
        sessions = TerminalSession.objects.for_business(business).filter(kind=TerminalSession.Kind.OPERATOR)
        assert left == {"left": Decimal(0)}
        assert not sessions.exists()


def test_a_run_over_more_baskets_brings_and_sells_only_what_is_new(server: str, chosen: list[Basket]) -> None:
    slug = unique("replay")
    fewer, more = run(slug, server, baskets=15), run(slug, server)

    assert fewer.account.now + more.account.now == sellable(chosen)
    assert more.account.before == fewer.account.now
    assert_each_is_sold_once(slug, chosen)
    business = business_of(slug)
    with tenant_scope(business):
        left = InventoryItem.objects.for_business(business).aggregate(left=Sum("current_qty"))
        openings = AuditLog.objects.for_business(business).filter(event_type="stock.opened")
        received = sum(event.event_data["lines"] for event in openings)
    assert left == {"left": Decimal(0)}
    places = {(basket.store, line.product) for basket in chosen[:15] for line in basket.sellable}
    later = {(basket.store, line.product) for basket in chosen[15:] for line in basket.sellable}
    assert received == len(places) + len(later)


def test_a_run_that_is_interrupted_goes_on_and_sells_each_once(server: str) -> None:
    slug, wanted = unique("replay"), 400  # enough for the fastest machine to be caught in the middle
    chosen = read_baskets(2, 1)[:wanted]
    stopped = run(slug, server, interrupted_after(10), baskets=wanted)

    assert stopped.stopped == "Interrupted."
    assert 10 <= stopped.account.now.baskets < sellable(chosen).baskets
    assert stopped.account.is_exact

    resumed = run(slug, server, baskets=wanted)

    assert resumed.account.before == stopped.account.now
    assert resumed.account.before + resumed.account.now == sellable(chosen)
    assert resumed.account.is_exact
    assert_each_is_sold_once(slug, chosen)


def interrupted_after(baskets: int) -> Callable[..., object]:
    """A bar at which somebody presses Ctrl-C once so many baskets are through."""

    @contextmanager
    def bar(outcomes: Sequence[Outcome], before: int, total: int) -> Iterator[Callable[[], None]]:
        pressed = False

        def watch() -> None:
            nonlocal pressed
            if not pressed and sum(outcome.done for outcome in outcomes) >= baskets:
                pressed = True
                raise KeyboardInterrupt

        yield watch

    return bar


def test_a_basket_that_a_dead_run_sold_unnoticed_is_answered_and_not_sold_again(
    server: str, chosen: list[Basket]
) -> None:
    slug = unique("replay")
    run(slug, server)
    sold = sales_of(slug)
    prepared = prepare(chosen, slug=slug, limit=None, say=lambda line: None)
    basket = next(basket for basket in chosen if basket.sellable)
    tokens = TillService.sign_in(
        business=prepared.shop.business_id,
        locations={basket.store: prepared.directory.locations[basket.store]},
        membership_id=prepared.shop.operator_id,
        user_id=prepared.shop.owner_id,
        at=datetime.now(UTC),
    ).unwrap()

    body = checkout_body(prepared.shop.business_id, basket, prepared.directory)
    connection = Connection(server, Event())
    keys = (f"basket-{basket.number}", "a key that the server never saw, as after 30 days")
    answers = [connection.sell(body, token=tokens[basket.store], key=key) for key in keys]
    connection.close()

    assert [answer.is_sale for answer in answers] == [True, True]
    assert sales_of(slug) == sold


def test_without_a_server_one_is_started_and_the_command_ends_well_after_verifying(tmp_path: Path) -> None:
    output, result = StringIO(), tmp_path / "result.json"
    call_command(
        "replay",
        from_week=1,
        weeks=1,
        clients=2,
        limit_baskets=5,
        business=unique("replay"),
        json=str(result),
        url="http://127.0.0.1:9",
        stdout=output,
    )

    told = json.loads(result.read_bytes())
    assert (told["exact"], told["verified"], told["stopped"]) == (True, True, "")
    assert told["file"] == {"baskets": 382, "lines": 3722, "money": "10477.50"}
    assert told["unexplained"] == {"baskets": 0, "lines": 0, "money": "0.00"}
    assert told["sold_now"]["baskets"] == 5
    assert "left unexplained" in output.getvalue()


def test_what_the_shop_refuses_is_counted_by_its_code(server: str, chosen: list[Basket]) -> None:
    slug = unique("replay")
    prepared = prepare(chosen, slug=slug, limit=None, say=lambda line: None)
    business = prepared.shop.business_id
    sku = str(chosen[0].sellable[0].product)
    with tenant_scope(business):
        Product.objects.for_business(business).filter(sku=sku).update(life_cycle="DISCONTINUED")
    hit = [basket for basket in chosen if any(str(line.product) == sku for line in basket.sellable)]

    report = run(slug, server)

    assert report.account.explained["refused: PRODUCT_NOT_SELLABLE"] == sellable(hit)
    assert report.account.now == sellable(chosen) - sellable(hit)
    assert report.account.is_exact


def test_two_replays_of_a_business_at_once_are_refused(server: str) -> None:
    slug = unique("replay")
    with psycopg.connect(os.environ["DATABASE_URL"]) as other:
        other.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [f"replay:{slug}"])
        with pytest.raises(ReplayError, match=f"Another replay into {slug} is running"):
            run(slug, server)


def test_an_owner_who_was_deactivated_opens_no_stores(server: str) -> None:
    slug = unique("replay")
    ShopImport.open_shop(slug=slug)
    User.objects.filter(email=f"owner@{slug}.example").update(is_active=False)

    with pytest.raises(ReplayError, match="The owner of the replay's business is not active"):
        run(slug, server)


def test_a_business_that_no_replay_made_is_left_alone(server: str) -> None:
    with pytest.raises(ReplayError, match="was not made by a replay") as refusal:
        run(make_shop().business.slug, server)

    assert refusal.value.code == 2


def test_a_server_of_another_database_is_refused() -> None:
    with stranger() as url, pytest.raises(ReplayError, match="it serves another database"):
        run(unique("replay"), url)


@contextmanager
def stranger() -> Iterator[str]:
    """A server that knows nobody."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_error(401)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as served:
        thread = Thread(target=served.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{served.server_port}"
        finally:
            served.shutdown()
            thread.join()
