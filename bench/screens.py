"""How quick are the screens, in Chromium? The till with all its products held locally, and a list of the back office.

Everything is measured inside the page (`screens.js`), from the event until its outcome is painted, beside an empty page of
the same server.
"""

import json
import math
import random
import re
import statistics
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from playwright.sync_api import Page

from bench import history
from bench.arena import Arena
from bench.chromium import MISSING, chromium, forget_files, is_there, open_empty
from bench.copying import without_triggers
from bench.inside import inside
from bench.load import Load, run_load
from bench.measure import Findings, Plan
from bench.shop import BASE, PIN, Shop
from bench.till import fill

TILL, DESK = "shop_screens", "shop_desk"
CASHIER, OWNER, PASSWORD = "Bench Cashier", "owner@bench.test", "kettle-honey-olive-7"
LIST, ITS_API = "/stock/movements", "/api/stock-movements/"
PAGES, PAGE = 10, 50
SECONDS_TO_SELL = 6
"""So that a sale is among them that `history` can copy, on a slow machine too."""
SCAN_PAUSE_MS, SEARCH_PAUSE_MS = 200, 50
"""A cashier is slower; but within 200 ms the till has begun to tell its server of the line."""
EDITS = ("+", "-", "Delete", "Insert", "ArrowUp")
EMPTY, EMPTY_KEY = "an empty page, ms", "a key on an empty page, p95 ms"
SCRIPTS, START, OFFLINE = (
    "first load, KB of JavaScript",
    "start to first scan, ms",
    "start to first scan from cache, offline, ms",
)
SCAN, SEARCH = "scan to line, p95 ms", "search, p95 ms"
EDIT, LONG = "an edit of a long cart, p95 ms", "longest task over 50 ms while editing it, ms"
PAGE_MS, API_MS, MORE = "a page of a list, ms", "its API's answer, ms", "the page more than its API's answer, ms"
GOALS = {SCRIPTS: 250, START: 1_500, OFFLINE: 1_000, SCAN: 50, SEARCH: 80, LONG: 50, MORE: 100}


class Found(dict[str, list[float]]):
    """Figures by name: one value for each round."""

    def keep(self, name: str, value: float) -> None:
        """One more round."""
        self.setdefault(name, []).append(value)

    def told(self) -> dict[str, Any]:
        """The median of each, its rounds, and the bar that it is held to."""
        return {
            name: {
                "median": round(statistics.median(values), 1),
                **({"at most": GOALS[name]} if name in GOALS else {}),
                "rounds": [round(value, 1) for value in values],
            }
            for name, values in self.items()
        }


class Goods:
    """Products that were not scanned yet, in an order that is the same in each run."""

    def __init__(self, number: int) -> None:
        self._left = random.Random(7).sample(range(1, number + 1), number)

    def take(self, number: int) -> list[dict[str, str]]:
        """The next ones, as `fill` made them."""
        return [
            {"code": f"{nth:013}", "name": f"Product of many words {nth}"}
            for nth in (self._left.pop() for _ in range(number))
        ]


def ask(arena: Arena, shop: Shop, plan: Plan) -> Findings:
    """Each figure is the median of the rounds; a percentile is taken in each round first."""
    if not is_there():
        return Findings(facts={"screens": MISSING})
    run_load(Load("checkout", arena.address(BASE), shop.tills(1), SECONDS_TO_SELL, 0, 0, {}))
    arena.close(BASE)
    found = Found()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        _ask_till(arena, shop, plan, found, Path(folder, "till"))
        rows = _ask_desk(arena, plan, found, Path(folder, "desk"))
    return Findings(facts={"products": plan.held, "rows": rows} | found.told())


def _ask_till(arena: Arena, shop: Shop, plan: Plan, found: Found, profile: Path) -> None:
    arena.copy(BASE, TILL)
    with arena.admin(TILL) as connection:
        with without_triggers(connection):
            fill(connection, shop, plan.held - plan.products)
        connection.execute("VACUUM ANALYZE")
    code = _hire(arena, shop)
    goods = Goods(plan.held - plan.products)
    address = arena.address(TILL)
    with chromium(address, profile) as page:
        _enrol(page, code)
    for _ in range(plan.rounds):
        with chromium(address, profile) as page:
            _start_from_server(page, goods, found)
        with chromium(address, profile) as page:
            _start_from_cache(page, goods, found)
    with chromium(address, profile) as page:
        page.goto("/pos")
        page.evaluate("one => bench.scanFirst(one)", goods.take(1)[0])
        page.evaluate("bench.search('product')")  # which waits until there is something to find in
        for _ in range(plan.rounds):
            _sell(page, goods, plan, found)
        page.evaluate("goods => bench.scans(goods, 0)", goods.take(plan.lines))
        page.evaluate("bench.quiet('/api/sales/')")
        for _ in range(plan.rounds):
            _edit(page, plan, found)
    with chromium(address, profile) as page:
        for _ in range(plan.rounds):
            open_empty(page)
            found.keep(EMPTY_KEY, _p95(page.evaluate("keys => bench.keys(keys)", ["+"] * plan.acts)))
    arena.close(TILL)  # most of its stock is made up: there are no books to check


