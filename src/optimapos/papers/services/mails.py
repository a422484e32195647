"""MailService: papers by e-mail. Asked for in one operation, sent between two, settled in another.

A worker that dies after the mail server took a mail sends it again, under the same Message-ID: mail programs show it once.
"""

import logging
import smtplib
from datetime import datetime
from email.utils import parseaddr
from functools import partial
from uuid import UUID

from celery import current_app
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import APP, BusinessRef, tenant_scope
from optimapos.papers.locks import claim_mails, lock_mail
from optimapos.papers.models import PaperMail, PaperPrint
from optimapos.papers.rules.mails import check_address, next_try
from optimapos.papers.selectors import due_mail
from optimapos.papers.types import MailStatus

WAKE_UP = "optimapos.papers.tasks.send_mails"
BATCH = 50
log = logging.getLogger(__name__)


class MailService:
    """Sends what waits."""

    @staticmethod
    @operation
    def settle(*, business: BusinessRef, mail_id: UUID, error: str, is_final: bool, at: datetime) -> Result[PaperMail]:
        """Note what became of a mail; without an `error` it was sent. What it said is forgotten with its end.

        Refuses: NOT_FOUND.
        """
        mail = lock_mail(business, mail_id)
        if mail is None:
            raise DomainError("NOT_FOUND", "There is no such mail.")
        if mail.status != MailStatus.WAITING:
            return Result.success(mail)
        again = None if is_final else next_try(mail.tries, at)
        mail.error = error[:200]
        if error and again:
            mail.next_try_at = again
        else:
            mail.status = MailStatus.FAILED if error else MailStatus.SENT
            mail.sent_at = None if error else at
            mail.recipient, mail.page, mail.paper = "", "", b""
        mail.save()
        return Result.success(mail)

    @staticmethod
    def send_due(*, at: datetime, limit: int = BATCH) -> int:
        """Send what waits, of all businesses; how many were sent. One that fails holds up no other."""
        return sum(_sent(business, mail_id, at) for business, mail_id in claim_mails(at, limit))


def check_mail(address: str) -> str:
    """The address that something may be sent to.

    Refuses: BAD_EMAIL, MAIL_NOT_SET_UP.
    """
    if not settings.MAIL_IS_SET_UP:
        raise DomainError("MAIL_NOT_SET_UP", "No mail server is set up. Print the receipt instead.")
    return check_address(address)


def queue_mail(
    paper_print: PaperPrint, *, to: str, subject: str, page: str, paper: bytes, file_name: str, at: datetime
) -> PaperMail:
    """Put a paper where the worker finds it, in the transaction that runs, and wake the worker after it."""
    mail = PaperMail(
        business_id=paper_print.business_id,
        paper_print=paper_print,
        recipient=to,
        subject=subject[:200],
        page=page,
        paper=paper,
        file_name=file_name,
        next_try_at=at,
    )
    mail.save(force_insert=True)
    transaction.on_commit(partial(current_app.send_task, WAKE_UP), using=APP, robust=True)
    return mail


def _sent(business: UUID, mail_id: UUID, at: datetime) -> bool:
    error, is_final = "", False
    with tenant_scope(business):
        mail = due_mail(business, mail_id, at)
        if mail is None:
            return False
        message = _message(mail)
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as refused:
        code = max((answer[0] for answer in refused.recipients.values()), default=550)
        error, is_final = f"refused: {code}", code >= 500
    except (OSError, smtplib.SMTPException) as failed:
        log.warning("a mail was not taken: %s", type(failed).__name__)
        error = type(failed).__name__
    MailService.settle(business=business, mail_id=mail_id, error=error, is_final=is_final, at=at).unwrap()
    return not error


def _message(mail: PaperMail) -> EmailMultiAlternatives:
    """The page as what is read, the PDF as what is kept."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2] or "localhost"
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.subject,
        to=[mail.recipient],
        headers={"Message-ID": f"<{mail.pk}@{domain}>"},
    )
    message.attach_alternative(mail.page, "text/html")
    message.attach(mail.file_name, bytes(mail.paper), "application/pdf")
    return message
