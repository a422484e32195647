"""Tracked files: no path of somebody's machine, no address of a registry, nothing that lies outside the repository."""

import re
import subprocess

import pytest

from tests.contracts.sources import ROOT

OUTSIDE = re.compile(
    r"(^|[\s\"'`(=])\.\./(?!(?:\.\./)*(?:adr|algorithms|runbooks|docs|src|tests|bench|deploy|web)\b)[a-z]+/"
)
MACHINE = re.compile(
    r"(^|[^\w.~*}/-])/(?:root|work|home)/[\w.]"
    r"|pypi\.o[r]g|pythonhosted\.o[r]g|registry\.(?:npmjs|yarnpkg)|(?:extra-)?index-u[r]l[ =]"
)
IMPORTED = re.compile(r"\b(?:from|import) ?\(?\"\.\./[\w./-]+\"|import\.meta\.glob|\"\.\./features/\*")
"""Modules of the web application name others of their feature by the way to them."""
HOLDS_THE_PATTERNS = {".ci/no-machine-paths", "tests/contracts/test_tracked_files.py"}


def _texts() -> dict[str, str]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a checkout")
    texts = {}
    for name in set(listed.stdout.splitlines()) - HOLDS_THE_PATTERNS:
        path = ROOT / name
        if path.is_file() and not path.is_symlink():
            content = path.read_bytes()
            if b"\0" not in content:
                texts[name] = content.decode("utf-8")
    return texts


@pytest.mark.parametrize("pattern", [MACHINE, OUTSIDE], ids=["machine", "outside"])
def test_no_tracked_file_names_a_place_of_somebodys_own(pattern: "re.Pattern[str]") -> None:
    wrong = [
        f"{name}:{number}: {line.strip()[:120]}"
        for name, text in _texts().items()
        for number, line in enumerate(text.splitlines(), start=1)
        if pattern.search(line) and not (name.startswith("web/") and IMPORTED.search(line))
    ]
    assert wrong == []


def test_the_script_of_ci_agrees() -> None:
    assert (
        subprocess.run([ROOT / ".ci" / "no-machine-paths"], cwd=ROOT, check=False, capture_output=True).returncode == 0
    )
