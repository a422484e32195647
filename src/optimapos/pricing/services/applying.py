"""What becomes of proposals: prices of their own, or nothing."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.core.tenancy import BusinessRef
from optimapos.nomenclatures.services import bump_settings_version
from optimapos.pricing.locks import lock_replaced_proposals
from optimapos.pricing.models import PriceProposal, ProductPrice, ProposalStatus
from optimapos.pricing.types import PriceKind

TICK = timedelta(microseconds=1)
KEPT = ("product_id", "packaging_id", "location_id", "markup_percent", "includes_tax", "valid_until")
RULE = ("rounding", "rounding_to", "rounding_direction")


def apply_all(business: BusinessRef, proposals: Sequence[PriceProposal], *, actor: Actor, at: datetime) -> None:
    """Make proposals prices of the same rule, from `at` on. They are locked, and so are the prices that they replace."""
    if not proposals:
        return
    old = ProductPrice.objects.for_business(business).in_bulk([each.price_id for each in proposals])
    for each in proposals:
        each.applied_price = _following(old[each.price_id], each, at)
        each.status, each.decided_at, each.decided_by = ProposalStatus.APPLIED, at, actor.user_id
    ProductPrice.objects.bulk_create([each.applied_price for each in proposals if each.applied_price])
    PriceProposal.objects.for_business(business).bulk_update(
        proposals, ["applied_price", "status", "decided_at", "decided_by"]
    )
    bump_settings_version(business)
    _log("price.proposals_applied", business, proposals, actor)


def dismiss_all(business: BusinessRef, proposals: Sequence[PriceProposal], *, actor: Actor, at: datetime) -> None:
    """Leave the prices as they are."""
    for each in proposals:
        each.status, each.decided_at, each.decided_by = ProposalStatus.DISMISSED, at, actor.user_id
    PriceProposal.objects.for_business(business).bulk_update(proposals, ["status", "decided_at", "decided_by"])
    _log("price.proposals_dismissed", business, proposals, actor)


def withdraw(business: BusinessRef, proposals: Sequence[PriceProposal], at: datetime) -> None:
    """Take proposals back that nobody decided on."""
    _withdraw(business, [each.pk for each in proposals], at)


def withdraw_replaced(business: BusinessRef, at: datetime, product_id: UUID | None = None) -> None:
    """Take back what waits for prices, of a product or of all, that a later row has replaced by `at`."""
    _withdraw(business, lock_replaced_proposals(business, at, product_id), at)


def _withdraw(business: BusinessRef, ids: Sequence[UUID], at: datetime) -> None:
    if ids:
        rows = PriceProposal.objects.for_business(business).filter(pk__in=ids)
        rows.update(status=ProposalStatus.WITHDRAWN, decided_at=at, updated_at=at)


def _following(old: ProductPrice, proposal: PriceProposal, at: datetime) -> ProductPrice:
    """A row of the same rule at another cost; later than the old one, whichever clock that was written by."""
    return ProductPrice(
        business_id=old.business_id,
        kind=PriceKind.MARKUP.value,
        price=proposal.proposed_price,
        unit_cost=proposal.new_cost,
        valid_from=max(at, old.valid_from + TICK),
        **{name: getattr(old, name) for name in (*KEPT, *RULE)},
    )


def _log(event: str, business: BusinessRef, proposals: Sequence[PriceProposal], actor: Actor) -> None:
    places = {each.location_id for each in proposals}
    AuditLog.log_event(
        event,
        business=business,
        actor=actor,
        location_id=places.pop() if len(places) == 1 else None,
        event_data={"proposals": [str(each.pk) for each in proposals]},
    )
