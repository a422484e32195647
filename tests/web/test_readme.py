"""The demo shop, as the README shows it: its people sign in, sell, and see it at home. `make pictures` keeps what is seen."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import override_settings
from django.utils import timezone
from playwright.sync_api import Browser, Page, Playwright, expect

from optimapos.core.tenancy import MAINTENANCE, tenant_scope
from optimapos.demo.goods import GOODS, barcode
from optimapos.demo.people import CASHIER, OWNER
from optimapos.demo.shop import seed_demo_shop
from optimapos.organization.models import Business, Location, Membership, User
from optimapos.organization.selectors import actor_of_member
from optimapos.products.models import Product
from tests.databases import empty_database
from tests.engines import URLS
from tests.factories.organization import Shop, make_till
from tests.servers import Server, running
from tests.web.conftest import forgetful, heard_in, installed
from tests.web.screens import Screen
from tests.web.tills import Counter

FOLDER = os.environ.get("OPTIMAPOS_README_PICTURES", "")
HASHER = f"{Argon2PasswordHasher.__module__}.{Argon2PasswordHasher.__qualname__}"
BASKETS = (
    ("Espresso beans 1 kg", "2"),
    ("Still water 0.5 l", "6"),
    ("Orange juice 1 l", "4"),
    ("LED bulb E27 8 W", "2"),
)
METHODS = ("CASH", "CARD", "CASH", "MOMO")


@dataclass(frozen=True)
class Demo:
    """The demo shop, its server, and the enrolment code of its till."""

    shop: Shop
    server: Server
    code: str


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    """Set up as `make run` does, in a database of its own, with a fortnight of sales."""
    with empty_database() as name:
        with override_settings(PASSWORD_HASHERS=[HASHER]):
            seeded = seed_demo_shop(timezone.now())
        assert seeded
        shop = _shop()
        _sell(shop)
        urls = {url: urlsplit(os.environ[url])._replace(path=f"/{name}").geturl() for url in URLS}
        with running(environment={**os.environ, **urls}) as server:
            yield Demo(shop, server, seeded.enrolment_code or "")


@pytest.fixture(scope="module")
def server(demo: Demo) -> Server:
    """The demo's."""
    return demo.server


@pytest.fixture
def page(browser: Browser, demo: Demo) -> Iterator[Page]:
    """Of a browser that remembers nothing."""
    with heard_in(forgetful(browser, demo.server)) as context:
        yield context.new_page()


def _shop() -> Shop:
    business = Business.objects.using(MAINTENANCE).get()
    with tenant_scope(business):
        owner = Membership.objects.for_business(business).get(user=User.objects.get(email=OWNER.email))
        here = Location.objects.for_business(business).get(kind="STOREFRONT")
    actor = actor_of_member(business.pk, owner.pk)
    assert actor
    return Shop(business, here, actor)


def _sell(shop: Shop) -> None:
    """Two sales an hour on the day a week ago, and by now today."""
    till = make_till(shop.business, shop.storefront, shop.owner, code="T7", role="manager")
    prices = {goods.name: Decimal(goods.price) for goods in GOODS}
    with tenant_scope(shop.business):
        ids = {name: Product.objects.for_business(shop.business).get(name=name).pk for name, _ in BASKETS}
    now = timezone.now()
    for day, hours in ((7, range(1, 9)), (0, range(9))):
        for number in hours:
            name, quantity = BASKETS[number % len(BASKETS)]
            due = f"{prices[name] * int(quantity):.2f}"
            answer = till.post(
                "/api/sales/checkout/",
                {
                    "storefront": str(shop.storefront.pk),
                    "origin": "OFFLINE",
                    "occurred_at": (now - timedelta(days=day, hours=number / 2)).isoformat(),
                    "items": [{"product": str(ids[name]), "quantity": quantity, "unit_price": str(prices[name])}],
                    "payments": [{"payment_method": METHODS[number % len(METHODS)], "amount_paid": due}],
                },
            )
            assert answer.status_code == 201, answer.content


def keep(page: Page, name: str) -> None:
    """Take the picture for the README, where it is wanted."""
    if FOLDER:
        page.screenshot(path=Path(FOLDER) / f"{name}.png")


def test_the_cashier_of_the_demo_sells_with_its_enrolment_code_and_pin(
    demo: Demo, driver: Playwright, tmp_path: Path
) -> None:
    host, port = demo.server.address
    with heard_in(installed(driver, tmp_path, f"http://{host}:{port}")) as browser:
        _sell_at_the_till(browser.pages[0], demo.code)


def _sell_at_the_till(page: Page, code: str) -> None:
    page.goto("/pos")
    page.get_by_label("Enrolment code").fill(code)
    page.get_by_role("button", name="Set up till").click()
    page.get_by_role("button", name=CASHIER.name).click()
    till = Counter(page, Screen(page))
    expect(page.get_by_role("heading", name=CASHIER.name)).to_be_visible()
    till.type(CASHIER.pin)
    till.press("Enter")
    expect(page.get_by_label("Find a product")).to_be_focused()
    numbers = {goods.name: number for number, goods in enumerate(GOODS, start=1)}
    for name in ("Espresso beans 1 kg", "Butter croissant", "Dark chocolate 70 %, 100 g", "Whole milk 1 l"):
        till.scan(barcode(numbers[name]))
    page.get_by_role("button", name="Baguette").click()
    till.total("€26.15")
    till.type("3*")
    till.press("Enter")
    till.total("€28.95")
    keep(page, "till")
    till.pay()
    page.get_by_role("button", name="50.00", exact=True).click()
    expect(page.get_by_test_id("change")).to_have_text("€21.05")


def test_the_owner_of_the_demo_signs_in_and_sees_how_the_day_goes(demo: Demo, page: Page) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(OWNER.email)
    page.get_by_label("Password", exact=True).fill(OWNER.password)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("link", name="Today")).to_contain_text("sales")
    expect(page.get_by_text("How people paid today")).to_be_visible()
    keep(page, "home")
