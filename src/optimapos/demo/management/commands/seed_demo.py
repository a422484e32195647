"""`seed_demo`: a shop to try everything in, set up once in an empty database."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from optimapos.demo.morning import sell_a_morning
from optimapos.demo.people import PEOPLE, WARNING
from optimapos.demo.shop import seed_demo_shop


class Command(BaseCommand):
    """Sets the demo shop up where the database is empty, and prints its logins where it is the demo's."""

    help = "Set the demo shop up in an empty database and print its logins. May be repeated."

    def handle(self, *args: Any, **options: Any) -> None:
        """Seed and tell."""
        seeded = seed_demo_shop(timezone.now())
        if seeded is None:
            self.stderr.write("The database has businesses already; nothing was added.")
            return
        if seeded.business:
            sell_a_morning(seeded.business, timezone.now())
        self.stdout.write("Demo Shop: storefront S1, warehouse W1, tills T1 and T2")
        for person in PEOPLE:
            self.stdout.write(f"  {person.email:<21} {person.password:<21} PIN {person.pin}")
        if seeded.enrolment_code:
            self.stdout.write(f"Enrolment code of till T1, once within a day: {seeded.enrolment_code}")
        self.stdout.write("Admin site at /admin/ (the owner), API at /api/docs/; the README shows how to sign in.")
        self.stdout.write(WARNING)