def _enrol(page: Page, code: str) -> None:
    """Make the browser a till, sign in, and wait until it has loaded everything and keeps itself for the time offline."""
    page.goto("/pos")
    page.get_by_label("Enrolment code").fill(code)
    page.get_by_role("button", name="Set up till").click()
    page.get_by_role("button", name=re.compile(CASHIER)).click()
    page.get_by_role("heading", name=re.compile(CASHIER)).wait_for()
    page.keyboard.type(PIN, delay=90)  # slower than a scanner
    page.keyboard.press("Enter")
    page.get_by_label("Find a product").wait_for()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def _start_from_server(page: Page, goods: Goods, found: Found) -> None:
    forget_files(page)
    found.keep(EMPTY, open_empty(page))
    found.keep(START, _start(page, goods))
    found.keep(SCRIPTS, page.evaluate("bench.scripts()") / 1_000)


def _start_from_cache(page: Page, goods: Goods, found: Found) -> None:
    open_empty(page)
    page.context.set_offline(True)
    found.keep(OFFLINE, _start(page, goods))


def _start(page: Page, goods: Goods) -> float:
    """From the start of the page until the line of a scan at the first possible moment is painted."""
    page.evaluate("note => localStorage.setItem('bench.first', note)", json.dumps(goods.take(1)[0]))
    page.goto("/pos")
    return float(page.evaluate("bench.first"))


def _sell(page: Page, goods: Goods, plan: Plan, found: Found) -> None:
    """A cart of as many lines as there are scans, and as many searches: by a name, by words in it, by the word that all names
    begin with, and by mistyped ones.
    """
    page.evaluate("bench.empty()")
    scans = page.evaluate("([goods, pause]) => bench.scans(goods, pause)", [goods.take(plan.acts), SCAN_PAUSE_MS])
    found.keep(SCAN, _p95(scans))
    names = [each["name"] for each in goods.take(plan.acts // 4)]
    texts = [text for name in names for text in (name, name[len("Product of ") :], "product", "prodict wrods")]
    searches = page.evaluate("([texts, pause]) => bench.searches(texts, pause)", [texts, SEARCH_PAUSE_MS])
    found.keep(SEARCH, _p95(searches))


def _edit(page: Page, plan: Plan, found: Found) -> None:
    keys = list(EDITS) * (plan.acts // len(EDITS) + 1)
    watched = page.evaluate("keys => bench.watched(() => bench.keys(keys))", keys)
    found.keep(EDIT, _p95(watched["answer"]))
    found.keep(LONG, max(watched["long"], default=0))


def _ask_desk(arena: Arena, plan: Plan, found: Found, profile: Path) -> int:
    """How many rows the list has. A page of it is turned by its button."""
    arena.copy(BASE, DESK)
    _give_password(arena)
    with arena.admin(DESK) as connection:
        history.add_sales(connection, plan.movements // 3 + 1)
        row = connection.execute("SELECT count(*) FROM inventory_movement").fetchone()
    rows = int(row[0]) if row else 0
    with chromium(arena.address(DESK), profile) as page:
        page.goto(f"/sign-in?next={LIST}")
        page.get_by_label("E-mail").fill(OWNER)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.locator("[data-key=next]:enabled").wait_for()
        for _ in range(plan.rounds):
            page.goto(LIST)
            turned = [_turn(page) for _ in range(min(PAGES, rows // PAGE - 1))]
            found.keep(PAGE_MS, statistics.median(each["page"] for each in turned))
            found.keep(API_MS, statistics.median(each["api"] for each in turned))
            found.keep(MORE, statistics.median(each["page"] - each["api"] for each in turned))
    arena.close(DESK)  # nothing was sold there since the books of `growth` were checked
    return rows


def _turn(page: Page) -> dict[str, float]:
    page.locator("[data-key=next]:enabled").wait_for()
    turned: dict[str, float] = page.evaluate("path => bench.nextPage(path)", ITS_API)
    return turned


def _p95(values: list[float]) -> float:
    return sorted(values)[math.ceil(len(values) * 0.95) - 1]


def _hire(arena: Arena, shop: Shop) -> str:
    """A cashier with a name, and the enrolment code of a till."""
    with inside(arena, TILL):
        from optimapos.core.tenancy import tenant_scope  # noqa: PLC0415 - Django is set up by then
        from optimapos.organization.models import Membership  # noqa: PLC0415 - Django is set up by then
        from optimapos.organization.selectors import actor_of_member  # noqa: PLC0415 - Django is set up by then
        from optimapos.organization.services import MembershipService, TerminalService  # noqa: PLC0415 - Django is set up by then

        business, storefront = UUID(shop.business_id), UUID(shop.storefront_id)
        with tenant_scope(business):
            member = Membership.objects.for_business(business).get(user__email=OWNER)
        actor = actor_of_member(business, member.pk)
        MembershipService.add_member(
            business=business,
            email="bench.cashier@bench.test",
            name=CASHIER,
            role_code="cashier",
            actor=actor,
            pin=PIN,
            location_ids=[storefront],
        ).unwrap()
        issued = TerminalService.create_terminal(
            business=business, location_id=storefront, code="B1", actor=actor, at=datetime.now(UTC)
        )
        return str(issued.unwrap().secret)


def _give_password(arena: Arena) -> None:
    with inside(arena, DESK):
        from optimapos.organization.models import User  # noqa: PLC0415 - Django is set up by then

        user = User.objects.get(email=OWNER)
        user.set_password(PASSWORD)
        user.save()
