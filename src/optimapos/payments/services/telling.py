"""What is told of an intent: audit events, and news for people where money needs somebody to look at it."""

from typing import Any

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.outbox import publish
from optimapos.payments.models import PaymentIntent


def actor_of(intent: PaymentIntent) -> Actor:
    """Who asked for the payment, for what follows from it. It has no rights: they were checked when it was asked for."""
    return Actor(
        user_id=intent.user_id,
        business_id=intent.business_id,
        membership_id=intent.membership_id or intent.user_id,
        capabilities=frozenset(),
        terminal_id=intent.terminal_id,
    )


def told(intent: PaymentIntent, what: str, *, actor: Actor | None = None, **data: Any) -> None:
    """An audit event; other screens hear of it after the COMMIT."""
    AuditLog.log_event(
        f"payment.{what}",
        business=intent.business_id,
        actor=actor or actor_of(intent),
        location_id=intent.location_id,
        sale_id=intent.sale_id,
        customer_id=intent.customer_id,
        event_data={
            "intent": str(intent.pk),
            "provider": intent.provider,
            "amount": f"{intent.amount.normalize():f}",
            "currency": intent.currency,
            **data,
        },
    )


def alarm(intent: PaymentIntent, what: str, **data: Any) -> None:
    """An event that somebody has to look at, and news of it in the outbox."""
    told(intent, what, **data)
    publish(
        business=intent.business_id,
        topic=f"payment.{what}",
        payload={
            "intent_id": str(intent.pk),
            "sale_id": str(intent.sale_id) if intent.sale_id else None,
            "amount": f"{intent.amount.normalize():f}",
            "currency": intent.currency,
            **data,
        },
    )
