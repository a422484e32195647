"""Wake-ups of payments. What is to be done is in tables; a wake-up may run twice or never."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from optimapos.payments.services.advancing import advance
from optimapos.payments.services.events import ProviderEventService
from optimapos.payments.services.polling import poll
from optimapos.payments.types import WAKE_UP, WAKE_UP_EVENTS


@shared_task
def poll_payments() -> int:
    """Ask providers about payments that are due, take up refunds, work events off."""
    return poll(timezone.now())


@shared_task(name=WAKE_UP)
def advance_intent(business_id: str, intent_id: str) -> str:
    """Ask about one payment; the refusal, if there was one."""
    return advance(business=UUID(business_id), intent_id=UUID(intent_id), at=timezone.now()).code


@shared_task(name=WAKE_UP_EVENTS)
def take_event(business_id: str, event_id: str) -> str:
    """Work off one event; the refusal, if there was one."""
    return ProviderEventService.take(business=UUID(business_id), event_id=UUID(event_id), at=timezone.now()).code
