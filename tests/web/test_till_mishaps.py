"""What goes wrong in the middle of a sale: nothing is lost, nothing is doubled, and the screen says what happened."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import BrowserContext, expect

from optimapos.offline.models import OfflineSale
from optimapos.organization.models import Terminal
from optimapos.sales.models import Sale
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.web.tills import Counter, hire, open_till, sign_in, swallow

COFFEE = "3800000000027"
COMPLETING = "**/api/sales/*/complete/"
FULL = """() => {
  window.roomy = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...row) {
    if (this.name === "sales") throw new DOMException("no room", "QuotaExceededError");
    return window.roomy.apply(this, row);
  };
}"""
"""A disk that takes no sale: what a browser does when its share of the disk is used up."""


@pytest.fixture
def till(shop: Shop, profile: BrowserContext) -> Counter:
    """A till that has what it needs to sell offline."""
    make_product(shop, "Coffee beans", price="10.00", stock="50", barcodes=[COFFEE])
    hire(shop, "Clara Cashier")
    counter = open_till(shop, profile.pages[0])
    counter.page.evaluate("navigator.serviceWorker.ready")
    return counter


def ring_up(till: Counter) -> None:
    """A coffee, held at the server."""
    till.scan(COFFEE)
    till.total("€10.00")
    expect(till.page.get_by_text(re.compile("Reserved"))).to_be_visible()


def until(till: Counter, is_so: Callable[[], bool]) -> None:
    """Wait, while the browser goes on, until this is so."""
    give_up = monotonic() + 30
    while not is_so():
        assert monotonic() < give_up
        till.page.wait_for_timeout(50)


def day_at(shop: Shop) -> str:
    """Today at the shop, as receipts have it."""
    return f"{datetime.now(ZoneInfo(shop.storefront.timezone)):%Y%m%d}"


def totals(shop: Shop) -> list[Decimal]:
    """What is in the books."""
    with shop.scope():
        return [row.total_amount for row in Sale.objects.for_business(shop.id).exclude(completed_at=None)]


def test_a_sale_that_was_done_is_not_in_the_cart_after_a_reload(till: Counter, shop: Shop) -> None:
    ring_up(till)
    till.pay()
    till.page.get_by_role("button", name="Exact").click()
    till.done("Sold as")
    till.page.reload()
    till.total("€0.00")
    assert totals(shop) == [Decimal(10)]


def test_a_till_that_was_closed_before_the_answer_carries_on_with_the_sale(till: Counter, shop: Shop) -> None:
    ring_up(till)
    seen: list[bool] = []

    def hang(route: Any) -> None:
        route.fetch()
        seen.append(True)  # the answer stays away until the page is gone

    till.page.route(COMPLETING, hang, times=1)
    till.pay()
    till.page.get_by_role("button", name="Exact").click()
    expect(till.page.get_by_role("button", name=re.compile("Saving"))).to_be_visible()
    until(till, lambda: bool(seen))
    till.page.reload()
    till.done("Sold as")
    expect(till.page.get_by_test_id("change")).to_have_text("€0.00")
    till.page.get_by_role("button", name="New sale").click()
    till.total("€0.00")
    assert totals(shop) == [Decimal(10)]


def test_a_card_whose_answer_is_lost_is_not_paid_again_in_cash(till: Counter, shop: Shop) -> None:
    ring_up(till)
    till.page.route(COMPLETING, swallow, times=1)
    till.page.route("**/healthz", lambda route: route.abort())  # else the till asks again by itself
    till.pay()
    till.page.get_by_role("radio", name="Card", exact=True).click()
    till.page.get_by_role("button", name="Complete sale").click()
    expect(till.page.get_by_role("alert")).to_contain_text("Nobody knows yet whether this sale was booked.")
    expect(till.page.get_by_role("button", name=re.compile("^Cart"))).to_be_disabled()
    till.page.get_by_role("radio", name="Cash").click()
    till.page.get_by_role("button", name="Exact").click()
    till.done("Sold as")
    expect(till.page.get_by_role("article")).to_contain_text("Card")
    assert totals(shop) == [Decimal(10)]
    with shop.scope():
        assert Sale.objects.for_business(shop.id).exclude(completed_at=None).get().payment_type == "CARD"


def test_a_clock_that_is_wrong_by_a_day_is_put_right(till: Counter, shop: Shop, profile: BrowserContext) -> None:
    before = day_at(shop)
    till.page.clock.install(time=datetime.now(UTC) + timedelta(days=1))
    till.page.reload()
    sign_in(till, "Clara")  # by this clock the session is over
    till.connection("Online")
    profile.set_offline(True)
    till.scan(COFFEE)
    till.total("€10.00")
    till.pay()
    till.page.get_by_role("button", name="Exact").click()
    till.done(re.compile(f"S1-T9-({before}|{day_at(shop)})-F0001"))
    till.page.get_by_role("button", name="New sale").click()
    profile.set_offline(False)
    till.connection("Online")
    with shop.scope():
        kept = OfflineSale.objects.for_business(shop.id).get()
    assert (kept.state, kept.flags, kept.receipt_number[-5:]) == ("ACCEPTED_WITH_NOTE", ["CLOCK_OFF"], "F0001")
    assert kept.occurred_at is not None
    assert abs(kept.occurred_at - datetime.now(UTC)) < timedelta(minutes=5)


def test_a_disk_without_room_refuses_the_sale_in_words_and_keeps_the_cart(
    till: Counter, shop: Shop, profile: BrowserContext
) -> None:
    profile.set_offline(True)
    till.scan(COFFEE)
    till.total("€10.00")
    till.page.evaluate(FULL)
    till.pay()
    till.page.get_by_role("button", name="Exact").click()
    expect(till.page.get_by_role("alert")).to_contain_text("This till has no room for another offline sale.")
    till.page.evaluate("() => { IDBObjectStore.prototype.put = window.roomy; }")
    till.page.get_by_role("button", name="Exact").click()
    till.done("-F0001")
    till.page.get_by_role("button", name="New sale").click()
    profile.set_offline(False)
    till.connection("Online")
    assert totals(shop) == [Decimal(10)]


def test_a_sale_that_somebody_had_to_look_at_is_told_as_booked_afterwards(
    till: Counter, shop: Shop, profile: BrowserContext
) -> None:
    profile.set_offline(True)
    till.scan(COFFEE)
    till.total("€10.00")
    till.pay()
    till.page.get_by_role("button", name="Exact").click()
    till.done("-F0001")
    till.page.get_by_role("button", name="New sale").click()
    with shop.scope():
        Terminal.objects.for_business(shop.id).filter(code="T9").update(
            code="T7"
        )  # its receipts are called otherwise now
    profile.set_offline(False)
    till.connection("1 needs you")
    assert totals(shop) == []
    with shop.scope():
        Terminal.objects.for_business(shop.id).filter(code="T7").update(code="T9")
        kept = OfflineSale.objects.for_business(shop.id).get()
    assert kept.code == "RECEIPT_NUMBER_WRONG"
    assert shop.manager_till.post(f"/api/offline/sales/{kept.pk}/retry/").status_code == 200
    till.page.evaluate("dispatchEvent(new Event('focus'))")  # somebody comes back to the till
    till.connection("Online")
    assert totals(shop) == [Decimal(10)]
