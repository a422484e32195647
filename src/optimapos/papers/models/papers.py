"""PaperPrint, the ledger of what was handed out of a document, and PaperMail, what waits for the mail server."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from optimapos.core.fields import id_field
from optimapos.core.sealed import SealedTextField
from optimapos.core.tenancy import TenantManager
from optimapos.organization.models import BusinessOwned
from optimapos.papers.types import DocumentKind, MailStatus, PaperForm


class PaperPrint(models.Model):
    """A document was handed out. Number 1 is its original, every later one a copy; what a till sold without a connection it
    printed itself, so that numbers begin with 2 there.
    """

    id = id_field()
    business_id = models.UUIDField()
    document_kind = models.CharField(max_length=8, choices=DocumentKind)
    document_id = models.UUIDField()
    print_number = models.PositiveIntegerField()
    form = models.CharField(max_length=8, choices=PaperForm)
    user_id = models.UUIDField(null=True)
    terminal_id = models.UUIDField(null=True)
    printed_at = models.DateTimeField()

    objects: ClassVar[TenantManager[Self]] = TenantManager()

    class Meta:
        db_table = "paper_print"
        constraints = [
            models.UniqueConstraint(
                fields=["business_id", "document_id", "print_number"], name="paper_print_number_unique"
            ),
            models.CheckConstraint(name="paper_print_number_positive", condition=Q(print_number__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.document_kind} print {self.print_number}"

    @property
    def copy_number(self) -> int:
        """0 for the original."""
        return self.print_number - 1


class PaperMail(BusinessOwned):
    """A paper on its way to somebody. What it says and whom it is for are forgotten once it was sent, or given up."""

    paper_print = models.OneToOneField(PaperPrint, on_delete=models.PROTECT, related_name="mail")
    status = models.CharField(max_length=8, choices=MailStatus, default=MailStatus.WAITING)
    recipient = SealedTextField(max_length=254, blank=True)
    subject = models.CharField(max_length=200)
    page = models.TextField(blank=True)
    paper: "models.BinaryField[Any, Any]" = models.BinaryField(default=bytes)
    file_name = models.CharField(max_length=100)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    error = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "paper_mail"
        indexes = [
            # The worker's visit; a mail leaves it when it is sent.
            models.Index(fields=["next_try_at"], name="paper_mail_due", condition=Q(status=MailStatus.WAITING)),
        ]
        constraints = [
            models.CheckConstraint(
                name="paper_mail_forgets_what_it_said",
                condition=Q(status=MailStatus.WAITING) | Q(recipient="", page="", paper=b""),
            ),
            models.CheckConstraint(
                name="paper_mail_sent_at_a_time",
                condition=Q(status=MailStatus.SENT, sent_at__isnull=False)
                | (~Q(status=MailStatus.SENT) & Q(sent_at=None)),
            ),
        ]

    def __str__(self) -> str:
        return self.subject
