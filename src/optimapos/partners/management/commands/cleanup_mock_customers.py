"""`cleanup_mock_customers`: show customers who look made up, ask, and clear them away."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from optimapos.core.tenancy import MAINTENANCE
from optimapos.organization.models import Business
from optimapos.partners.services.mock_customers import MockCustomerService, Suspect


class Command(BaseCommand):
    """Clears away customers of one business who never were."""

    help = (
        "List customers that look like test data, and remove them after a yes; one with sales is only made anonymous."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose, and whether to ask."""
        parser.add_argument("--business", required=True, help="its short name")
        parser.add_argument("--keep", action="append", default=[], metavar="CODE", help="a customer to leave alone")
        parser.add_argument("--yes", action="store_true", help="don't ask")

    def handle(self, **options: Any) -> None:
        """List, ask, clear away, report."""
        business = Business.objects.using(MAINTENANCE).filter(slug=options["business"]).first()
        if business is None:
            raise CommandError(f"There is no business {options['business']!r}.")
        found = MockCustomerService.find(business=business.pk).unwrap()
        wanted = [suspect for suspect in found if suspect.code not in options["keep"]]
        for suspect in wanted:
            self.stdout.write(_line(suspect))
        if not wanted:
            self.stdout.write("No customer looks like test data.")
            return
        if not options["yes"] and input(f"Remove these {len(wanted)} customers? [y/N] ").strip().casefold() != "y":
            self.stdout.write("Nothing was changed.")
            return
        deleted = sum(
            MockCustomerService.clear_away(business=business.pk, customer_id=suspect.id).unwrap() for suspect in wanted
        )
        self.stdout.write(f"{deleted} deleted, {len(wanted) - deleted} made anonymous and taken out of use.")


def _line(suspect: Suspect) -> str:
    what = "has sales or ledger entries: will be made anonymous" if suspect.is_booked else "will be deleted"
    return f"{suspect.code}  {suspect.name}  ({', '.join(suspect.reasons)}; {what})"
