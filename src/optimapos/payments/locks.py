"""Row locks of payments, FOR NO KEY UPDATE: intents before sales, and those in the order of their ids."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connections, transaction

from optimapos.core.tenancy import MAINTENANCE, BusinessRef
from optimapos.payments import sql
from optimapos.payments.models import PaymentIntent, ProviderAccount, ProviderEvent
from optimapos.payments.rules.waiting import LEASE
from optimapos.sales.models import Payment


def lock_intents(business: BusinessRef, intent_ids: Iterable[UUID]) -> dict[UUID, PaymentIntent]:
    """The intents by id, locked."""
    rows = PaymentIntent.objects.for_business(business).filter(pk__in=list(intent_ids)).order_by("pk")
    return {row.pk: row for row in rows.select_for_update(of=("self",), no_key=True)}


def lock_account(business: BusinessRef, account_id: UUID) -> ProviderAccount | None:
    """The account, locked, or None where there is none."""
    rows = ProviderAccount.objects.for_business(business).filter(pk=account_id)
    return rows.select_for_update(of=("self",), no_key=True).first()


def lock_event(business: BusinessRef, event_id: UUID) -> ProviderEvent | None:
    """The event, locked, or None where there is none."""
    rows = ProviderEvent.objects.for_business(business).filter(pk=event_id)
    return rows.select_for_update(of=("self",), no_key=True).first()


def lock_payment(business: BusinessRef, payment_id: UUID) -> Payment | None:
    """The payment, locked, or None where there is none."""
    rows = Payment.objects.for_business(business).filter(pk=payment_id)
    return rows.select_for_update(of=("self",), no_key=True).first()


def claim_due(at: datetime, limit: int) -> list[tuple[UUID, UUID]]:
    """(business, intent) of those whose provider is to be asked now; nobody else gets them for a while."""
    with transaction.atomic(using=MAINTENANCE), connections[MAINTENANCE].cursor() as cursor:
        cursor.execute(sql.CLAIM, {"at": at, "limit": limit, "until": at + LEASE})
        return list(cursor.fetchall())
