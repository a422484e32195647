"""Telling what was found: a table and a sentence for each violation, or JSON for programs."""

from collections.abc import Iterator, Sequence
from typing import Any, TextIO

import orjson
from rich.console import Console
from rich.table import Table
from rich.text import Text

from optimapos.verify.types import Outcome, Violation


def print_report(outcomes: Sequence[Outcome], out: TextIO) -> None:
    """The table of all invariants, then every violation."""
    console = Console(file=out, highlight=False, soft_wrap=not out.isatty())
    console.print(_table(outcomes))
    for line in sentences(outcomes):
        console.print(Text(line))
    console.print(Text(verdict(outcomes)))


def sentences(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """One sentence for each violation that is told, under its invariant's own."""
    for outcome in outcomes:
        if not outcome.count:
            continue
        yield f"{outcome.invariant.id}: {outcome.invariant.sentence}"
        word = "Not so" if outcome.invariant.fails else "Listed"
        yield from (f"  {word}: {named(violation)}" for violation in outcome.violations)
        if outcome.count > len(outcome.violations):
            yield f"  … and {outcome.count - len(outcome.violations)} more."


def named(violation: Violation) -> str:
    """The place of a violation and its figures."""
    figures = ", ".join(f"{name} {value}" for name, value in violation.figures.items())
    where = f"{violation.business}: " if violation.business else ""
    return f"{where}{violation.what} ({figures})"


def verdict(outcomes: Sequence[Outcome]) -> str:
    """The last line."""
    violated = [outcome for outcome in outcomes if outcome.is_violated]
    seconds = sum(outcome.seconds for outcome in outcomes)
    if not violated:
        return f"All {len(outcomes)} invariants hold ({seconds:.1f} s)."
    count = sum(outcome.count for outcome in violated)
    return f"{len(violated)} of {len(outcomes)} invariants are violated, in {count} places ({seconds:.1f} s)."


def as_json(outcomes: Sequence[Outcome]) -> str:
    """The same for programs; decimals as strings."""
    document = {
        "ok": not any(outcome.is_violated for outcome in outcomes),
        "invariants": [_as_record(outcome) for outcome in outcomes],
    }
    return orjson.dumps(document, default=str, option=orjson.OPT_INDENT_2).decode()


def _as_record(outcome: Outcome) -> dict[str, Any]:
    return {
        "id": outcome.invariant.id,
        "sentence": outcome.invariant.sentence,
        "fails": outcome.invariant.fails,
        "count": outcome.count,
        "seconds": round(outcome.seconds, 4),
        "violations": [
            {
                "business_id": violation.business_id,
                "business": violation.business,
                "what": violation.what,
                "figures": violation.figures,
            }
            for violation in outcome.violations
        ],
    }


def _table(outcomes: Sequence[Outcome]) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("invariant")
    table.add_column("what must hold")
    table.add_column("ms", justify="right")
    table.add_column("violations", justify="right")
    for outcome in outcomes:
        table.add_row(
            outcome.invariant.id,
            outcome.invariant.sentence,
            f"{outcome.seconds * 1000:.0f}",
            _mark(outcome),
        )
    return table


def _mark(outcome: Outcome) -> Text:
    if not outcome.count:
        return Text("0", style="green")
    return Text(str(outcome.count) if outcome.invariant.fails else f"({outcome.count})", style="red bold")
