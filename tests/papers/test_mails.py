"""Receipts by e-mail, as they arrive at a mail server: who gets what, when it is tried again, and what is forgotten."""

import socket
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.test import override_settings
from django.utils import timezone

from optimapos.audit.models import AuditDetail, AuditLog
from optimapos.papers.models import PaperMail
from optimapos.papers.services import MailService
from tests.factories.catalog import make_product
from tests.factories.organization import Shop, make_shop
from tests.refunds.giving_back import sold

TO = "ivan@buyer.example"


class Mailbox:
    """What a mail server took. It answers `says` to the next ones, where it is told to."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.says: list[str] = []

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Whether it takes mail for an address."""
        if self.says:
            return self.says.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take one."""
        message = message_from_bytes(envelope.content or b"", policy=default)
        assert isinstance(message, EmailMessage)
        self.taken.append(message)
        return "250 OK"


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A mail server that the settings name, once nothing waits that was asked for before: all of it would come here."""
    while MailService.send_due(at=timezone.now()):
        pass
    box = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    backend = "django.core.mail.backends.smtp.EmailBackend"
    try:
        with override_settings(
            MAIL_IS_SET_UP=True, EMAIL_BACKEND=backend, EMAIL_HOST="127.0.0.1", EMAIL_PORT=port,
            DEFAULT_FROM_EMAIL="Corner shop <receipts@shop.example>",
        ):  # fmt: skip
            yield box
    finally:
        server.stop()


@pytest.fixture(scope="module")
def shop() -> Shop:
    return make_shop(country="BG")


@pytest.fixture(scope="module")
def sale(shop: Shop) -> dict[str, Any]:
    return sold(shop.till, (make_product(shop, name="Чай", price="10.00", stock="100"), "1"))


def mailed(shop: Shop, sale: dict[str, Any], to: str = TO) -> Any:
    return shop.till.post(f"/api/sales/{sale['id']}/receipt/email/", {"to": to})


def mail_of(shop: Shop, answer: Any) -> PaperMail:
    with shop.scope():
        return PaperMail.objects.for_business(shop.id).get(pk=answer.json()["id"])


def test_a_receipt_arrives_as_a_page_and_a_pdf(shop: Shop, sale: dict[str, Any], mailbox: Mailbox) -> None:
    answer = mailed(shop, sale)
    assert (answer.status_code, answer.json()["status"]) == (202, "WAITING")
    assert TO not in answer.content.decode()
    MailService.send_due(at=timezone.now())
    (message,) = mailbox.taken
    assert (message["To"], message["From"]) == (TO, "Corner shop <receipts@shop.example>")
    assert message["Subject"].strip() == f"Бележка {sale['receipt_number']}, Corner shop"
    assert message["Message-ID"] == f"<{answer.json()['id']}@shop.example>"
    page = message.get_body(("html",))
    assert page is not None
    assert "Чай" in page.get_content()
    (paper,) = message.iter_attachments()
    assert paper.get_filename() == f"{sale['receipt_number']}.pdf"
    assert paper.get_content()[:5] == b"%PDF-"


def test_what_was_sent_is_forgotten_and_is_not_sent_again(shop: Shop, sale: dict[str, Any], mailbox: Mailbox) -> None:
    answer = mailed(shop, sale)
    waits = mail_of(shop, answer)
    assert (waits.recipient, bytes(waits.paper)[:5]) == (TO, b"%PDF-")
    for _ in range(2):
        MailService.send_due(at=timezone.now())
    assert len(mailbox.taken) == 1
    sent = mail_of(shop, answer)
    assert (sent.status, sent.recipient, sent.page, bytes(sent.paper)) == ("SENT", "", "", b"")
    assert sent.sent_at is not None


def test_a_mail_counts_as_a_print_and_is_audited_without_its_address(
    shop: Shop, sale: dict[str, Any], mailbox: Mailbox
) -> None:
    before = shop.till.get(f"/api/sales/{sale['id']}/receipt/").json()["copy_number"]
    assert mailed(shop, sale).json()["copy_number"] == before
    assert shop.till.get(f"/api/sales/{sale['id']}/receipt/").json()["copy_number"] == before + 1
    with shop.scope():
        row = AuditLog.objects.for_business(shop.id).filter(event_type="receipt.mailed").latest("timestamp")
        assert (str(row.sale_id), TO in str(row.event_data)) == (sale["id"], False)
        assert AuditDetail.objects.for_business(shop.id).get(log_id=row.pk).description == TO


def test_a_server_that_is_away_is_asked_again_later(shop: Shop, sale: dict[str, Any], mailbox: Mailbox) -> None:
    answer, at = mailed(shop, sale), timezone.now()
    with override_settings(EMAIL_PORT=1):
        MailService.send_due(at=at)
    waits = mail_of(shop, answer)
    assert (waits.status, waits.tries, waits.next_try_at) == ("WAITING", 1, at + timedelta(minutes=1))
    MailService.send_due(at=at + timedelta(seconds=30))
    assert mailbox.taken == []
    MailService.send_due(at=at + timedelta(minutes=2))
    assert mail_of(shop, answer).status == "SENT"


@pytest.mark.parametrize(("says", "status"), [("550 no such user", "FAILED"), ("451 try later", "WAITING")])
def test_an_address_that_nobody_has_is_given_up_and_a_busy_one_is_not(
    shop: Shop, sale: dict[str, Any], mailbox: Mailbox, says: str, status: str
) -> None:
    answer = mailed(shop, sale)
    mailbox.says = [says]
    MailService.send_due(at=timezone.now())
    mail = mail_of(shop, answer)
    assert (mail.status, mail.error, mailbox.taken) == (status, f"refused: {says[:3]}", [])
    assert bool(mail.recipient) is (status == "WAITING")
    if mail.recipient:
        MailService.send_due(at=timezone.now() + timedelta(hours=1))


@pytest.mark.parametrize(
    "to", ["", "ivan", "ivan@", "a b@c.example", "x@y.example\nBcc: z@y.example", f"{'a' * 250}@b.example"]
)
def test_a_bad_address_is_refused_and_nothing_is_counted(
    shop: Shop, sale: dict[str, Any], mailbox: Mailbox, to: str
) -> None:
    with shop.scope():
        before = PaperMail.objects.for_business(shop.id).count()
    answer = mailed(shop, sale, to)
    assert answer.status_code in {400, 422}, answer.content
    assert answer.json()["code"] in {"BAD_EMAIL", "VALIDATION_FAILED"}
    with shop.scope():
        assert PaperMail.objects.for_business(shop.id).count() == before


def test_without_a_mail_server_it_is_refused(shop: Shop, sale: dict[str, Any]) -> None:
    answer = mailed(shop, sale)
    assert (answer.status_code, answer.json()["code"]) == (409, "MAIL_NOT_SET_UP")
