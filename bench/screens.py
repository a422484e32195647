"""How quick are the screens, in Chromium? The till with all its products held locally, and a list of the back office.

Everything is measured inside the page (`screens.js`), from the event until the outcome is painted, beside an empty page of
the same server. The till is an installed one: a profile on the disk, with storage that is kept.
"""

import os
import random
import re
import shutil
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from bench.arena import Arena
from bench.copying import copy_rows, key, without_triggers
from bench.customers import add_customer
from bench.inside import inside
from bench.measure import Findings, Plan
from bench.shop import BASE, PIN, Shop
from bench.till import fill

TILL, DESK = "shop_screens", "shop_desk"
CASHIER, PASSWORD = "Bench Cashier", "kettle-honey-olive-7"
OWNER = "owner@bench.test"
SCRIPT = Path(__file__).with_suffix(".js")
SCANS, SEARCHES, EDITS, LINES, PAGES = 20, 20, 30, 200, 10
"""How many of each in a round, and how many lines the long cart has."""
PATIENCE_MS = 600_000
"""A hundred thousand products load for minutes on a slow machine; that is another question's figure."""
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage"]
GOALS = {
    "first load, KB of JavaScript": 250,
    "start to first scan, ms": 1_500,
    "start to first scan from cache, offline, ms": 1_000,
    "scan to line, p95 ms": 50,
    "search, p95 ms": 80,
    "longest task while editing 200 lines, ms": 50,
    "a page of a list beside its API's answer, ms more": 100,
}
Values = dict[str, list[float]]


def ask(arena: Arena, shop: Shop, plan: Plan) -> Findings:
    """Each figure is a median of the rounds; a percentile is taken in each round first."""
    arena.close(BASE)
    found = _till(arena, shop, plan) | _desk(arena, shop, plan)
    return Findings([], {"products": plan.held, "rows": plan.listed} | _told(found))


def _told(found: Values) -> dict[str, Any]:
    return {
        name: {
            "median": round(statistics.median(values), 1),
            "of": [round(value, 1) for value in values],
            **({"at most": GOALS[name]} if name in GOALS else {}),
        }
        for name, values in found.items()
    }


def _till(arena: Arena, shop: Shop, plan: Plan) -> Values:
    arena.copy(BASE, TILL)
    with arena.admin(TILL) as connection:
        with without_triggers(connection):
            fill(connection, shop, plan.held - plan.products)
        connection.execute("VACUUM ANALYZE")
    code = _hired(arena, shop)
    goods = _Goods(plan.held - plan.products)
    address = _address(arena, TILL)
    found: Values = {}
    with _browser(address) as context:
        page = context.pages[0]
        _keep("an empty page, ms", found, _empty_page(page, plan.rounds))
        _open(page, code)
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        for _ in range(plan.rounds):
            _fresh(session, is_fresh=True)
            _keep("start to first scan, ms", found, [_start(page, goods)])
            _keep("first load, KB of JavaScript", found, [page.evaluate("bench.scripts()") / 1_000])
            _fresh(session, is_fresh=False)
        page.reload()
        _ready(page)
        page.evaluate("navigator.serviceWorker.ready")
        for _ in range(plan.rounds):
            context.set_offline(True)
            _keep("start to first scan from cache, offline, ms", found, [_start(page, goods)])
            context.set_offline(False)
        for _ in range(plan.rounds):
            _empty_cart(page)
            scans = [page.evaluate("([c, n]) => bench.scan(c, n)", goods.next()) for _ in range(SCANS)]
            _keep("scan to line, p95 ms", found, [_p95(scans)])
            searches = [page.evaluate("t => bench.search(t)", goods.next()[1]) for _ in range(SEARCHES)]
            _keep("search, p95 ms", found, [_p95(searches)])
        _empty_cart(page)
        for _ in range(LINES):
            page.evaluate("([c, n]) => bench.scan(c, n)", goods.next())
        for _ in range(plan.rounds):
            edited = page.evaluate("n => bench.edit(n)", EDITS)
            _keep("longest task while editing 200 lines, ms", found, [edited])
    arena.close(TILL)  # most of its stock is made up: there are no books to check
    return found


