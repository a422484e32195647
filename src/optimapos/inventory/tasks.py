"""Periodic work of the stock ledger."""

from celery import shared_task
from django.utils import timezone

from optimapos.inventory.services.reservations import release_expired


@shared_task
def sweep_reservations() -> int:
    """Release expired reservations. Source: sales-phase-1.md "every 5 minutes"."""
    return release_expired(timezone.now())
