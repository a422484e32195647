"""Periodic work of purchasing."""

from celery import shared_task
from django.utils import timezone

from optimapos.purchases.services.alerts import review_all


@shared_task
def review_stock() -> int:
    """Open and close low-stock alerts."""
    return review_all(timezone.now())
