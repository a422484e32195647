"""Periodic work for tills."""

from celery import shared_task

from optimapos.tills.services import compact_changes


@shared_task
def compact_till_changes() -> int:
    """Take out superfluous notes of changes; their number."""
    return compact_changes()
