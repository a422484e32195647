"""How often a document was handed out, and what of the business stands on each of its papers."""

import base64
from datetime import datetime
from uuid import UUID

from django.core.files.storage import default_storage

from optimapos.core.tenancy import BusinessRef
from optimapos.organization.models import Business
from optimapos.papers.models import PaperMail, PaperPrint
from optimapos.papers.rules.words import WORDS, locale_of
from optimapos.papers.types import MailStatus, logo_path


def prints_of(business: BusinessRef, document_id: UUID) -> int:
    """The number of the last print; 0 for what was never handed out."""
    rows = PaperPrint.objects.for_business(business).filter(document_id=document_id)
    return rows.order_by("-print_number").values_list("print_number", flat=True).first() or 0


def copy_mark(country: str, copy_number: int) -> str:
    """What marks a copy, in the business's language; nothing on the original."""
    return WORDS[locale_of(country).language]["copy"].format(number=copy_number) if copy_number else ""


def letterhead(business: Business) -> str:
    """The logo as a PNG in base64; empty without one, and where its file is not to be had: a receipt is printed
    all the same.
    """
    if not business.logo:
        return ""
    try:
        with default_storage.open(logo_path(business.logo)) as file:
            return base64.b64encode(file.read()).decode()
    except OSError:
        return ""


def due_mail(business: BusinessRef, mail_id: UUID, at: datetime) -> PaperMail | None:
    """A mail that waits, with all that it says."""
    rows = PaperMail.objects.for_business(business).filter(pk=mail_id, status=MailStatus.WAITING)
    return rows.first()
