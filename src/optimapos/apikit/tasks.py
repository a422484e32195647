"""Periodic work of the HTTP kit."""

from celery import shared_task
from django.utils import timezone

from optimapos.apikit.idempotency import forget_old_keys


@shared_task
def forget_idempotency_keys() -> int:
    """Delete keys older than 30 days."""
    return forget_old_keys(timezone.now())
