"""The figures of a run: a table for a person, JSON for the next one."""

import json
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil
from rich.console import Console
from rich.table import Table

from bench.arena import ROOT, Arena
from bench.measure import THE_LIMIT, Figures, Findings, Plan
from bench.shop import BASE

RESULTS = Path(__file__).resolve().parent / "results"
_PACKAGES = ("django", "psycopg", "gunicorn", "msgspec", "orjson")


def circumstances(arena: Arena, plan: Plan) -> dict[str, Any]:
    """Where and of what the run is: date, commit, versions, machine, plan."""
    with arena.admin(BASE) as connection:
        row = connection.execute("SHOW server_version").fetchone()
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": _git("rev-parse", "--short", "HEAD") + ("-changed" if _git("status", "--porcelain", "src") else ""),
        "versions": {
            "python": platform.python_version(),
            "postgresql": str(row[0]) if row else "",
            **{name: version(name) for name in _PACKAGES},
        },
        "machine": {"cores": psutil.cpu_count(), "memory_mb": round(psutil.virtual_memory().total / 1e6)},
        "server": "gunicorn gthread, 2 workers x 4 threads; PostgreSQL durable (fsync, synchronous_commit on)",
        "plan": vars(plan),
    }


def show(console: Console, findings: dict[str, Findings]) -> None:
    """The tables."""
    table = Table(title="Medians of the rounds; (least-most)", title_justify="left")
    for heading in (
        "question",
        "what",
        "clients",
        "a second",
        "p50 ms",
        "p95 ms",
        "of the limit",
        "of the first",
        "errors",
    ):
        table.add_column(heading, justify="left" if heading in {"question", "what"} else "right")
    for question, found in findings.items():
        for each in found.figures:
            table.add_row(question, *_cells(each))
        table.add_section()
    console.print(table)
    for question, found in findings.items():
        for name, value in found.facts.items():
            console.print(f"{question}: {name.replace('_', ' ')} = {value}", highlight=False)


def _cells(each: Figures) -> list[str]:
    return [
        each.subject,
        str(each.clients),
        f"{each.rate:,.0f} ({min(each.rates):,.0f}-{max(each.rates):,.0f})",
        _number(each.percentile(50)),
        _number(each.percentile(95)),
        _share(each.share, each.of_limit),
        _share(each.relative, each.of_rival),
        "" if each.subject == THE_LIMIT else str(sum(each.errors.values())),
    ]


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"


def _share(median: float | None, all_of_them: list[float]) -> str:
    return "" if median is None else f"{median:.3f} ({min(all_of_them):.3f}-{max(all_of_them):.3f})"


def as_json(where: dict[str, Any], findings: dict[str, Findings]) -> str:
    """The whole run."""
    answers = {
        question: {"figures": [each.as_json() for each in found.figures], **found.facts}
        for question, found in findings.items()
    }
    return json.dumps({**where, "questions": answers}, indent=1) + "\n"


def save(where: dict[str, Any], document: str) -> Path:
    """Write the file of the run; its path, seen from the repository."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{where['date'][:10]}-{where['commit']}.json"
    path.write_text(document)
    return path.relative_to(ROOT)


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip()
