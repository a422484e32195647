"""Approvals as a member sees them."""

from datetime import datetime

from django.db.models import Q, QuerySet

from optimapos.core.actors import Actor
from optimapos.organization.models import Approval
from optimapos.organization.types import ApprovalStatus


def approvals_of(actor: Actor) -> QuerySet[Approval]:
    """Those of the locations that the actor sees."""
    rows = Approval.objects.for_business(actor.business_id).select_related("requested_by", "approver")
    return rows if actor.location_ids is None else rows.filter(location_id__in=actor.location_ids)


def waiting_or_own(actor: Actor, at: datetime) -> QuerySet[Approval]:
    """Those of these that wait for somebody to decide, and all that the actor asked for."""
    waiting = Q(status=ApprovalStatus.ASKED, expires_at__gt=at)
    return approvals_of(actor).filter(waiting | Q(requested_by_id=actor.user_id))
