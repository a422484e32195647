"""Periodic work of the catalog."""

from celery import shared_task
from django.utils import timezone

from optimapos.products.services import picture_files


@shared_task
def sweep_pictures() -> int:
    """Forget removed pictures, and delete files of which no row tells."""
    return picture_files.sweep_pictures(timezone.now())
