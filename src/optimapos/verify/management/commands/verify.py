"""`manage.py verify`: prove the invariants; exit 1 naming each violation."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from optimapos.verify.report import as_json, print_report
from optimapos.verify.runner import VerificationError, verify


class Command(BaseCommand):
    """Checks what must always hold with queries of its own."""

    help = "Check every invariant with SQL of its own; exit 1 naming each violation."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--json` and `--business`."""
        parser.add_argument("--json", action="store_true", help="answer for programs")
        parser.add_argument("--business", metavar="SLUG|ID", help="only this business's rows")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, tell, and exit.

        Raises: CommandError where nothing can be proved; SystemExit(1) where something is violated.
        """
        try:
            outcomes = verify(options["business"])
        except VerificationError as reason:
            raise CommandError(str(reason), returncode=2) from reason
        if options["json"]:
            self.stdout.write(as_json(outcomes))
        else:
            print_report(outcomes, self.stdout)  # type: ignore[arg-type]  # Django wraps the stream
        if any(outcome.is_violated for outcome in outcomes):
            sys.exit(1)
