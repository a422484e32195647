"""Whether what a provider says of a charge is about ours: amount, currency and business."""

from uuid import UUID

from optimapos.payments.types import Event, Said, Told


def disagreement(told: Told, *, minor: int, currency: str) -> str:
    """Why a provider's word can't be about an intent, or nothing. Only money that moved is compared."""
    if told.said != Said.SUCCEEDED:
        return ""
    if told.currency and told.currency.upper() != currency:
        return f"currency {told.currency.upper()[:3]} instead of {currency}"
    if told.minor is not None and told.minor != minor:
        return f"amount {told.minor} instead of {minor} in minor units"
    return ""


def event_disagreement(event: Event, *, business_id: UUID, minor: int, currency: str) -> str:
    """The same for an event, which names the business too where it carries our metadata."""
    if event.business_id is not None and event.business_id != business_id:
        return "another business"
    return disagreement(event.told, minor=minor, currency=currency) if event.told else ""
