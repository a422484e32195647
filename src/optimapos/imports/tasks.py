"""Tasks of imports: going on with a job, looking for jobs that nobody is at, and forgetting old files."""

from datetime import timedelta
from uuid import UUID

from celery import current_app, shared_task
from django.utils import timezone

from optimapos.imports.selectors import unfinished_jobs
from optimapos.imports.services import work_off
from optimapos.imports.services.forgetting import forget_old_files
from optimapos.imports.types import WAKE_UP

LEFT_ALONE = timedelta(seconds=30)


@shared_task(name=WAKE_UP)
def work_off_import(business_id: str, job_id: str) -> str:
    """Go on with a job; its refusal, if it was refused. May run twice: the second one finds it locked or done."""
    return work_off(business=UUID(business_id), job_id=UUID(job_id), at=timezone.now()).code


@shared_task
def sweep_imports() -> int:
    """Wake up for jobs whose wake-up was lost or whose worker died; the number of them. One at work is left alone: it is
    locked.
    """
    jobs = unfinished_jobs(timezone.now() - LEFT_ALONE)
    for business_id, job_id in jobs:
        current_app.send_task(WAKE_UP, args=[str(business_id), str(job_id)])
    return len(jobs)


@shared_task
def forget_import_files() -> int:
    """Delete files of jobs that ended long ago."""
    return forget_old_files(timezone.now())
