"""Taking files in, and applying them."""

import hashlib
from datetime import datetime
from functools import partial
from typing import BinaryIO

from celery import current_app
from django.db import transaction

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor, Capability
from optimapos.core.ids import UUID
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import APP, BusinessRef, business_id_of
from optimapos.imports.locks import lock_job
from optimapos.imports.models import ImportFilePart, ImportJob
from optimapos.imports.selectors import jobs_of
from optimapos.imports.services.files import format_of, keep_file
from optimapos.imports.services.looking import look
from optimapos.imports.types import (
    APPLICABLE,
    INLINE_BYTES,
    MAX_FILE_BYTES,
    NAME_LENGTH,
    NEEDED_TO_IMPORT,
    WAKE_UP,
    ImportKind,
    JobStatus,
)


class ImportService:
    """Takes files in and applies them."""

    @staticmethod
    @operation
    def upload(
        *,
        business: BusinessRef,
        actor: Actor,
        kind: str,
        file_name: str,
        file: BinaryIO,
        at: datetime,
        dry_run: bool = True,
        force: bool = False,
        wait: bool = False,
    ) -> Result[ImportJob]:
        """Take a file in. A small one is checked at once, and without `dry_run` applied if nothing is wrong with it; a larger
        one is a worker's, unless the caller wants to `wait` for it by `work_off`. `file` can be sought in.

        Refuses: PERMISSION_DENIED, FILE_EMPTY, TOO_LARGE, ALREADY_IMPORTED (opening stock, without `force`).
        """
        check_rights(actor, kind)
        job = ImportJob(
            business_id=business_id_of(business),
            kind=kind,
            file_name=file_name[:NAME_LENGTH],
            user_id=actor.user_id,
            membership_id=actor.membership_id,
            places=None if actor.location_ids is None else sorted(actor.location_ids),
            applies=not dry_run,
            is_forced=force,
        )
        job.file_size, job.sha256 = _measured(file)
        job.file_format = format_of(file)
        if job.applies:
            check_once(job)
        job.save(force_insert=True)
        keep_file(job, file)
        AuditLog.log_event(
            "import.uploaded", business=business, actor=actor, event_data={"import_id": str(job.pk), "kind": kind}
        )
        if job.file_size > INLINE_BYTES or wait:
            if not wait:
                wake_up(job)
        else:
            look(job, actor, at, writes=job.applies)
        return Result.success(job)

    @staticmethod
    @operation
    def apply(
        *, business: BusinessRef, actor: Actor, job_id: UUID, at: datetime, force: bool = False
    ) -> Result[ImportJob]:
        """Apply a file that was taken in: all of it or nothing. It is checked anew, because the stored data may have changed
        since; where something is wrong by now, its status is REFUSED. A large one is a worker's.

        Refuses: NOT_FOUND, PERMISSION_DENIED, IMPORT_NOT_READY (data: status), FILE_GONE, ALREADY_IMPORTED.
        """
        job = lock_job(business, job_id) if jobs_of(actor).filter(pk=job_id).exists() else None
        if job is None:
            raise DomainError("NOT_FOUND", "There is no such import.")
        if job.status not in APPLICABLE:
            raise DomainError("IMPORT_NOT_READY", f"This import is {job.status}.", {"status": job.status})
        if not ImportFilePart.objects.for_business(business).filter(job=job).exists():
            raise DomainError("FILE_GONE", "The file is not kept any more.", suggestions=("Upload it again.",))
        job.applies, job.is_forced = True, force or job.is_forced
        check_once(job)
        if job.file_size > INLINE_BYTES:
            job.status = JobStatus.APPLYING
            job.save()
            wake_up(job)
        else:
            look(job, actor, at, writes=True)
        return Result.success(job)


def check_rights(actor: Actor, kind: str) -> None:
    """Refuses: PERMISSION_DENIED (data: capability)."""
    for needed in (Capability.DATA_IMPORT, NEEDED_TO_IMPORT[kind]):
        if not actor.can(needed):
            raise DomainError("PERMISSION_DENIED", "Your role does not permit this.", {"capability": needed.value})


def check_once(job: ImportJob) -> None:
    """Refuse opening stock that was applied before. Two at once are stopped by a unique key.

    Refuses: ALREADY_IMPORTED (data: import, applied_at).
    """
    if job.kind != ImportKind.OPENING_STOCK or job.is_forced:
        return
    before = ImportJob.objects.for_business(job.business_id).filter(
        kind=job.kind, sha256=job.sha256, status=JobStatus.APPLIED
    )
    if found := before.order_by("id").first():
        raise DomainError(
            "ALREADY_IMPORTED",
            "This file was applied before; again it would double the stock.",
            {"import": str(found.pk), "applied_at": found.applied_at.isoformat() if found.applied_at else ""},
            ("Send force=true if these goods came twice.",),
        )


def wake_up(job: ImportJob) -> None:
    """Have a worker go on with a job once this transaction is over. The sweep makes up for a wake-up that is lost."""
    arguments = [str(job.business_id), str(job.pk)]
    transaction.on_commit(partial(current_app.send_task, WAKE_UP, args=arguments), using=APP, robust=True)


def _measured(file: BinaryIO) -> tuple[int, str]:
    """Size and SHA-256.

    Refuses: FILE_EMPTY, TOO_LARGE (data: max_bytes).
    """
    file.seek(0)
    size, digest = 0, hashlib.sha256()
    for chunk in iter(lambda: file.read(1_000_000), b""):
        size += len(chunk)
        digest.update(chunk)
        if size > MAX_FILE_BYTES:
            raise too_large()
    if not size:
        raise DomainError("FILE_EMPTY", "The file is empty.")
    return size, digest.hexdigest()


def too_large() -> DomainError:
    """The refusal of a file over the limit."""
    return DomainError("TOO_LARGE", f"A file may have {MAX_FILE_BYTES // 1_000_000} MB.", {"max_bytes": MAX_FILE_BYTES})
