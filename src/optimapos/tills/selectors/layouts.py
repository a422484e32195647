"""Layouts as a member sees them, and the rules that a business reads codes by."""

from collections.abc import Sequence

from django.db.models import Prefetch, Q, QuerySet

from optimapos.core.actors import Actor
from optimapos.core.tenancy import BusinessRef
from optimapos.organization.selectors import visible_locations
from optimapos.tills.models import CodeRule, TillLayout, TillTile
from optimapos.tills.rules.codes import DEFAULT_PATTERNS, CodePattern


def layouts_of(actor: Actor) -> QuerySet[TillLayout]:
    """Layouts for everywhere, and for storefronts and terminals that the actor sees, with their tiles."""
    places = visible_locations(actor)
    seen = Q(storefront=None, terminal=None) | Q(storefront__in=places) | Q(terminal__location__in=places)
    tiles = TillTile.objects.for_business(actor.business_id).order_by("tab", "place")
    rows = TillLayout.objects.for_business(actor.business_id).filter(seen)
    return rows.prefetch_related(Prefetch("tiles", tiles))


def code_rules_of(business: BusinessRef) -> Sequence[CodePattern]:
    """The rules in order; those that a business starts with where it has none of its own."""
    rows = CodeRule.objects.for_business(business).order_by("place")
    found = [CodePattern(row.kind, row.pattern, row.symbology, row.name) for row in rows]
    return found or DEFAULT_PATTERNS
