"""Refusal codes: every one that the source can answer has its HTTP status, and docstrings name only codes there are."""

import ast
import re
from collections.abc import Iterator

from optimapos.apikit.statuses import STATUS_OF
from tests.contracts.sources import Source, called_name, literal, package_sources

RAISED_BY = {"DomainError": 0, "error": 0, "problem": 0, "problem_response": 0, "register_constraint": 1}
"""What takes a code, and at which place."""
INTERNAL = frozenset({"START_OVER"})
"""Refusals between the database and a service, which nobody outside sees."""
CODE = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|BUSY|OVERPAID|UNDERPAID")
SQL_REFUSAL = re.compile(r"refuse\('([A-Z_]+)'")


def _takers(source: Source) -> dict[str, int]:
    """Functions of the file that pass a parameter of theirs on as a code, and which."""
    found = dict(RAISED_BY)
    for function in source.functions:
        parameters = [argument.arg for argument in function.args.args]
        for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
            place = RAISED_BY.get(called_name(call))
            if place is None or len(call.args) <= place:
                continue
            code = call.args[place]
            if isinstance(code, ast.Name) and code.id in parameters:
                found[function.name] = parameters.index(code.id)
    return found


def _codes(source: Source) -> Iterator[str]:
    takers = _takers(source)
    for call in source.calls:
        place = takers.get(called_name(call))
        if place is not None and len(call.args) > place:
            code = literal(call.args[place])
            if code is not None and code.isupper():
                yield code
    yield from SQL_REFUSAL.findall(source.text)


def _documented(source: Source) -> Iterator[str]:
    for docstring in source.docstrings:
        for passage in re.findall(r"Refuses: (.*?)(?:\n\n|$|Raises:|Source:)", docstring, re.DOTALL):
            yield from CODE.findall(re.sub(r"\(.*?\)", "", passage, flags=re.DOTALL))


def test_every_code_has_a_status() -> None:
    codes = {code: source.name for source in package_sources() for code in _codes(source)}
    assert len(codes) > 50
    missing = {code: where for code, where in codes.items() if code not in STATUS_OF and code not in INTERNAL}
    assert missing == {}


def test_docstrings_name_only_codes_that_there_are() -> None:
    unknown = {
        f"{source.name}: {code}"
        for source in package_sources()
        for code in _documented(source)
        if code not in STATUS_OF and code not in INTERNAL
    }
    assert unknown == set()


def test_every_status_refuses() -> None:
    assert {code for code, status in STATUS_OF.items() if not 400 <= status < 500} <= {
        "INTERNAL_ERROR",
        "LIVE_AWAY",
        "PROVIDER_AWAY",
        "PROVIDER_REFUSED",
        "UNAVAILABLE",
    }
