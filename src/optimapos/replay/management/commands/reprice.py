"""`optimapos reprice`: price a year's real baskets again, their discounts as promotions, and compare with the file."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from rich.console import Console
from rich.progress import track
from rich.table import Table

from optimapos.replay.dataset import read_baskets
from optimapos.replay.rules.repricing import Repricing
from optimapos.replay.types import WEEKS, ReplayError

SHOWN = 10


class Command(BaseCommand):
    """Reads its arguments, and answers 0 only when every difference is explained."""

    help = "Price real grocery baskets again, with the file's discounts as promotions and coupons. Writes nothing."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Weeks."""
        parser.add_argument("--from-week", type=int, default=2, help="first week, 1 to 53 (2)")
        parser.add_argument("--weeks", type=int, default=1, help="how many weeks (1)")

    def handle(self, **options: Any) -> None:
        """Run it. Exit code 1: a difference is not explained; 2: arguments."""
        console = Console(file=self.stdout, highlight=False)  # type: ignore[arg-type]  # a text stream in all but name
        first, weeks = options["from_week"], options["weeks"]
        try:
            if first not in WEEKS or weeks < 1 or first + weeks - 1 not in WEEKS:
                raise ReplayError(f"The file has the weeks {WEEKS[0]} to {WEEKS[-1]}.", 2)
            baskets = read_baskets(first, weeks)
        except ReplayError as error:
            self.stderr.write(f"✗ {error}")
            raise SystemExit(error.code) from None
        account = Repricing.of(track(baskets, "Pricing", console=Console(stderr=True), transient=True))
        console.print(_table(account))
        for basket, cents in list(account.differing.items())[:SHOWN]:
            self.stderr.write(f"✗ basket {basket} differs by {cents / 100:.2f}, unexplained")
        if account.differing:
            raise SystemExit(1)


def _table(account: Repricing) -> Table:
    table = Table(title=f"{account.baskets:,} baskets, {account.lines:,} lines priced again", show_header=False)
    table.add_column()
    table.add_column(justify="right")
    table.add_row("lines with a promotion", f"{account.promoted:,}")
    table.add_row("lines with a coupon", f"{account.couponed:,}")
    table.add_row("paid, by the file", _dollars(account.in_file))
    for reason, cents in sorted(account.explained.items()):
        table.add_row(f"explained: {reason}", _dollars(cents))
    table.add_row("not explained", _dollars(sum(account.differing.values())))
    table.add_row("priced here", _dollars(account.here))
    return table


def _dollars(cents: int) -> str:
    return f"{cents / 100:,.2f}"
