"""`rotate_keys`: seal personal data with new keys, business by business. May be broken off and started again."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from optimapos.core.ids import UUID
from optimapos.core.rotation import rotate, sealing_businesses


class Command(BaseCommand):
    """Rotates the keys of all businesses, or of one."""

    help = "Seal phones, e-mail addresses and tax numbers with new keys; finishes what an earlier run left."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose."""
        parser.add_argument("--business", type=UUID, help="the id of one business; all without it")

    def handle(self, **options: Any) -> None:
        """Rotate, a business after the other."""
        known = sealing_businesses()
        if options["business"] and options["business"] not in known:
            raise CommandError("This business has sealed nothing.")
        for business in [options["business"]] if options["business"] else known:
            with tqdm(unit="row", disable=None, dynamic_ncols=True) as bar:
                done = rotate(business, at=timezone.now(), on_start=bar.reset, on_rows=bar.update)
            self.stdout.write(
                f"{business}: {done.rows} rows sealed with key {done.version}, {done.forgotten} old keys thrown away"
            )
