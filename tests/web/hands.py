"""Two pairs of hands at a till: one has a mouse, the other keys alone. Both have the scanner."""

import re
from abc import ABC, abstractmethod

from playwright.sync_api import Locator, expect

from tests.factories.organization import PIN
from tests.web.tills import Counter


class Hands(ABC):
    """What a cashier does, whatever with."""

    def __init__(self, till: Counter) -> None:
        self.till, self.page = till, till.page

    def named(self, name: str) -> Locator:
        """Somebody at the door."""
        return self.page.get_by_role("button", name=re.compile(name))

    @abstractmethod
    def press(self, what: Locator) -> None:
        """A button."""

    @abstractmethod
    def pin(self) -> None:
        """The PIN, and that it is complete."""

    @abstractmethod
    def find(self, letters: str, name: str) -> None:
        """A product without its code."""

    @abstractmethod
    def quantity(self, digits: str) -> None:
        """Of the line at hand."""

    @abstractmethod
    def discount(self, digits: str) -> None:
        """Percent off the line at hand."""

    @abstractmethod
    def hold(self) -> None:
        """The cart is put aside."""

    @abstractmethod
    def recall(self, name: str) -> None:
        """And taken up again."""

    @abstractmethod
    def to_pay(self) -> None:
        """Before the tender."""

    @abstractmethod
    def tender(self, method: str, amount: str, *, times: int = 1) -> None:
        """Some money by a method; `times` tells how often an impatient hand presses."""

    @abstractmethod
    def on_account(self) -> None:
        """The rest stays owed."""

    @abstractmethod
    def customers(self) -> None:
        """Who buys?"""

    @abstractmethod
    def next_sale(self) -> None:
        """After the receipt."""

    def sign_in(self, who: str) -> None:
        """Name and PIN."""
        self.press(self.named(who))
        expect(self.page.get_by_role("heading", name=re.compile(who))).to_be_visible()
        self.pin()
        expect(self.page.get_by_label("Find a product")).to_be_focused()

    def change_to(self, who: str) -> None:
        """Somebody else sells."""
        self.press(self.page.get_by_role("button", name=re.compile("Change who sells")))
        self.sign_in(who)

    def sold(self) -> str:
        """The number of the receipt that is shown."""
        heading = self.page.get_by_role("heading", level=1, name=re.compile("^(Sold|Saved on this till) as"))
        expect(heading).to_be_visible()
        return (heading.text_content() or "").split()[-1]

    def approve(self, who: str) -> None:
        """Somebody gives leave at this till."""
        dialog = self.page.get_by_role("dialog", name="Approval needed")
        expect(dialog).to_be_visible()
        self.press(dialog.get_by_role("button", name=re.compile(who)))
        self.pin()

    def new_customer(self, name: str) -> None:
        """Created in the sale, and chosen."""
        self.customers()
        self.till.type(name)
        self.press(self.page.get_by_role("button", name=re.compile("^Create ")))
        dialog = self.page.get_by_role("dialog", name="New customer")
        expect(dialog.get_by_label("Name")).to_have_value(name)
        self.press(dialog.get_by_role("button", name="Save customer"))
        self._chosen(name)

    def _chosen(self, name: str) -> None:
        """The till shows who buys, and listens again."""
        expect(self.page.get_by_role("button", name=re.compile(name))).to_be_visible()
        expect(self.page.get_by_role("dialog")).to_have_count(0)
        expect(self.page.get_by_label("Find a product")).to_be_focused()

    def choose_customer(self, name: str) -> None:
        """Who is known."""
        self.customers()
        self.till.type(name[:4])
        found = self.page.get_by_role("list", name="Customers found").get_by_role("button", name=re.compile(name))
        expect(found).to_be_visible()
        self.press(found)
        self._chosen(name)


