"""How a run is told: a table for people, a document for machines."""

from math import ceil
from typing import Any

from rich.table import Table

from optimapos.replay.requests import amount
from optimapos.replay.rules.account import REFUSED
from optimapos.replay.run import Report
from optimapos.replay.types import Tally

_PERCENTILES = (50, 95, 99)
_SHOWN = 10


def percentile(ordered: list[float], percent: int) -> float:
    """The value that `percent` per cent of `ordered` do not exceed; 0 for none.

    >>> percentile([1.0, 2.0, 3.0, 4.0], 50), percentile([], 99)
    (2.0, 0.0)
    """
    return ordered[ceil(len(ordered) * percent / 100) - 1] if ordered else 0.0


def document(report: Report) -> dict[str, Any]:
    """The run as JSON. Money is in strings, latencies are in milliseconds."""
    account, choice = report.account, report.choice
    return {
        "business": choice.slug,
        "from_week": choice.from_week,
        "weeks": choice.weeks,
        "clients": choice.clients,
        "limit_baskets": choice.limit,
        "stopped": report.stopped,
        "exact": account.is_exact,
        "file": _tally(account.file),
        "sold_now": _tally(account.now),
        "sold_before": _tally(account.before),
        "explained": {reason: _tally(tally) for reason, tally in account.explained.items()},
        "unexplained": _tally(account.unexplained),
        "differing_baskets": account.differing,
        "refusals": _refusals(report),
        "notes": report.notes,
        "latency_ms": {f"p{percent}": round(value * 1000, 2) for percent, value in _latencies(report).items()},
        "seconds": round(report.seconds, 2),
        "client_seconds": round(report.client_seconds, 2),
        "baskets_per_second": round(_rate(report), 2),
        "retries": sum(outcome.retries for outcome in report.outcomes),
    }


def account_table(report: Report) -> Table:
    """The file's totals, everything that explains a difference, and what the ledger holds."""
    account, choice = report.account, report.choice
    last = choice.from_week + choice.weeks - 1
    title = f"Week {choice.from_week}" if choice.weeks == 1 else f"Weeks {choice.from_week} to {last}"
    table = Table(title=f"{title}, replayed into {choice.slug}", title_justify="left")
    for column in ("", "baskets", "lines", "USD"):
        table.add_column(column, justify="left" if not column else "right")
    table.add_row("in the file", *_cells(account.file), style="bold")
    for reason, tally in account.explained.items():
        table.add_row(f"- {reason}", *_cells(tally), style="red" if reason.startswith(REFUSED) else "")
    table.add_row("- sold by an earlier run", *_cells(account.before))
    table.add_row("- sold by this run", *_cells(account.now), end_section=True)
    style = "bold green" if account.is_exact else "bold red"
    table.add_row("left unexplained", *_cells(account.unexplained), style=style)
    return table


def figures_table(report: Report) -> Table:
    """Speed, and what was particular about the lines."""
    table = Table(show_header=False, box=None, pad_edge=False)
    if report.seconds:
        for percent, value in _latencies(report).items():
            table.add_row(f"p{percent} of a checkout", f"{value * 1000:,.1f} ms")
        table.add_row("baskets a second", f"{_rate(report):,.1f}")
        table.add_row("seconds of selling", f"{report.seconds:,.1f}")
        table.add_row("of them processor time of the clients", f"{report.client_seconds:,.1f}")
    if retries := sum(outcome.retries for outcome in report.outcomes):
        table.add_row("requests asked again under their key", f"{retries:,}")
    for note, count in report.notes.items():
        table.add_row(note, f"{count:,}")
    return table


def complaints(report: Report) -> list[str]:
    """What went wrong, a sentence each: one example of each refusal, baskets sold at other figures, money unexplained."""
    account = report.account
    said = [
        f"Refused {code}, {found['baskets']} baskets, such as {found['example']}"
        for code, found in _refusals(report).items()
    ]
    if account.differing:
        shown = ", ".join(map(str, account.differing[:_SHOWN]))
        said.append(f"{len(account.differing)} baskets are in the ledger at other figures than in the file: {shown}.")
    if account.unexplained != Tally():
        said.append(f"Left unexplained: {', '.join(_cells(account.unexplained))} (baskets, lines, USD).")
    return said


def _refusals(report: Report) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for outcome in report.outcomes:
        for basket, answer in outcome.refused:
            entry = found.setdefault(answer.code, {"baskets": 0, "example": f"basket {basket.number}: {answer.detail}"})
            entry["baskets"] += 1
    return found


def _latencies(report: Report) -> dict[int, float]:
    ordered = sorted(seconds for outcome in report.outcomes for seconds in outcome.seconds)
    return {percent: percentile(ordered, percent) for percent in _PERCENTILES}


def _rate(report: Report) -> float:
    sold = sum(len(outcome.sold) for outcome in report.outcomes)
    return sold / report.seconds if report.seconds else 0.0


def _tally(tally: Tally) -> dict[str, Any]:
    return {"baskets": tally.baskets, "lines": tally.lines, "money": _money(tally.cents)}


def _cells(tally: Tally) -> tuple[str, str, str]:
    whole, cents = divmod(abs(tally.cents), 100)
    sign = "-" if tally.cents < 0 else ""
    return f"{tally.baskets:,}", f"{tally.lines:,}", f"{sign}{whole:,}.{cents:02d}"


def _money(cents: int) -> str:
    return amount(cents) if cents >= 0 else f"-{amount(-cents)}"
