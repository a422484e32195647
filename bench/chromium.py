"""Chromium as a bench uses it: a profile on the disk, as an installed application has it, and `screens.js` in every page."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

CHROMIUM = os.environ.get("OPTIMAPOS_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
MISSING = "left out: it needs a Chromium (on Debian: apt-get install chromium) and the built web application (make web)"
SCRIPT = Path(__file__).with_name("screens.js")
EMPTY = "/healthz"
"""The emptiest page that the server has: two words, no script."""
PATIENCE_MS = 600_000
"""A hundred thousand products load for minutes on a slow machine; that is another question's figure."""
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage"]


def is_there() -> bool:
    """Whether there is a browser, and something to show in it."""
    from django.conf import settings  # noqa: PLC0415 - Django is set up by then

    return bool(CHROMIUM) and (settings.WEB_ROOT / "index.html").is_file()


@contextmanager
def chromium(address: tuple[str, int], profile: Path) -> Iterator[Page]:
    """A browser started anew, and its one page. What pages stored in `profile` before is there, and is kept."""
    origin = f"http://{address[0]}:{address[1]}"
    with sync_playwright() as driver:
        context = driver.chromium.launch_persistent_context(
            profile,
            executable_path=CHROMIUM,
            args=ARGUMENTS,
            base_url=origin,
            viewport={"width": 1280, "height": 800},
            locale="en-GB",
        )
        context.set_default_timeout(PATIENCE_MS)
        context.add_init_script(path=SCRIPT)
        page = context.pages[0]
        session = context.new_cdp_session(page)
        session.send("Browser.grantPermissions", {"permissions": ["durableStorage"], "origin": origin})
        yield page
        context.close()


def forget_files(page: Page) -> None:
    """From now on every file of a page comes from the server, as at the very first time; what it stored stays."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    session.send("Network.setBypassServiceWorker", {"bypass": True})


def open_empty(page: Page) -> float:
    """Go to the empty page; from the start of the way until it is there, in ms."""
    page.goto(EMPTY)
    return float(page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd"))
