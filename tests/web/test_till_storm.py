"""Tills whose network is cut at random and whose browsers are killed while they write: every sale once, as it was shown.

Each till sells product 1, product 2, …: one piece in each sale, so that a sale that is lost or doubled is seen. A till that
was killed is opened again and carried on with as a cashier would: what stands in the cart was not sold.
"""

import random
import re
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import psutil
import pytest
from playwright.sync_api import BrowserContext, Error, Playwright, expect

from optimapos.offline.models import OfflineSale
from optimapos.organization.models import Terminal
from optimapos.sales.models import Sale
from tests.concurrency.books import assert_books_balance
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.servers import Server
from tests.web.conftest import installed
from tests.web.screens import Screen
from tests.web.tills import Counter, hire, open_till
from tests.web.ways import Way, way_to

LOSS = 0.15
KILLS = 0.12
CUTS = 0.3
MENDS = 0.4
"""The chance at each sale that a way that is there is cut, and that one that is cut comes back."""

NUMBER = re.compile(r"S1-\S+")


def code_of(product: int) -> str:
    """A product's barcode."""
    return f"THING-{product:03d}"


@dataclass
class Stall:
    """One till in a browser of its own, behind a way of its own."""

    driver: Playwright
    folder: Path
    way: Way
    code: str
    dice: random.Random
    shown: dict[str, tuple[str, str]] = field(default_factory=dict)
    kills: int = 0
    cuts: int = 0

    def open(self, shop: Shop) -> None:
        """Made a till, with all it needs to sell offline."""
        self.way.loss, loss = 0, self.way.loss
        self._launch()
        self.till = open_till(shop, self.browser.pages[0], code=self.code)
        self.till.page.evaluate("navigator.serviceWorker.ready")
        self.way.loss = loss

    def _launch(self) -> None:
        self.browser: BrowserContext = installed(self.driver, self.folder, self.way.address)

    def close(self) -> None:
        """The browser ends."""
        with suppress(Error):
            self.browser.close()

    def weather(self) -> None:
        """The network comes and goes."""
        if self.way.is_cut and self.dice.random() < MENDS:
            self.way.mend()
        elif not self.way.is_cut and self.dice.random() < CUTS:
            self.way.cut()
            self.cuts += 1

    def sell(self, product: int) -> None:
        """One piece, for cash; now and then the browser is killed while it is written down."""
        self._ring_up(product)
        while True:
            self.till.pay()
            self.till.page.get_by_role("button", name="Exact").click(no_wait_after=True)
            if self.dice.random() < KILLS:
                time.sleep(self.dice.random() * 0.3)
                self._kill()
                if self._is_in_cart():
                    continue
            break
        self._done(product)

    def _ring_up(self, product: int) -> None:
        self.till.scan(code_of(product))
        self.till.total(f"€{product}.00")
        if self.dice.random() < 0.3:
            self.weather()

    def _kill(self) -> None:
        """kill -9 of all of the browser, and another one with what is on the disk."""
        self.kills += 1
        for process in browsers_of(self.folder):
            with suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(browsers_of(self.folder), timeout=5)
        with suppress(Error):
            self.browser.close()
        self._launch()
        page = self.browser.pages[0]
        page.goto("/pos")
        self.till = Counter(page, Screen(page))

    def _is_in_cart(self) -> bool:
        """What a cashier sees after it: the cart, or that it was sold."""
        total = self.till.page.get_by_test_id("total").or_(self.till.page.get_by_role("heading", level=1, name=NUMBER))
        expect(total.first).to_be_visible()
        return (total.first.text_content() or "") != "€0.00" and not self._heading()

    def _heading(self) -> str:
        found = self.till.page.get_by_role("heading", level=1, name=NUMBER)
        return (found.text_content() or "") if found.is_visible() else ""

    def _done(self, product: int) -> None:
        """The receipt that the customer gets, where one is shown; then the next."""
        page = self.till.page
        if self.till.page.get_by_test_id("total").is_visible():
            return  # it was sold when the browser was killed; nobody saw a receipt
        expect(page.get_by_role("heading", level=1, name=NUMBER)).to_be_visible()
        number = NUMBER.search(self._heading())
        assert number, self._heading()
        change = page.get_by_test_id("change").text_content() or ""
        self.shown[number.group()] = (f"€{product}.00", change)
        expect(page.get_by_text(f"€{product}.00").first).to_be_visible()
        page.get_by_role("button", name="New sale").click()
        self.till.total("€0.00")

    def settle(self) -> None:
        """The network is back: everything is sent by itself."""
        self.way.loss = 0
        self.way.mend()
        expect(self.till.page.get_by_test_id("connection")).to_have_text("Online", timeout=90_000)

    def records(self) -> list[dict[str, Any]]:
        """What the till itself keeps of its sales."""
        kept: list[dict[str, Any]] = self.till.page.evaluate(
            """() => new Promise((resolve, reject) => {
                 const opening = indexedDB.open("optimapos-vault");
                 opening.onerror = () => reject(opening.error);
                 opening.onsuccess = () => {
                   const all = opening.result.transaction("sales").objectStore("sales").getAll();
                   all.onsuccess = () => { opening.result.close(); resolve(JSON.parse(JSON.stringify(all.result))); };
                 };
               })"""
        )
        return kept


