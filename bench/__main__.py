"""`python -m bench`: every question in turn; see README.md."""

import argparse
import sys
from collections.abc import Callable

from rich.console import Console

from bench import (
    as_of,
    availability,
    cart,
    checkout,
    customers,
    growth,
    hot,
    imports,
    isolation,
    lines,
    proving,
    receiving,
    refunds,
    reports,
    screens,
    statements,
    tiers,
    till,
    webhooks,
)
from bench.arena import Arena, open_arena
from bench.books import check_books
from bench.measure import Findings, Plan
from bench.report import as_json, circumstances, save, show
from bench.shop import BASE, Shop, open_shop

QUESTIONS: dict[str, Callable[[Arena, Shop, Plan], Findings]] = {
    "statements": statements.ask,
    "checkout": checkout.ask,
    "cart": cart.ask,
    "hot": hot.ask,
    "lines": lines.ask,
    "isolation": isolation.ask,
    "availability": availability.ask,
    "growth": growth.ask,
    "receiving": receiving.ask,
    "as_of": as_of.ask,
    "proving": proving.ask,
    "imports": imports.ask,
    "tiers": tiers.ask,
    "till": till.ask,
    "customers": customers.ask_list,
    "dashboard": customers.ask_dashboard,
    "refunds": refunds.ask,
    "reports": reports.ask,
    "webhooks": webhooks.ask,
    "screens": screens.ask,
}
FULL = Plan()
QUICK = Plan(seconds=1.0, warm_up=0.3, history=100_000, movements=100_000, held=10_000)
TINY = Plan(
    rounds=1,
    seconds=1.0,
    warm_up=0.2,
    history=200,
    movements=100,
    products=300,
    held=900,
    acts=4,
    lines=20,
)


def main() -> int:
    """Ask what the arguments name, and answer the exit code: 1 where a request was answered with an error."""
    options = _options()
    console = Console(stderr=options.json, width=max(Console().width, 130))
    with open_arena() as arena:
        findings = run(arena, options.plan, options.only, console)
        where = circumstances(arena, options.plan)
    show(console, findings)
    document = as_json(where, findings)
    if options.json:
        sys.stdout.write(document)
    elif options.plan is not TINY:
        console.print(f"Written to {save(where, document)}")
    return int(any(each.errors for found in findings.values() for each in found.figures))


def run(arena: Arena, plan: Plan, names: list[str], console: Console) -> dict[str, Findings]:
    """The findings of the questions, the books of every database checked afterwards.

    Raises: RuntimeError where `verify` finds something.
    """
    console.print("Setting up ...", style="dim")
    shop = open_shop(arena, plan.products)
    findings = {}
    for name in names:
        console.print(f"{name} ...", style="dim")
        findings[name] = QUESTIONS[name](arena, shop, plan)
        for database in list(arena.servers):
            check_books(arena, database)
            if database != BASE:
                arena.close(database)
    return findings


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    for name, plan, told in (("quick", QUICK, "about 4 minutes"), ("tiny", TINY, "whether it works at all")):
        parser.add_argument(f"--{name}", dest="plan", action="store_const", const=plan, default=FULL, help=told)
    parser.add_argument("--only", type=_names, default=list(QUESTIONS), help=f"of: {','.join(QUESTIONS)}")
    parser.add_argument("--json", action="store_true", help="print the JSON and write no file")
    return parser.parse_args()


def _names(text: str) -> list[str]:
    names = text.split(",")
    if unknown := [name for name in names if name not in QUESTIONS]:
        raise argparse.ArgumentTypeError(f"no such question: {', '.join(unknown)}")
    return names


if __name__ == "__main__":
    sys.exit(main())
