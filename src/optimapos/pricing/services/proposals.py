"""Deciding on proposed prices, several at once, and how a business has its prices follow its costs."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.core.operations import operation
from optimapos.core.quantities import shown
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef, business_id_of
from optimapos.pricing.locks import lock_prices, lock_proposals
from optimapos.pricing.models import PriceProposal, PricingSettings, ProposalStatus
from optimapos.pricing.selectors import pricing_settings_of, proposals_of, standing_prices
from optimapos.pricing.services.applying import apply_all, dismiss_all


class PricingSettingsFields(TypedDict, total=False):
    """What a caller may set."""

    applies_proposals: bool
    threshold_percent: object


class PriceProposalService:
    """Decides on proposals: all of those that are named, or none."""

    @staticmethod
    @operation
    def apply_proposals(
        *, business: BusinessRef, actor: Actor, proposal_ids: Sequence[UUID], at: datetime
    ) -> Result[list[PriceProposal]]:
        """Make the proposed prices valid from `at` on, as rows of the same rule.

        Refuses: NOT_FOUND (data: ids), PROPOSAL_DECIDED (data: ids), PROPOSAL_OUTDATED (data: ids) where another price has
        come in between.
        """
        rows = _locked(actor, proposal_ids)
        standing = {row.pk for row in standing_prices(business, {each.product_id for each in rows}, at)}
        if outdated := [str(each.pk) for each in rows if each.price_id not in standing]:
            msg = "Another price was set since this was proposed."
            raise DomainError("PROPOSAL_OUTDATED", msg, {"ids": outdated})
        apply_all(business, rows, actor=actor, at=at)
        return Result.success(rows)

    @staticmethod
    @operation
    def dismiss_proposals(
        *, business: BusinessRef, actor: Actor, proposal_ids: Sequence[UUID], at: datetime
    ) -> Result[list[PriceProposal]]:
        """Leave the prices as they are; the same prices are not proposed for them again.

        Refuses: NOT_FOUND (data: ids), PROPOSAL_DECIDED (data: ids).
        """
        rows = _locked(actor, proposal_ids)
        dismiss_all(business, rows, actor=actor, at=at)
        return Result.success(rows)

    @staticmethod
    @operation
    def update_settings(
        *, business: BusinessRef, actor: Actor, fields: PricingSettingsFields
    ) -> Result[PricingSettings]:
        """Change how prices follow costs.

        Refuses: nothing.
        """
        PricingSettings.objects.for_business(business).update_or_create(
            business_id=business_id_of(business), defaults=dict(fields)
        )
        row = pricing_settings_of(business)
        AuditLog.log_event(
            "pricing_settings.updated",
            business=business,
            actor=actor,
            event_data={
                "applies_proposals": row.applies_proposals,
                "threshold_percent": shown(row.threshold_percent),
            },
        )
        return Result.success(row)


def _locked(actor: Actor, proposal_ids: Sequence[UUID]) -> list[PriceProposal]:
    """The proposals, below their prices, all of them waiting."""
    wanted = list(dict.fromkeys(proposal_ids))
    prices = dict(proposals_of(actor).filter(pk__in=wanted).values_list("pk", "price_id"))
    if missing := [str(each) for each in wanted if each not in prices]:
        raise DomainError("NOT_FOUND", "There is no such proposal.", {"ids": missing})
    lock_prices(actor.business_id, set(prices.values()))
    rows = lock_proposals(actor.business_id, wanted)
    if decided := [str(each.pk) for each in rows if each.status != ProposalStatus.PROPOSED]:
        raise DomainError("PROPOSAL_DECIDED", "This was decided on already.", {"ids": decided})
    return rows
