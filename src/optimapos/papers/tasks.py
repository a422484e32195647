"""Periodic work of papers."""

from celery import shared_task
from django.utils import timezone

from optimapos.papers.services.logos import sweep_logos as sweep
from optimapos.papers.services.mails import WAKE_UP, MailService


@shared_task(name=WAKE_UP)
def send_mails() -> int:
    """Send what waits. May run twice: each mail is taken by one worker."""
    return MailService.send_due(at=timezone.now())


@shared_task
def sweep_logos() -> int:
    """Delete files of logos that were replaced."""
    return sweep(timezone.now())
