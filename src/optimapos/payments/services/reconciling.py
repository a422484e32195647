"""Reconciliation: a provider's own list of a period beside ours."""

from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from optimapos.core.actors import Actor
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef, tenant_scope
from optimapos.payments.gateways import gateway_for
from optimapos.payments.models import PaymentIntent, ProviderAccount
from optimapos.payments.rules.reconciling import Found, Ours, differences
from optimapos.payments.types import IntentKind, ProviderAway, ProviderRefused

LONGEST = timedelta(days=31)
EDGE = timedelta(minutes=10)
"""A payment at the edge of the period may have another minute at the provider: it is looked for a little beyond."""


class ReconciliationService:
    """Compares books. Writes nothing."""

    @staticmethod
    def compare(
        *, business: BusinessRef, actor: Actor, account_id: UUID, since: date, until: date
    ) -> Result[list[Found]]:
        """Every difference between the provider's list of these days (UTC, both included) and our intents.

        Refuses: NOT_FOUND, VALIDATION_FAILED, PROVIDER_AWAY, PROVIDER_REFUSED.
        """
        begin, end = _instant(since), _instant(until + timedelta(days=1))
        if not timedelta(0) < end - begin <= LONGEST:
            return Result.error("VALIDATION_FAILED", f"Choose 1 to {LONGEST.days} days.", {})
        try:
            with tenant_scope(business):
                account = ProviderAccount.objects.for_business(business).filter(pk=account_id).first()
                if account is None:
                    raise DomainError("NOT_FOUND", "There is no such account.")
                gateway = gateway_for(account.provider, account.credentials)
            theirs = list(gateway.transactions(begin, end))
        except DomainError as refusal:
            return Result.refused(refusal)
        except ProviderAway:
            return Result.error("PROVIDER_AWAY", "The provider does not answer. Try again later.", {})
        except ProviderRefused as no:
            return Result.error("PROVIDER_REFUSED", no.words, {"code": no.code})
        with tenant_scope(business):
            ours = _ours(business, account_id, begin - EDGE, end + EDGE)
        found = differences(theirs, ours)
        return Result.success([each for each in found if each.theirs or (each.ours and _within(each.ours, begin, end))])


def _instant(day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo("UTC"))


def _within(row: Ours, begin: datetime, end: datetime) -> bool:
    return begin <= row.created_at < end


def _ours(business: BusinessRef, account_id: UUID, begin: datetime, end: datetime) -> list[Ours]:
    rows = PaymentIntent.objects.for_business(business).filter(
        account_id=account_id, created_at__gte=begin, created_at__lt=end
    )
    return [
        Ours(
            id=row.pk,
            key=row.key,
            reference=row.reference,
            minor=row.minor,
            currency=row.currency,
            status=row.status,
            is_refund=row.kind == IntentKind.REFUND,
            created_at=row.created_at,
        )
        for row in rows.order_by("id")
    ]
