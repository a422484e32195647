"""Prices follow costs: what a receipt changed about costs becomes proposals, or prices where the business has it so.

Source: system-overview.md "Update costs and pricing", "Trigger Pricing Updates"; docs/algorithms/pricing.md.
"""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.core.money import PRICE_LIMIT, ZERO
from optimapos.nomenclatures.types import Step
from optimapos.pricing.locks import lock_prices, lock_waiting_proposals
from optimapos.pricing.markups import is_other_price, margin_of
from optimapos.pricing.models import PriceProposal, ProductPrice
from optimapos.pricing.selectors import (
    Costing,
    costing_of,
    dismissed_prices,
    pricing_settings_of,
    products_moved_by,
    standing_prices,
)
from optimapos.pricing.services.applying import apply_all, withdraw
from optimapos.pricing.services.working_out import factors_of, price_over, tax_rate_of
from optimapos.pricing.types import PriceKind


class PricesFollowCosts:
    """Proposes prices when goods were received, and withdraws what a receipt that is taken back had led to."""

    @staticmethod
    def apply(*, document: Any, step: Step) -> None:
        """The receipt's goods are booked, or taken back: their items are locked.

        Refuses: nothing.
        """
        if step.creates_movements or step.reverses_movements:
            follow_costs(document=document, actor=step.actor, at=step.at, is_new=step.creates_movements)


def follow_costs(*, document: Any, actor: Actor, at: datetime, is_new: bool) -> None:
    """Compare the markups of what `document` moved with the costs that are now, in a number of statements that does not grow
    with them. Part of an operation that holds the items' locks.

    `is_new`: goods came in. Then it changes prices whose cost is that of its own location; a correction or a reversal
    looks at all of them, for a cost may be another place's again.
    """
    business = document.business_id
    products = products_moved_by(business, document.pk)
    found = [row for row in standing_prices(business, products, at) if row.kind == PriceKind.MARKUP]
    if not found:
        return
    lock_prices(business, [row.pk for row in found])
    locked = {row.pk for row in found}
    rows = [row for row in standing_prices(business, products, at) if row.pk in locked]  # as they are under the lock
    waiting = {each.price_id: each for each in lock_waiting_proposals(business, locked)}
    settings = pricing_settings_of(business)
    costing = costing_of(business, products)
    place = document.location_id if is_new else None
    wanted = [
        proposal
        for row in rows
        if (proposal := _proposal(row, costing, document, at, place, settings.threshold_percent))
    ]
    looked_at = {row.pk for row in rows if _is_looked_at(row, costing, place)}
    _replace(document, actor, at, wanted, [each for price, each in waiting.items() if price in looked_at])
    if settings.applies_proposals:
        apply_all(business, lock_waiting_proposals(business, looked_at), actor=actor, at=at)


def _is_looked_at(row: ProductPrice, costing: Costing, place: UUID | None) -> bool:
    cost = costing.cost(row.product_id, row.location_id)
    return place is None or (cost is not None and cost.location_id == place)


def _proposal(
    row: ProductPrice, costing: Costing, document: Any, at: datetime, place: UUID | None, threshold: Decimal
) -> PriceProposal | None:
    """What the row's rule makes of its cost now, if that is another price."""
    cost = costing.cost(row.product_id, row.location_id)
    if cost is None or not _is_looked_at(row, costing, place):
        return None
    rate = tax_rate_of(row, costing, at)
    price = price_over(row, cost.unit_cost, rate)
    if price >= PRICE_LIMIT or not is_other_price(row.price, price, threshold_percent=threshold):
        return None
    old_cost = row.unit_cost or ZERO
    margins = {
        name: _margin(row, of, over, rate)
        for name, of, over in (
            ("margin_before", row.price, old_cost),
            ("margin_unchanged", row.price, cost.unit_cost),
            ("margin_after", price, cost.unit_cost),
        )
    }
    return PriceProposal(
        business_id=row.business_id,
        price=row,
        product_id=row.product_id,
        packaging_id=row.packaging_id,
        location_id=row.location_id,
        includes_tax=row.includes_tax,
        old_cost=old_cost,
        new_cost=cost.unit_cost,
        old_price=row.price,
        proposed_price=price,
        source_type=document.kind,
        source_id=document.pk,
        source_number=document.number,
        **margins,
    )


def _margin(row: ProductPrice, price: Decimal, unit_cost: Decimal, tax_rate: Decimal) -> Decimal:
    factor_num, factor_den = factors_of(row)
    return margin_of(
        price,
        unit_cost,
        includes_tax=row.includes_tax,
        tax_rate=tax_rate,
        factor_num=factor_num,
        factor_den=factor_den,
    )


def _replace(
    document: Any, actor: Actor, at: datetime, wanted: Sequence[PriceProposal], waiting: Sequence[PriceProposal]
) -> None:
    """Withdraw what waited, and propose what is wanted; what says the same as before stays, and what was dismissed."""
    there = {each.price_id: _figures(each) for each in waiting}
    asked = {each.price_id: _figures(each) for each in wanted}
    withdraw(document.business_id, [each for each in waiting if asked.get(each.price_id) != there[each.price_id]], at)
    refused = dismissed_prices(document.business_id, asked.keys())
    new = [
        each
        for each in wanted
        if asked[each.price_id] != there.get(each.price_id) and (each.price_id, each.proposed_price) not in refused
    ]
    if not new:
        return
    PriceProposal.objects.bulk_create(new)
    AuditLog.log_event(
        "price.proposed",
        business=document.business_id,
        actor=actor,
        location_id=document.location_id,
        event_data={"source_id": str(document.pk), "number": document.number, "proposals": len(new)},
    )


def _figures(proposal: PriceProposal) -> tuple[Decimal, Decimal]:
    return proposal.new_cost, proposal.proposed_price
