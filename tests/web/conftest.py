"""A real Chromium against a real server. Without a Chromium the folder is skipped and says how to get one; where
`OPTIMAPOS_BROWSER_TESTS=required`, as in CI, that is a failure."""

import os
import shutil
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from optimapos.organization.models import User
from tests.factories.organization import Shop, unique
from tests.gateways.momo import MomoStandIn
from tests.gateways.stripe import StripeStandIn
from tests.servers import Server, running
from tests.web.screens import PASSWORD, Screen

CHROMIUM = os.environ.get("OPTIMAPOS_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
REQUIRED = os.environ.get("OPTIMAPOS_BROWSER_TESTS") == "required"
MISSING = "needs a Chromium (on Debian: apt-get install chromium) and the built web application (make web)"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip this folder's tests where a browser or what it is to show is missing."""
    if REQUIRED or (CHROMIUM and (settings.WEB_ROOT / "index.html").is_file()):
        return
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.skip(reason=MISSING))


@pytest.fixture(scope="package")
def server() -> Iterator[Server]:
    """The product."""
    with running() as started:
        yield started


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What the whole page showed stands beside a failure."""
    report = yield
    page = getattr(item, "funcargs", {}).get("page")
    if report.failed and call.when == "call" and page is not None:
        report.sections.append(("the page", f"{page.url}\n{page.locator('body').aria_snapshot()}"))
    return report


@pytest.fixture(autouse=True)
def heard(request: pytest.FixtureRequest, server: Server) -> Iterator[None]:
    """What the server logs during a test stands beside its failure: a screen tells a person little of a 500."""
    before = server.log.stat().st_size
    yield
    with server.log.open(errors="replace") as log:
        log.seek(before)
        if said := log.read().strip():
            request.node.add_report_section("teardown", "the server's log", said[-8000:])


PATIENCE_MS = 60_000
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage"]


@pytest.fixture(scope="package")
def driver() -> Iterator[Playwright]:
    """Playwright. Its driver runs a loop in this thread, which Django would take for an asynchronous caller."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="package")
def browser(driver: Playwright) -> Iterator[Browser]:
    """Debian's Chromium."""
    started = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    yield started
    started.close()


@contextmanager
def heard_in(opened: BrowserContext) -> Iterator[BrowserContext]:
    """A browser none of whose pages' scripts may fail unheard; it is closed at the end."""
    faults: list[str] = []
    opened.on("weberror", lambda fault: faults.append(str(fault.error)))
    try:
        yield opened
    finally:
        opened.close()
    assert faults == [], f"scripts failed: {faults}"


def installed(driver: Playwright, folder: Path, address: str) -> BrowserContext:
    """A browser with a profile on the disk, as an installed application has it: it promises to keep what pages store."""
    opened = driver.chromium.launch_persistent_context(
        folder,
        executable_path=CHROMIUM,
        args=ARGUMENTS,
        base_url=address,
        viewport={"width": 1280, "height": 800},
        locale="en-GB",
    )
    opened.set_default_timeout(PATIENCE_MS)
    session = opened.new_cdp_session(opened.pages[0])
    session.send("Browser.grantPermissions", {"permissions": ["durableStorage"], "origin": address})
    return opened


@pytest.fixture
def profile(driver: Playwright, server: Server, tmp_path: Path) -> Iterator[BrowserContext]:
    """An installed application."""
    with heard_in(installed(driver, tmp_path / "profile", f"http://{server.address[0]}:{server.address[1]}")) as opened:
        yield opened


@pytest.fixture
def context(browser: Browser, server: Server) -> Iterator[BrowserContext]:
    """A browser that remembers nothing, of a person who reads English in Europe."""
    with heard_in(forgetful(browser, server)) as opened:
        yield opened


@pytest.fixture
def stranger(browser: Browser, server: Server) -> Iterator[BrowserContext]:
    """Another browser, such as that of a second till."""
    with heard_in(forgetful(browser, server)) as opened:
        yield opened


def forgetful(browser: Browser, server: Server) -> BrowserContext:
    """A browser that remembers nothing, of a person who reads English in Europe."""
    host, port = server.address
    opened = browser.new_context(
        base_url=f"http://{host}:{port}", viewport={"width": 1280, "height": 800}, locale="en-GB", color_scheme="light"
    )
    opened.set_default_timeout(PATIENCE_MS)
    return opened


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page."""
    return context.new_page()


@pytest.fixture
def screen(page: Page) -> Screen:
    """The page with the acts of a person."""
    return Screen(page)


@pytest.fixture
def owner_email(shop: Shop) -> str:
    """The shop's owner, who signs in by this e-mail and PASSWORD."""
    email = f"{unique('boss')}@owner.test"
    user = User.objects.get(pk=shop.owner.user_id)
    user.email, user.name = email, "Olga Owner"
    # The tests' own hasher is none of the server's.
    user.password = Argon2PasswordHasher().encode(PASSWORD, "saltsaltsalt")
    user.save()
    return email


@pytest.fixture
def free_addresses() -> Iterator[None]:
    """Providers may be at any address, so that they can be stood in for."""
    settings.PAYMENT_FREE_ADDRESSES = True
    yield
    settings.PAYMENT_FREE_ADDRESSES = False


@pytest.fixture
def cards(free_addresses: None) -> Iterator[StripeStandIn]:
    """A running stand-in for Stripe."""
    standin = StripeStandIn()
    yield standin
    standin.stop()


@pytest.fixture
def phones(free_addresses: None) -> Iterator[MomoStandIn]:
    """A running stand-in for MTN MoMo."""
    standin = MomoStandIn()
    yield standin
    standin.stop()
