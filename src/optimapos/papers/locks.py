"""Row locks of papers, FOR NO KEY UPDATE; a mail is locked alone."""

from datetime import datetime
from uuid import UUID

from django.db import connections, transaction

from optimapos.core.tenancy import MAINTENANCE, BusinessRef
from optimapos.papers.models import PaperMail
from optimapos.papers.rules.mails import LEASE

CLAIM = """
    WITH due AS (
        SELECT id FROM paper_mail
         WHERE status = 'WAITING' AND next_try_at <= %(at)s
         ORDER BY next_try_at LIMIT %(limit)s FOR NO KEY UPDATE SKIP LOCKED
    )
    UPDATE paper_mail m SET next_try_at = %(until)s, tries = tries + 1, updated_at = now()
      FROM due WHERE m.id = due.id
    RETURNING m.business_id, m.id
"""
"""Mails that are due, taken by whoever asks first; of all businesses."""


def claim_mails(at: datetime, limit: int) -> list[tuple[UUID, UUID]]:
    """(business, mail) of those to be sent now; nobody else gets them for a while."""
    with transaction.atomic(using=MAINTENANCE), connections[MAINTENANCE].cursor() as cursor:
        cursor.execute(CLAIM, {"at": at, "limit": limit, "until": at + LEASE})
        return list(cursor.fetchall())


def lock_mail(business: BusinessRef, mail_id: UUID) -> PaperMail | None:
    """The mail, locked, or None where there is none."""
    rows = PaperMail.objects.for_business(business).filter(pk=mail_id)
    return rows.select_for_update(of=("self",), no_key=True).first()
