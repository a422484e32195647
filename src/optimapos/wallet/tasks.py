"""Periodic work of the wallet."""

from celery import shared_task
from django.utils import timezone

from optimapos.wallet.services.expiry import expire_all


@shared_task
def expire_wallets() -> int:
    """Book out what is past its last day."""
    return expire_all(timezone.now())
