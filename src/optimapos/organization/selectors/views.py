"""Saved views as a member sees them."""

from django.db.models import Q, QuerySet

from optimapos.core.actors import Actor
from optimapos.organization.models import SavedView


def saved_views_of(actor: Actor) -> QuerySet[SavedView]:
    """The actor's own and those that others share."""
    rows = SavedView.objects.for_business(actor.business_id).select_related("user")
    return rows.filter(Q(user_id=actor.user_id) | Q(is_shared=True))