def _desk(arena: Arena, shop: Shop, plan: Plan) -> Values:
    arena.copy(BASE, DESK)
    add_customer(arena, shop, DESK, "FIRST")
    _give_password(arena)
    with arena.admin(DESK) as connection:
        with without_triggers(connection):
            made = {"id": key("08", "g"), "code": "'X' || g", "name": "'Customer ' || g"}
            copy_rows(connection, "customer", plan.listed, made, source="customer t")
        connection.execute("VACUUM ANALYZE")
    found: Values = {}
    with _browser(_address(arena, DESK)) as context:
        page = context.pages[0]
        page.goto("/sign-in?next=/customers")
        page.get_by_label("E-mail").fill(OWNER)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        for _ in range(plan.rounds):
            page.goto("/customers")
            page.locator("[data-key=next]:enabled").wait_for()
            turned = [_turned(page) for _ in range(min(PAGES, plan.listed // 50 - 1))]
            _keep("a page of a list, ms", found, [statistics.median(each["page"] for each in turned)])
            _keep("its API's answer, ms", found, [statistics.median(each["api"] for each in turned)])
            more = statistics.median(each["page"] - each["api"] for each in turned)
            _keep("a page of a list beside its API's answer, ms more", found, [more])
    arena.close(DESK)
    return found


def _turned(page: Any) -> dict[str, float]:
    page.locator("[data-key=next]:enabled").wait_for()
    turned: dict[str, float] = page.evaluate("bench.nextPage('/api/customers/')")
    return turned


def _keep(name: str, found: Values, values: list[float]) -> None:
    found.setdefault(name, []).extend(values)


def _p95(values: list[float]) -> float:
    return sorted(values)[min(len(values) - 1, len(values) * 95 // 100)]


class _Goods:
    """Products that were not scanned yet, in an order that is the same in each run: code and name."""

    def __init__(self, number: int) -> None:
        self._left = random.Random(7).sample(range(1, number + 1), number)

    def next(self) -> tuple[str, str]:
        """The next one, as `fill` made it; its name is no beginning of another one's within a round."""
        number = self._left.pop()
        return f"{number:013}", f"Product of many words {number}"


@contextmanager
def _browser(address: str) -> Iterator[Any]:
    """A browser that is installed: what pages store is kept.

    Raises: RuntimeError where there is no Chromium.
    """
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only this question needs it

    chromium = os.environ.get("OPTIMAPOS_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        raise RuntimeError("The question `screens` needs a Chromium (on Debian: apt-get install chromium).")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        context = driver.chromium.launch_persistent_context(
            folder,
            executable_path=chromium,
            args=ARGUMENTS,
            base_url=address,
            viewport={"width": 1280, "height": 800},
            locale="en-GB",
        )
        context.set_default_timeout(PATIENCE_MS)
        context.add_init_script(path=SCRIPT)
        session = context.new_cdp_session(context.pages[0])
        session.send("Browser.grantPermissions", {"permissions": ["durableStorage"], "origin": address})
        yield context
        context.close()


def _address(arena: Arena, database: str) -> str:
    host, port = arena.address(database)
    return f"http://{host}:{port}"


def _empty_page(page: Any, rounds: int) -> list[float]:
    """From the start of the way to a page without anything until it is there."""
    found = []
    for _ in range(rounds):
        page.goto("/healthz")
        found.append(page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd"))
    return found


def _open(page: Any, code: str) -> None:
    """Make the browser a till, sign in, and wait until it has loaded everything."""
    page.goto("/pos")
    page.get_by_label("Enrolment code").fill(code)
    page.get_by_role("button", name="Set up till").click()
    page.get_by_role("button", name=re.compile(CASHIER)).click()
    page.get_by_role("heading", name=re.compile(CASHIER)).wait_for()
    page.keyboard.type(PIN)
    page.keyboard.press("Enter")
    _ready(page)


def _ready(page: Any) -> None:
    page.wait_for_function("() => document.activeElement?.getAttribute('aria-label') === 'Find a product'")


def _fresh(session: Any, *, is_fresh: bool) -> None:
    """Whether the page comes from the server, as at the very first time, and not from what the browser keeps."""
    session.send("Network.setCacheDisabled", {"cacheDisabled": is_fresh})
    session.send("Network.setBypassServiceWorker", {"bypass": is_fresh})


def _start(page: Any, goods: _Goods) -> float:
    """From the start of the page until the line of a scan at the first possible moment is painted."""
    code, name = goods.next()
    page.evaluate("([code, name]) => localStorage.setItem('bench.first', JSON.stringify({code, name}))", [code, name])
    page.reload()
    page.wait_for_function("() => window.bench?.first")
    return float(page.evaluate("window.bench.first"))


def _empty_cart(page: Any) -> None:
    """Line by line, as nothing else empties a cart without a trace of it at the server."""
    _ready(page)
    while page.locator("[role=listbox][aria-label=Lines] [role=option]").count():
        page.evaluate("bench.key('Delete')")
        page.wait_for_timeout(30)


def _hired(arena: Arena, shop: Shop) -> str:
    """A cashier with a name, and the enrolment code of a till."""
    with inside(arena, TILL):
        from optimapos.organization.services import MembershipService, TerminalService  # noqa: PLC0415 - Django is set up by then

        business, actor = UUID(shop.business_id), _owner(shop)
        MembershipService.add_member(
            business=business,
            email="bench.cashier@bench.test",
            name=CASHIER,
            role_code="cashier",
            actor=actor,
            pin=PIN,
            location_ids=[UUID(shop.storefront_id)],
        ).unwrap()
        issued = TerminalService.create_terminal(
            business=business, location_id=UUID(shop.storefront_id), code="B1", actor=actor, at=datetime.now(UTC)
        )
        return str(issued.unwrap().secret)


def _owner(shop: Shop) -> Any:
    from optimapos.core.tenancy import tenant_scope  # noqa: PLC0415 - Django is set up by then
    from optimapos.organization.models import Membership  # noqa: PLC0415 - Django is set up by then
    from optimapos.organization.selectors import actor_of_member  # noqa: PLC0415 - Django is set up by then

    with tenant_scope(UUID(shop.business_id)):
        rows = Membership.objects.for_business(UUID(shop.business_id))
        member = rows.get(user__email=OWNER)
    return actor_of_member(UUID(shop.business_id), member.pk)


def _give_password(arena: Arena) -> None:
    with inside(arena, DESK):
        from optimapos.organization.models import User  # noqa: PLC0415 - Django is set up by then

        user = User.objects.get(email=OWNER)
        user.set_password(PASSWORD)
        user.save()
