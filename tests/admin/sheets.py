"""Forms of the admin site as a browser reads them: what each field holds, ready to be sent back."""

from html.parser import HTMLParser
from typing import Any


class _Fields(HTMLParser):
    """Collects the fields of the page's main form."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._select = self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given: dict[str, Any] = dict(attrs)
        name = given.get("name", "")
        if tag == "input" and name and given.get("type") not in {"submit", "button"}:
            self._input(given, name)
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            self.found[self._select] = given.get("value") or ""
        elif tag == "textarea":
            self._text = name

    def handle_endtag(self, tag: str) -> None:
        self._select = "" if tag == "select" else self._select
        self._text = "" if tag == "textarea" else self._text

    def handle_data(self, data: str) -> None:
        if self._text:
            self.found[self._text] = data.removeprefix("\n")

    def _input(self, given: dict[str, Any], name: str) -> None:
        if given.get("type") != "checkbox":
            self.found[name] = given.get("value") or ""
        elif "checked" in given:
            self.found[name] = given.get("value") or "on"


def fields_of(answer: Any) -> dict[str, str]:
    """The fields of a page, empty rows for adding (`__prefix__`) apart."""
    parser = _Fields()
    parser.feed(answer.content.decode())
    return {name: value for name, value in parser.found.items() if "__prefix__" not in name}
