"""Intents and events as a member sees them."""

from uuid import UUID

from django.db.models import Q, QuerySet

from optimapos.core.actors import Actor
from optimapos.payments.models import PaymentIntent, ProviderEvent
from optimapos.sales.models import Payment


def intents_of(actor: Actor) -> QuerySet[PaymentIntent]:
    """Those at the locations that the actor sees."""
    rows = PaymentIntent.objects.for_business(actor.business_id).select_related("account", "sale")
    return rows if actor.location_ids is None else rows.filter(location_id__in=actor.location_ids)


def intent_of(actor: Actor, wanted: UUID) -> PaymentIntent | None:
    """An intent by its own id, or by the id of the payment that was made of it."""
    made = Payment.objects.for_business(actor.business_id).filter(pk=wanted).values("intent_id")
    return intents_of(actor).filter(Q(pk=wanted) | Q(pk__in=made)).first()


def events_of(actor: Actor) -> QuerySet[ProviderEvent]:
    """The events of the business's accounts, but for those about payments at locations that the actor does not see."""
    rows = ProviderEvent.objects.for_business(actor.business_id).select_related("account")
    return rows if actor.location_ids is None else rows.filter(_seen(actor))


def _seen(actor: Actor) -> Q:
    return Q(intent=None) | Q(intent__location_id__in=actor.location_ids or ())
