"""Simulation: a draft of a promotion or a price list replayed against what was sold. Nothing is written.

Source: docs/algorithms/simulation.md.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from optimapos.core.actors import Actor
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef, business_id_of
from optimapos.organization.models import Business
from optimapos.organization.selectors import visible_locations
from optimapos.pricing.models import PromotionStatus
from optimapos.pricing.selectors import price_lists_of, promotions_of
from optimapos.sales.rules.simulation import Draft, Lists, Terms, replayed
from optimapos.sales.rules.tally import Tally
from optimapos.sales.selectors.simulation import lists_since, price_list_draft, promotion_draft, sold_lines

MAX_DAYS = 90
LINE_LIMIT = 20_000
# What one request may keep busy: about three seconds.


@dataclass(frozen=True, slots=True)
class Simulation:
    """A replay with its bounds. `is_complete`: False where there were more lines than `line_limit`; then the newest sales
    were taken.
    """

    tally: Tally
    days: int
    line_limit: int
    is_complete: bool


class SimulationService:
    """Replays drafts."""

    @staticmethod
    @operation
    def simulate_promotion(
        *,
        business: BusinessRef,
        actor: Actor,
        promotion_id: UUID,
        days: int,
        at: datetime,
        location_id: UUID | None = None,
        line_limit: int = LINE_LIMIT,
    ) -> Result[Simulation]:
        """What the sales of the last `days` days at a location (None: all that the actor sees) would have been, had the draft
        run all the time, in a number of statements that does not grow with them.

        Refuses: NOT_FOUND, PROMOTION_NOT_DRAFT (data: status), UNKNOWN_LOCATION.
        """
        row = promotions_of(actor).filter(pk=promotion_id).first()
        if row is None:
            raise DomainError("NOT_FOUND", "There is no such promotion.")
        if row.status != PromotionStatus.DRAFT:
            msg = f"The promotion is {row.get_status_display().lower()}: what it does is in the sales."
            raise DomainError("PROMOTION_NOT_DRAFT", msg, {"status": row.status})
        since = at - timedelta(days=days)
        draft, lists = promotion_draft(row, since), lists_since(business, since)
        return Result.success(_replay(business, actor, draft, lists, days, at, location_id, line_limit))

    @staticmethod
    @operation
    def simulate_price_list(
        *,
        business: BusinessRef,
        actor: Actor,
        list_id: UUID,
        days: int,
        at: datetime,
        location_id: UUID | None = None,
        line_limit: int = LINE_LIMIT,
    ) -> Result[Simulation]:
        """The same for a price list.

        Refuses: NOT_FOUND, PRICE_LIST_NOT_DRAFT (data: status), UNKNOWN_LOCATION.
        """
        row = price_lists_of(actor).filter(pk=list_id).first()
        if row is None:
            raise DomainError("NOT_FOUND", "There is no such price list.")
        if row.status != PromotionStatus.DRAFT:
            msg = f"The price list is {row.get_status_display().lower()}: what it does is in the sales."
            raise DomainError("PRICE_LIST_NOT_DRAFT", msg, {"status": row.status})
        since = at - timedelta(days=days)
        lists = lists_since(business, since)
        draft = price_list_draft(row, since, lists)
        return Result.success(_replay(business, actor, draft, lists, days, at, location_id, line_limit))


def _replay(
    business: BusinessRef,
    actor: Actor,
    draft: Draft,
    lists: Lists,
    days: int,
    at: datetime,
    location_id: UUID | None,
    line_limit: int,
) -> Simulation:
    owner = Business.objects.get(pk=business_id_of(business))
    places = visible_locations(actor)
    wanted = list((places.filter(pk=location_id) if location_id else places).values_list("pk", flat=True))
    if location_id and not wanted:
        raise DomainError("UNKNOWN_LOCATION", "There is no such location.", {"location": str(location_id)})
    terms = Terms(owner.price_policy, owner.prices_include_tax, owner.currency)
    tally = Tally(owner.currency, lists)
    for sale in sold_lines(business, locations=wanted, days=days, at=at, limit=line_limit):
        if tally.lines_read + len(sale) > line_limit:
            return Simulation(tally, days, line_limit, is_complete=False)
        tally.add(replayed(sale, draft, terms))
    return Simulation(tally, days, line_limit, is_complete=True)