def browsers_of(folder: Path) -> list[psutil.Process]:
    """The processes of the browser that has this profile."""
    found = []
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            if f"--user-data-dir={folder}" in process.cmdline():
                found += [process, *process.children(recursive=True)]
    return found


@contextmanager
def stalls(
    shop: Shop, driver: Playwright, server: Server, folder: Path, codes: range, dice: random.Random
) -> Iterator[list[Stall]]:
    """Tills that are open at once."""
    with ExitStack() as stack:
        opened = []
        for code in codes:
            seed = dice.randrange(10**6)
            way = stack.enter_context(way_to(server.address, loss=LOSS, seed=seed))
            stall = Stall(driver, folder / f"till-{code}", way, f"K{code}", random.Random(seed))
            stall.open(shop)
            stack.callback(stall.close)
            opened.append(stall)
        yield opened


def storm(
    shop: Shop, driver: Playwright, server: Server, folder: Path, *, tills: int, each: int, at_once: int, seed: int
) -> None:
    """So many tills sell so many times each."""
    print(f"seed {seed}")  # noqa: T201
    dice = random.Random(seed)
    for product in range(1, each + 1):
        make_product(shop, f"Thing {product}", price=f"{product}.00", stock="1000", barcodes=[code_of(product)])
    hire(shop, "Clara Cashier")
    told = {"kills": 0, "cuts": 0, "lost": 0, "batches": 0, "offline": 0}
    for first in range(1, tills + 1, at_once):
        codes = range(first, min(first + at_once, tills + 1))
        with stalls(shop, driver, server, folder, codes, dice) as opened:
            for product in range(1, each + 1):
                for stall in opened:
                    stall.weather()
                    stall.sell(product)
            for stall in opened:
                stall.settle()
                told["offline"] += assert_each_once(shop, stall, each)
                told["kills"] += stall.kills
                told["cuts"] += stall.cuts
                told["lost"] += stall.way.losses.asked + stall.way.losses.answers
                told["batches"] += stall.way.losses.batches
            print(f"{codes.stop - 1} of {tills} tills: {told}", flush=True)  # noqa: T201
    print(f"{tills * each} sales: {told}")  # noqa: T201
    assert all(told.values()), told
    with shop.scope():
        assert Sale.objects.for_business(shop.id).exclude(completed_at=None).count() == tills * each
    assert_books_balance(shop.id)


def assert_each_once(shop: Shop, stall: Stall, each: int) -> int:
    """Every sale of a till is booked once, as it was shown; how many came without a connection."""
    with shop.scope():
        terminal = Terminal.objects.for_business(shop.id).get(code=stall.code)
        completed = Sale.objects.for_business(shop.id).filter(terminal_id=terminal.pk).exclude(completed_at=None)
        sold = {str(sale.pk): sale for sale in completed.prefetch_related("sale_items")}
        envelopes = list(OfflineSale.objects.for_business(shop.id).filter(terminal=terminal))
    assert sorted(int(sale.total_amount) for sale in sold.values()) == list(range(1, each + 1)), stall.code
    assert {row.state for row in envelopes} <= {"ACCEPTED", "ACCEPTED_WITH_NOTE"}, [vars(row) for row in envelopes]
    assert {flag for row in envelopes for flag in row.flags} <= {"BOOKED_ONLINE"}
    assert sorted(row.sequence for row in envelopes) == list(range(1, len(envelopes) + 1))
    by_number = {str(sale.receipt_number): sale for sale in sold.values()}
    by_number |= {row.receipt_number: sold[str(row.sale_id)] for row in envelopes}
    for number, (total, change) in stall.shown.items():
        sale = by_number[number]
        assert (f"€{sale.total_amount:.2f}", change) == (total, "€0.00"), number
        assert [(item.product_name, item.quantity) for item in sale.sale_items.all()] == [
            (f"Thing {int(sale.total_amount)}", Decimal(1))
        ]
    records = stall.records()
    assert {record["state"] for record in records} <= {"DONE", "ACCEPTED", "ACCEPTED_WITH_NOTE"}
    assert len(records) == each
    for record in records:
        receipt = record["receipt"]
        assert by_number[receipt["number"]].total_amount == Decimal(receipt["total"])
    return len(envelopes)


def test_tills_lose_and_double_nothing_whatever_breaks(
    shop: Shop, driver: Playwright, server: Server, tmp_path: Path
) -> None:
    storm(shop, driver, server, tmp_path, tills=2, each=9, at_once=2, seed=20)


@pytest.mark.slow
def test_five_hundred_sales_at_twenty_tills_lose_and_double_nothing(
    shop: Shop, driver: Playwright, server: Server, tmp_path: Path
) -> None:
    storm(shop, driver, server, tmp_path, tills=20, each=25, at_once=4, seed=random.randrange(10**6))
