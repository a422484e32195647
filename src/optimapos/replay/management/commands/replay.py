"""`optimapos replay`: sell a year's real baskets over HTTP, account for every cent, then prove the ledger."""

import re
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NoReturn

import orjson
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from rich.console import Console

from optimapos.core.result import DomainError
from optimapos.replay.database import require_schema
from optimapos.replay.progress import progress_bar
from optimapos.replay.report import account_table, complaints, document, figures_table
from optimapos.replay.run import Choice, Report, replay
from optimapos.replay.server import DEFAULT_URL, check_url
from optimapos.replay.types import WEEKS, ReplayError

MAX_CLIENTS = 64
INTERRUPTED = 130


class Command(BaseCommand):
    """Reads its arguments, shows a run, and answers 0 only when all money is explained and the ledger holds."""

    help = "Sell real grocery baskets through the API, each once, and compare the money with the file to the cent."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Weeks, clients, where to."""
        parser.add_argument("--from-week", type=int, default=1, help="first week, 1 to 53 (1)")
        parser.add_argument("--weeks", type=int, default=1, help="how many weeks (1)")
        parser.add_argument("--clients", type=int, default=4, help="terminals that sell at the same time (4)")
        parser.add_argument("--business", default="replay", help="short name of the business to sell in (replay)")
        parser.add_argument("--url", help=f"server to sell to ({DEFAULT_URL}); where none answers, one is started")
        parser.add_argument("--limit-baskets", type=int, metavar="K", help="only the first K baskets of the weeks")
        parser.add_argument("--json", metavar="FILE", help="also write the result as JSON")

    def handle(self, **options: Any) -> None:
        """Run it. Exit code 1: money unexplained or the ledger violated; 2: arguments; 130: Ctrl-C."""
        console = Console(file=self.stdout, highlight=False)  # type: ignore[arg-type]  # a text stream in all but name
        try:
            choice = _choice(options)
            require_schema()
            report = replay(choice, say=lambda line: console.print(f"[green]✓[/green] {line}"), bar=progress_bar)
        except ReplayError as error:
            self._end(str(error), error.code)
        except DomainError as refusal:
            self._end(f"The shop refuses what the baskets need: {refusal.msg}", 1)
        except KeyboardInterrupt:
            self._end("Stopped before anything was sold; the same command goes on.", INTERRUPTED)
        _show(console, report)
        verified = None if report.stopped else self._verify(choice.slug)
        if options["json"]:
            result = document(report) | {"verified": verified}
            Path(options["json"]).write_bytes(orjson.dumps(result, option=orjson.OPT_INDENT_2))
        if report.stopped:
            code = INTERRUPTED if report.stopped == "Interrupted." else 1
            self._end(f"{report.stopped} The same command goes on where this run ended.", code)
        for complaint in complaints(report):
            self.stderr.write(f"✗ {complaint}")
        if not report.account.is_exact or not verified:
            raise SystemExit(1)

    def _verify(self, slug: str) -> bool:
        try:
            call_command("verify", business=slug, stdout=self.stdout, stderr=self.stderr)
        except CommandError as error:
            self.stderr.write(f"✗ {error}")
            return False
        except SystemExit as end:
            return not end.code
        return True

    def _end(self, sentence: str, code: int) -> NoReturn:
        self.stderr.write(f"✗ {sentence}")
        raise SystemExit(code)


def _show(console: Console, report: Report) -> None:
    console.print()
    console.print(account_table(report))
    console.print(figures_table(report))
    console.print()


def _choice(options: dict[str, Any]) -> Choice:
    """The arguments, checked.

    Raises: ReplayError with code 2.
    """
    first, weeks, clients, limit = (options[name] for name in ("from_week", "weeks", "clients", "limit_baskets"))
    if first not in WEEKS:
        raise ReplayError(f"--from-week {first}: the file has the weeks {WEEKS[0]} to {WEEKS[-1]}.", 2)
    if weeks < 1 or first + weeks - 1 not in WEEKS:
        raise ReplayError(f"--weeks {weeks}: from week {first} on there are 1 to {WEEKS[-1] - first + 1}.", 2)
    if not 1 <= clients <= MAX_CLIENTS:
        raise ReplayError(f"--clients {clients}: 1 to {MAX_CLIENTS} terminals can sell at the same time.", 2)
    if limit is not None and limit < 1:
        raise ReplayError(f"--limit-baskets {limit}: at least 1 basket.", 2)
    if not re.fullmatch(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?", options["business"]):
        raise ReplayError(f"--business {options['business']!r}: up to 40 small letters, digits and hyphens.", 2)
    url = check_url(options["url"]) if options["url"] else None
    return Choice(first, weeks, clients, options["business"], url, limit)
