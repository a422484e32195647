"""Jobs as a member sees them, and those that nobody has ended."""

from datetime import datetime

from django.db.models import QuerySet

from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.imports.models import ImportJob, ImportProblem
from optimapos.imports.types import NEEDED_TO_IMPORT, UNFINISHED


def jobs_of(actor: Actor) -> QuerySet[ImportJob]:
    """The jobs that an actor may see: of kinds that it may import; for a member of some locations, its own alone.

    A file may tell of any location, so who may not see all of them sees no file of others.
    """
    kinds = [kind for kind, needed in NEEDED_TO_IMPORT.items() if actor.can(needed)]
    rows = ImportJob.objects.for_business(actor.business_id).filter(kind__in=kinds)
    return rows if actor.location_ids is None else rows.filter(user_id=actor.user_id)


def problems_of(actor: Actor, job_id: UUID) -> QuerySet[ImportProblem] | None:
    """What is wrong with a job's file, by line; None for a job that the actor does not see."""
    if not jobs_of(actor).filter(pk=job_id).exists():
        return None
    return ImportProblem.objects.for_business(actor.business_id).filter(job_id=job_id).order_by("id")


def unfinished_jobs(before: datetime) -> list[tuple[UUID, UUID]]:
    """(business, job) of all businesses' jobs that were unfinished already at `before`, oldest first."""
    rows = ImportJob.objects.across_businesses(reason="the sweeper serves every business")
    rows = rows.filter(status__in=UNFINISHED, updated_at__lt=before).order_by("id")
    return list(rows.values_list("business_id", "pk")[:100])
