"""Going on with a job: what a worker does when it is woken, and the command line at once.

The job's row stays locked while its file is worked on, in the transaction that writes. A worker that dies leaves the row free
and nothing written; whoever comes next begins anew.
"""

import logging
from dataclasses import replace
from datetime import datetime

from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef
from optimapos.imports.locks import claim_job, lock_job
from optimapos.imports.models import ImportJob
from optimapos.imports.services.jobs import check_once, check_rights
from optimapos.imports.services.looking import Watch, look
from optimapos.imports.types import UNFINISHED, JobStatus
from optimapos.organization.selectors import actor_of_member

logger = logging.getLogger(__name__)
NOTHING_TO_DO = frozenset({"IN_PROGRESS", "IMPORT_NOT_READY"})


def work_off(*, business: BusinessRef, job_id: UUID, at: datetime, watch: Watch | None = None) -> Result[ImportJob]:
    """Check a job's file, or apply it, whatever it waits for. What stops it is left with the job as its failure.

    Refuses: IN_PROGRESS (somebody is at it), IMPORT_NOT_READY (data: status; it waits for nothing), BUSY (goods that it needs
    are locked; it still waits), and whatever stopped it.
    """
    begun = _begin(business=business, job_id=job_id)
    if not begun.ok:
        return begun
    try:
        result = _go_on(business=business, job_id=job_id, at=at, watch=watch)
    except Exception:
        logger.exception("import %s broke off", job_id)
        _fail(
            business=business, job_id=job_id, code="INTERNAL_ERROR", message="Something went wrong here. It is logged."
        )
        raise
    if not result.ok and result.code not in NOTHING_TO_DO | {"BUSY"}:
        _fail(business=business, job_id=job_id, code=result.code, message=result.msg)
    return result


@operation
def _begin(*, business: BusinessRef, job_id: UUID) -> Result[ImportJob]:
    """Show that somebody is at it."""
    job = _claimed(business, job_id)
    job.status = JobStatus.APPLYING if job.applies else JobStatus.CHECKING
    job.save(update_fields=["status", "updated_at"])
    return Result.success(job)


@operation
def _go_on(*, business: BusinessRef, job_id: UUID, at: datetime, watch: Watch | None) -> Result[ImportJob]:
    job = _claimed(business, job_id)
    actor = _actor_of(job)
    check_rights(actor, job.kind)
    if job.applies:
        check_once(job)
    look(job, actor, at, writes=job.applies, watch=watch)
    return Result.success(job)


@operation
def _fail(*, business: BusinessRef, job_id: UUID, code: str, message: str) -> Result[None]:
    job = lock_job(business, job_id)
    if job and job.status in UNFINISHED:
        job.status, job.failure_code, job.failure_message = JobStatus.FAILED, code, message
        job.save()
    return Result.success(None)


def _claimed(business: BusinessRef, job_id: UUID) -> ImportJob:
    job = claim_job(business, job_id)
    if job is None:
        raise DomainError("IN_PROGRESS", "Somebody is at this import.", {"retry_after": 1})
    if job.status not in UNFINISHED:
        raise DomainError("IMPORT_NOT_READY", f"This import is {job.status}.", {"status": job.status})
    return job


def _actor_of(job: ImportJob) -> Actor:
    """The member who brought the file, as its rights are now, at the locations that it saw then and sees still.

    Refuses: PERMISSION_DENIED for a member who is none any more.
    """
    actor = actor_of_member(job.business_id, job.membership_id)
    if actor is None:
        raise DomainError("PERMISSION_DENIED", "Who brought this file is no member any more.")
    if job.places is None:
        return actor
    then = frozenset(job.places)
    return replace(actor, location_ids=then if actor.location_ids is None else then & actor.location_ids)
