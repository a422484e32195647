"""The documents name only what there is: tests, decisions, and the names of the code."""

import re
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.core.exceptions import FieldDoesNotExist

from tests.contracts.sources import PACKAGE, ROOT
from tests.contracts.test_tracked_files import _texts as tracked_texts

SOURCE_MAP = ROOT / "docs" / "source-map.md"
DECISIONS = {path.name[:4] for path in (ROOT / "docs" / "adr").glob("[0-9]*.md")}
DOCUMENTS = [SOURCE_MAP, *sorted((ROOT / "docs" / "adr").glob("*.md")), ROOT / "CONTRIBUTING.md"]
TEST = re.compile(r"(?:tests/)?((?:\w+/)*test_\w+\.py)")
DECISION = re.compile(r"(?<![\w.:-])(00\d\d)(?=[-\s,:;.)\]|]|$)")
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
WORKING_PAPER = re.compile(r"(?<![\w-])(?:design|schema|style|reliability)\.md")
APPS = "|".join(path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists())
NAME = re.compile(rf"`((?:{APPS})(?:\.\w+)+)`")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_tests_decisions_and_pages_that_are_named_exist(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    wrong = [test for test in TEST.findall(text) if not (ROOT / "tests" / test).is_file()]
    wrong += [number for number in DECISION.findall(text) if number not in DECISIONS]
    wrong += [page for page in LINK.findall(text) if not (document.parent / page).exists()]
    assert wrong == []


def test_every_decision_stands_in_the_index() -> None:
    index = (ROOT / "docs" / "adr" / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| \[(\d{4})\]", index, re.MULTILINE)) == DECISIONS


def test_every_name_that_the_source_map_leads_to_resolves() -> None:
    built, _, _ = SOURCE_MAP.read_text(encoding="utf-8").partition("\n## Later")
    here = [row.split("|")[2] for row in built.splitlines() if row.count("|") >= 5]
    names = {name for cell in here for name in NAME.findall(cell)}
    assert len(names) > 50
    assert sorted(name for name in names if not resolves(name)) == []


def resolves(name: str) -> bool:
    """Whether `name`, below the package, is a module, or something in one."""
    parts = name.split(".")
    found: Any = import_module("optimapos")
    for number, part in enumerate(parts, start=1):
        if isinstance(found, ModuleType) and not hasattr(found, part):
            try:
                found = import_module("optimapos." + ".".join(parts[:number]))
            except ModuleNotFoundError:
                return False
        elif not hasattr(found, part):
            return _is_field(found, part)
        else:
            found = getattr(found, part)
    return True


def _is_field(model: Any, name: str) -> bool:
    try:
        model._meta.get_field(name)
    except (AttributeError, FieldDoesNotExist):
        return False
    return True


def test_no_tracked_file_names_a_paper_that_is_not_part_of_the_repository() -> None:
    texts = {name: text for name, text in tracked_texts().items() if name.endswith((".md", ".py"))}
    wrong = [
        f"{name}:{number}"
        for name, text in texts.items()
        for number, line in enumerate(text.splitlines(), start=1)
        if WORKING_PAPER.search(line)
    ]
    assert wrong == []
