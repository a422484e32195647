"""A till in the browser: made, signed in to, sold at."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib.auth.hashers import Argon2PasswordHasher
from playwright.sync_api import Page, Route, expect

from optimapos.core.tenancy import tenant_scope
from optimapos.organization.models import Membership
from optimapos.organization.services import MembershipService, TerminalService
from tests.factories.organization import PIN, Shop, unique
from tests.web.screens import Screen

TYPING_MS = 90
"""Slower than a scanner."""


BURST = """keys => {
  // All are pressed before the first is heard: when an event was made is when its key was pressed, however slow the page.
  for (const event of keys.map((key) => new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }))) {
    const { key } = event;
    const at = document.activeElement ?? document.body;
    const isWritten = at.dispatchEvent(event) && key.length === 1 && at instanceof HTMLInputElement;
    if (isWritten && !document.execCommand("insertText", false, key)) throw new Error(`${key} was not written`);
  }
}"""


@dataclass
class Counter:
    """A till's page and the hands at it."""

    page: Page
    screen: Screen

    def scan(self, code: str) -> None:
        """As a scanner types, also into the field that has the focus: a burst, then Enter. Keys that are sent from here are
        slower than that on a busy machine.
        """
        self.page.evaluate(BURST, [*code, "Enter"])
        self.page.wait_for_timeout(350)  # the till is deaf to another Enter for 300 ms

    def bounce(self, code: str) -> None:
        """As a scanner that reads the same label twice in one go."""
        self.page.evaluate(BURST, [*code, "Enter"] * 2)

    def type(self, text: str) -> None:
        """As a person types."""
        self.page.keyboard.type(text, delay=TYPING_MS)

    def press(self, *keys: str) -> None:
        """Keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def total(self, amount: str) -> None:
        """The total shows this."""
        expect(self.page.get_by_test_id("total")).to_have_text(amount)

    def line(self, words: str) -> None:
        """A line of the cart says this."""
        expect(self.page.get_by_role("listbox", name="Lines").get_by_role("option", name=words)).to_be_visible()

    def pay(self) -> None:
        """To the tender, once it may be completed."""
        self.page.get_by_test_id("pay").click()
        expect(self.page.get_by_test_id("to-pay")).to_be_visible()
        self.ready()

    def ready(self) -> None:
        """The tender, or what was sold, takes presses: not the one that led to it, held down or made twice."""
        expect(self.page.locator('main[data-calm="true"]')).to_be_visible()

    def next_sale(self) -> None:
        """From what was sold to an empty cart, by Enter."""
        sold = self.page.locator('main[data-calm="true"]')
        expect(sold.get_by_test_id("change").or_(sold.get_by_test_id("owed"))).to_be_visible()
        self.press("Enter")
        self.total("€0.00")

    def done(self, number: str | re.Pattern[str]) -> None:
        """The sale is done under a number like this."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(number)

    def connection(self, words: str | re.Pattern[str]) -> None:
        """What the header says of the connection."""
        expect(self.page.get_by_test_id("connection")).to_contain_text(words, timeout=40_000)


def swallow(route: Route) -> None:
    """It reaches the server; the answer does not come back."""
    route.fetch()
    route.abort("connectionreset")


def hire(shop: Shop, name: str, role: str = "cashier") -> str:
    """Somebody who may sign in with PIN at the storefront's tills."""
    email = f"{unique(role)}@staff.test"
    MembershipService.add_member(
        business=shop.business,
        email=email,
        role_code=role,
        actor=shop.owner,
        pin=PIN,
        location_ids=[shop.storefront.pk],
        name=name,
    ).unwrap()
    with tenant_scope(shop.business):
        member = Membership.objects.for_business(shop.business).get(user__email=email)
        member.pin = Argon2PasswordHasher().encode(PIN, "saltsaltsalt")  # the tests' own hasher is none of the server's
        member.save(update_fields=["pin"])
    return str(member.pk)


def enrolment_code(shop: Shop, code: str = "T9") -> str:
    """A new till's code."""
    issued = TerminalService.create_terminal(
        business=shop.business, location_id=shop.storefront.pk, code=code, actor=shop.owner, at=datetime.now(UTC)
    )
    return issued.unwrap().secret


def open_till(shop: Shop, page: Page, *, code: str = "T9", who: str = "Clara") -> Counter:
    """A browser made a till, with somebody signed in."""
    page.goto("/pos")
    page.get_by_label("Enrolment code").fill(enrolment_code(shop, code))
    page.get_by_role("button", name="Set up till").click()
    counter = Counter(page, Screen(page))
    sign_in(counter, who)
    return counter


def sign_in(counter: Counter, who: str) -> None:
    """Name and PIN."""
    counter.page.get_by_role("button", name=re.compile(who)).click()
    expect(counter.page.get_by_role("heading", name=re.compile(who))).to_be_visible()
    counter.type(PIN)
    counter.press("Enter")
    expect(counter.page.get_by_label("Find a product")).to_be_focused(timeout=30_000)
