"""The source files, parsed: what the contract tests read."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "optimapos"


@dataclass(frozen=True)
class Source:
    """One Python file."""

    path: Path

    @property
    def name(self) -> str:
        """Its path from the root of the repository."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def inside_app(self) -> tuple[str, ...]:
        """Its path inside the package: `("sales", "rules", "plan.py")`."""
        return self.path.relative_to(PACKAGE).parts

    @cached_property
    def text(self) -> str:
        """Its text."""
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        """Its syntax tree."""
        return ast.parse(self.text)

    @property
    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Every function and method."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node

    @property
    def calls(self) -> Iterator[ast.Call]:
        """Every call."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                yield node

    @property
    def imports(self) -> Iterator[str]:
        """Every module that is imported by its absolute name, also inside functions."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                yield node.module
            elif isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)

    @property
    def docstrings(self) -> Iterator[str]:
        """The docstrings of module, classes and functions."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                yield ast.get_docstring(node) or ""


def package_sources() -> list[Source]:
    """The files of the package, migrations apart."""
    return [Source(path) for path in sorted(PACKAGE.rglob("*.py")) if "migrations" not in path.parts]


def written_sources() -> list[Source]:
    """Every file that is written by hand: package, tests and benchmarks, migrations apart."""
    folders = (PACKAGE, ROOT / "tests", ROOT / "bench")
    paths = (path for folder in folders for path in sorted(folder.rglob("*.py")))
    return [Source(path) for path in paths if "migrations" not in path.parts]


def called_name(call: ast.Call) -> str:
    """The last part of what is called: `error` of `Result.error(…)`."""
    target = call.func
    return target.attr if isinstance(target, ast.Attribute) else target.id if isinstance(target, ast.Name) else ""


def literal(node: ast.expr | None) -> str | None:
    """The string that a node is, if it is one."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
