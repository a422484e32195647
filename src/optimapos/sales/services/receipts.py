"""ReceiptService: a receipt is handed out: printed or mailed. Every one after the first is a copy. Source: docs/adr/0063."""

from datetime import datetime
from uuid import UUID

from optimapos.core.actors import Actor
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef
from optimapos.organization.models import Business
from optimapos.papers.forms import receipt_page, receipt_paper
from optimapos.papers.models import PaperMail, PaperPrint
from optimapos.papers.selectors import letterhead
from optimapos.papers.services.mails import check_mail, queue_mail
from optimapos.papers.services.prints import note_print
from optimapos.papers.types import DocumentKind, PaperForm
from optimapos.sales.locks import lock_sale
from optimapos.sales.models import Sale
from optimapos.sales.receipts import printed, receipt_of
from optimapos.sales.receipts.facts import not_ready, printed_before
from optimapos.sales.types import PaymentDirection, PaymentMethod, PaymentStatus


class ReceiptService:
    """Prints and mails receipts."""

    @staticmethod
    @operation
    def print_receipt(
        *, business: BusinessRef, actor: Actor, sale_id: UUID, form: str, at: datetime, open_drawer: bool | None = None
    ) -> Result[tuple[PaperPrint, bool]]:
        """Number a print of a completed sale's receipt; with whether the drawer opens with it: where `open_drawer` says so,
        and else with the original where cash was taken.

        Refuses: NOT_FOUND, RECEIPT_NOT_READY (data: status).
        """
        sale = _completed(business, actor, sale_id)
        before = printed_before(sale)
        opens = _took_cash(sale) and before == 0 if open_drawer is None else open_drawer
        done = _note(sale, actor, form, at, drawer=opens)
        return Result.success((done, opens))

    @staticmethod
    @operation
    def mail_receipt(*, business: BusinessRef, actor: Actor, sale_id: UUID, to: str, at: datetime) -> Result[PaperMail]:
        """Send a completed sale's receipt to an address, as a page and a PDF; a worker hands it to the mail server.

        Refuses: NOT_FOUND, RECEIPT_NOT_READY (data: status), BAD_EMAIL, MAIL_NOT_SET_UP.
        """
        sale = _completed(business, actor, sale_id)
        address = check_mail(to)
        done = _note(sale, actor, PaperForm.MAIL, at, told=address)
        facts = receipt_of(sale, done.copy_number)
        shown = printed(facts, letterhead(Business.objects.get(pk=sale.business_id)))
        mail = queue_mail(
            done,
            to=address,
            subject=f"{shown.title} {shown.number}, {shown.business}",
            page=receipt_page(shown),
            paper=receipt_paper(shown, facts["completed_at"]),
            file_name=f"{file_name(shown.number)}.pdf",
            at=at,
        )
        return Result.success(mail)


def file_name(number: str) -> str:
    """A number as the name of a file."""
    return "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-_") else "_" for sign in number)


def _completed(business: BusinessRef, actor: Actor, sale_id: UUID) -> Sale:
    sale = lock_sale(business, sale_id)
    if sale is None or not actor.sees(sale.location_id):
        raise DomainError("NOT_FOUND", "There is no such sale.")
    if sale.completed_at is None:
        raise not_ready(sale)
    return sale


def _took_cash(sale: Sale) -> bool:
    taken = sale.payments.filter(direction=PaymentDirection.IN, status=PaymentStatus.SUCCESSFUL)
    return taken.filter(payment_method=PaymentMethod.CASH).exists()


def _note(sale: Sale, actor: Actor, form: str, at: datetime, *, told: str = "", **figures: bool) -> PaperPrint:
    return note_print(
        sale.business_id,
        kind=DocumentKind.SALE,
        document_id=sale.pk,
        form=form,
        actor=actor,
        at=at,
        printed_before=printed_before(sale),
        told=told,
        event_data={"receipt_number": sale.receipt_number, **figures},
        sale_id=sale.pk,
        location_id=sale.location_id,
        customer_id=sale.customer_id,
    )
