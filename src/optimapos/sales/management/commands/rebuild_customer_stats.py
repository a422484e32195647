"""`rebuild_customer_stats`: what customers bought in all, made anew from the sales."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from optimapos.core.tenancy import MAINTENANCE
from optimapos.organization.models import Business
from optimapos.sales.services.statistics import CustomerStatisticsService


class Command(BaseCommand):
    """Makes the statistics of customers anew, business by business."""

    help = "Make what customers bought in all anew, from the sales. May run beside selling."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose."""
        parser.add_argument("--business", help="the short name of one business; all without it")

    def handle(self, **options: Any) -> None:
        """Go through the businesses."""
        rows = Business.objects.using(MAINTENANCE).order_by("slug")
        if options["business"]:
            rows = rows.filter(slug=options["business"])
        found = list(rows)
        if options["business"] and not found:
            raise CommandError(f"There is no business {options['business']!r}.")
        total = 0
        for business in tqdm(found, unit="business", disable=None, dynamic_ncols=True):
            total += CustomerStatisticsService.rebuild(business=business.pk).unwrap()
        self.stdout.write(f"{total} customers have bought something.")
