"""Periodic work of core."""

from celery import shared_task

from optimapos.core.outbox import relay


@shared_task
def relay_outbox() -> int:
    """Hand the outbox on to its consumers."""
    return relay()