class Mouse(Hands):
    """Everything that has a place on the screen is touched; names alone are typed."""

    def press(self, what: Locator) -> None:
        what.click()

    def pin(self) -> None:
        for digit in PIN:
            self.page.get_by_role("button", name=digit, exact=True).last.click()  # a dialog lies above another pad
        self.page.get_by_role("button", name="Enter", exact=True).last.click()

    def find(self, letters: str, name: str) -> None:
        self.page.get_by_role("region", name="Goods and keys").get_by_role("button", name=re.compile(name)).click()

    def _pad(self, *keys: str) -> None:
        pad = self.page.get_by_role("group", name="Keypad")
        for key in keys:
            pad.get_by_role("button", name=key, exact=True).click()

    def quantity(self, digits: str) -> None:
        self._pad("Qty", *digits)

    def discount(self, digits: str) -> None:
        self._pad("Disc %", *digits)

    def hold(self) -> None:
        self.page.get_by_role("button", name=re.compile("^Hold")).click()

    def recall(self, name: str) -> None:
        self.page.get_by_role("button", name=re.compile("^Held carts")).click()
        held = self.page.get_by_role("dialog", name="Held carts")
        held.get_by_role("button", name=re.compile(name)).click()
        expect(held).to_have_count(0)

    def to_pay(self) -> None:
        self.page.get_by_test_id("pay").dblclick()
        self.till.ready()

    def _method(self, name: str) -> None:
        self.page.get_by_role("radio", name=name, exact=True).click()

    def _complete(self, times: int = 1) -> None:
        self.page.get_by_role("button", name=re.compile("Complete sale|Add payment")).click(click_count=times)
        self.till.ready()

    def tender(self, method: str, amount: str, *, times: int = 1) -> None:
        self._method(method)
        for digit in amount:
            self.page.get_by_role("main").get_by_role("button", name=digit, exact=True).click()
        self._complete(times)

    def on_account(self) -> None:
        self._method("Rest on account")
        self._complete()

    def customers(self) -> None:
        self.page.get_by_role("button", name=re.compile("^Customer")).click()
        expect(self.page.get_by_label("Find a customer")).to_be_focused()

    def next_sale(self) -> None:
        self.page.get_by_role("button", name="New sale").click()
        self.till.total("€0.00")


class Keys(Hands):
    """No mouse at all: a button that has no key of its own is reached by Tab."""

    METHODS = (
        "Cash",
        "Card",
        "Mobile money",
        "Bank transfer",
        "Gift card",
        "Store credit",
        "Points",
        "Rest on account",
    )

    def press(self, what: Locator) -> None:
        expect(what).to_be_visible()
        for _ in range(80):
            if what.evaluate("element => element === document.activeElement"):
                self.till.press("Enter")
                return
            self.till.press("Tab")
        raise AssertionError(f"no Tab leads to {what}")

    def pin(self) -> None:
        self.till.type(PIN)
        self.till.press("Enter")

    def find(self, letters: str, name: str) -> None:
        self.till.type(letters)
        expect(self.page.get_by_role("option", name=re.compile(name)).first).to_be_visible()
        self.till.press("Enter")

    def quantity(self, digits: str) -> None:
        self.till.type(f"{digits}*")
        self.till.press("Enter")

    def discount(self, digits: str) -> None:
        self.till.type(f"{digits}%")
        self.till.press("Enter")

    def hold(self) -> None:
        self.till.press("F8")

    def recall(self, name: str) -> None:
        self.till.press("F8")
        held = self.page.get_by_role("dialog", name="Held carts")
        expect(held.get_by_role("button", name=re.compile(name))).to_be_focused()
        self.till.press("Enter")
        expect(held).to_have_count(0)

    def to_pay(self) -> None:
        self.till.press("F9", "F9")
        self.till.ready()

    def _method(self, name: str) -> None:
        chosen = self.page.get_by_role("radio", checked=True)
        for _ in self.METHODS:
            if name in (chosen.text_content() or ""):
                return
            before = self.METHODS.index(next(one for one in self.METHODS if one in (chosen.text_content() or "")))
            self.till.press("ArrowDown" if before < self.METHODS.index(name) else "ArrowUp")
        expect(chosen).to_contain_text(name)

    def tender(self, method: str, amount: str, *, times: int = 1) -> None:
        self._method(method)
        self.till.type(amount)
        self.till.press(*["Enter"] * times)
        self.till.ready()

    def on_account(self) -> None:
        self._method("Rest on account")
        expect(self.page.get_by_text("Credit limit")).to_be_visible()
        self.till.press("Enter")

    def customers(self) -> None:
        self.till.press("F4")
        expect(self.page.get_by_label("Find a customer")).to_be_focused()

    def next_sale(self) -> None:
        self.till.next_sale()
