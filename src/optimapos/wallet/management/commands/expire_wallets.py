"""`manage expire_wallets`: what the worker does every hour, at once."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from optimapos.wallet.services.expiry import expire_all


class Command(BaseCommand):
    """Books out points, credit and cards that are past their last day."""

    help = "Book out points, credit and gift cards that are past their last day."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it for all businesses and tell how many accounts it was."""
        self.stdout.write(f"{expire_all(timezone.now())} accounts")
