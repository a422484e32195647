"""What a person does at a screen, and what is looked at there."""

import json
import os
from functools import cache
from pathlib import Path

from playwright.sync_api import Page, expect

PASSWORD = "kettle-honey-olive-7"
ACCOUNT = "/_allauth/browser/v1/auth"
ROOT = Path(__file__).resolve().parent.parent.parent
WIDTHS = {"desktop": (1280, 800), "tablet": (768, 1024), "phone": (390, 844)}
PICTURES = os.environ.get("OPTIMAPOS_PICTURES", "")
"""The folder into which pictures are taken; none are taken without it."""


VIOLATIONS = """async () => {
  const kinds = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const told = await axe.run(document, {runOnly: kinds});
  return told.violations.map(({id, nodes}) => ({id, at: nodes.map(n => `${n.target.join(" ")} ${n.any[0]?.message ?? ""}`)}));
}"""


@cache
def _axe() -> str:
    return (ROOT / "web/node_modules/axe-core/axe.min.js").read_text()


class Screen:
    """A page and the hands before it."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def sign_in(self, email: str, to: str = "/") -> None:
        """Be signed in to the back office, and at a page of it. The form itself is looked at in test_sign_in.py."""
        context = self.page.context
        context.request.get(f"{ACCOUNT}/session")
        (token,) = [one["value"] for one in context.cookies() if one["name"] == "csrftoken"]
        asked = {"email": email, "password": PASSWORD}
        answer = context.request.post(f"{ACCOUNT}/login", data=asked, headers={"X-CSRFToken": token})
        assert answer.ok, answer.text()
        self.page.goto(to)
        expect(self.page.get_by_role("heading", level=1).first).to_be_visible()

    def check_accessible(self) -> None:
        """axe finds no violation of WCAG 2.2 AA on what is shown now."""
        self.page.evaluate(_axe())
        found = self.page.evaluate(VIOLATIONS)
        assert found == [], json.dumps(found, indent=1)

    def check_sound(self) -> None:
        """Nothing scrolls sideways."""
        over = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, f"the page is {over} px wider than its window"

    def picture(self, name: str, *, schemes: tuple[str, ...] = ("light", "dark")) -> None:
        """Take it at three widths in light and dark; at each nothing may scroll sideways, and axe finds nothing. Where no
        pictures are wanted, dark is looked at on the phone alone: its colours are the same at each width.
        """
        before = self.page.viewport_size
        for width, (wide, high) in WIDTHS.items():
            self.page.set_viewport_size({"width": wide, "height": high})
            for scheme in schemes:
                if scheme == "dark" and width != "phone" and not PICTURES:
                    continue
                self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                self.page.wait_for_timeout(100)
                self.check_sound()
                self.check_accessible()
                if PICTURES:
                    Path(PICTURES).mkdir(parents=True, exist_ok=True)
                    self.page.screenshot(path=f"{PICTURES}/{name}-{width}-{scheme}.png")
        self.page.emulate_media(color_scheme="light")
        if before:
            self.page.set_viewport_size(before)
