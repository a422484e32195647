"""What a card machine that is not connected said, as the cashier tells it."""

from datetime import datetime
from uuid import UUID

from optimapos.core.actors import Actor
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef, tenant_scope
from optimapos.payments.models import PaymentIntent
from optimapos.payments.services.intents import not_open
from optimapos.payments.services.settling import SettlementService
from optimapos.payments.types import Provider, Said, Told


class ManualTerminalService:
    """Confirms payments of machines that are not connected."""

    @staticmethod
    def confirm(
        *, business: BusinessRef, actor: Actor, intent_id: UUID, approved: bool, reference: str, at: datetime
    ) -> Result[PaymentIntent]:
        """Settle by what the slip says: `reference` is its number. The same told twice changes nothing.

        Refuses: NOT_FOUND, NOT_MANUAL, INTENT_NOT_OPEN (data: status), REFERENCE_REQUIRED.
        """
        try:
            _check(business, actor, intent_id, approved=approved, reference=reference)
        except DomainError as refusal:
            return Result.refused(refusal)
        said = Told(
            Said.SUCCEEDED if approved else Said.FAILED, reference=reference, code="" if approved else "DECLINED"
        )
        return SettlementService.settle(business=business, intent_id=intent_id, said=said, at=at)


def _check(business: BusinessRef, actor: Actor, intent_id: UUID, *, approved: bool, reference: str) -> None:
    with tenant_scope(business):
        intent = PaymentIntent.objects.for_business(business).filter(pk=intent_id).first()
    if intent is None or not actor.sees(intent.location_id):
        raise DomainError("NOT_FOUND", "There is no such payment.")
    if intent.provider != Provider.MANUAL:
        raise DomainError("NOT_MANUAL", "This provider tells by itself what became of the payment.")
    if not intent.is_open:
        raise not_open(intent)
    if approved and not reference.strip():
        raise DomainError("REFERENCE_REQUIRED", "Write the number that is printed on the slip.", {"field": "reference"})
