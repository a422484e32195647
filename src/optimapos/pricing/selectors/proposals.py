"""Proposals as a member sees them, what waits beside them, and how a business has its prices follow."""

from collections.abc import Collection
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet

from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.core.tenancy import BusinessRef, business_id_of
from optimapos.inventory.models import InventoryItem, InventoryMovement
from optimapos.organization.selectors import visible_locations
from optimapos.pricing.models import PriceProposal, PricingSettings, ProposalStatus


def proposals_of(actor: Actor) -> QuerySet[PriceProposal]:
    """Proposals for everywhere and for locations that the actor sees, with their products.

    `sees_source`: whether the document that changed the cost is of a location that the actor sees.
    """
    rows = PriceProposal.objects.for_business(actor.business_id)
    places = visible_locations(actor)
    moved = InventoryMovement.objects.for_business(actor.business_id).filter(source_id=OuterRef("source_id"))
    rows = rows.annotate(sees_source=Exists(moved.filter(item__location__in=places)))
    return rows.filter(Q(location=None) | Q(location__in=places)).select_related("product")


def dismissed_prices(business: BusinessRef, price_ids: Collection[UUID]) -> set[tuple[UUID, Decimal]]:
    """What was dismissed for these prices: the price's id and what was proposed."""
    rows = PriceProposal.objects.for_business(business).filter(price_id__in=price_ids, status=ProposalStatus.DISMISSED)
    return set(rows.values_list("price_id", "proposed_price"))


def products_moved_by(business: BusinessRef, source_id: UUID) -> list[UUID]:
    """The products whose stock a document moved, now or before."""
    moved = InventoryMovement.objects.for_business(business).filter(source_id=source_id).values("item_id")
    rows = InventoryItem.objects.for_business(business).filter(pk__in=moved).order_by("product_id")
    return list(rows.values_list("product_id", flat=True).distinct())


def pricing_settings_of(business: BusinessRef) -> PricingSettings:
    """The business's settings; what applies before anybody set them, where there is no row yet."""
    row = PricingSettings.objects.for_business(business).first()
    return row or PricingSettings(business_id=business_id_of(business))
