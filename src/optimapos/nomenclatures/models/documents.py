"""Document types, their statuses and transitions, as rows; what every document has; and the history of its statuses."""

from typing import ClassVar, Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from optimapos.core.fields import id_field
from optimapos.core.tenancy import TenantManager
from optimapos.nomenclatures.types import STATUS_CODE, TYPE_CODE, Trigger
from optimapos.organization.models import BusinessOwned, Location


class DocumentType(BusinessOwned):
    """A type of documents of one `kind` (such as PURCHASE_ORDER): its own series of numbers and its own workflow.

    A kind may have several types, such as local and import orders; one of them is the default. `code` names the series too.
    """

    kind = models.CharField(max_length=20)
    code = models.CharField(
        max_length=30, validators=[RegexValidator(TYPE_CODE, "Letters, digits, _ and -, beginning with a letter.")]
    )
    name = models.CharField(max_length=120)
    prefix = models.CharField(max_length=12)
    is_default = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    class Meta:
        db_table = "document_type"
        constraints = [
            models.UniqueConstraint(fields=["business", "code"], name="document_type_code_unique"),
            models.UniqueConstraint(fields=["business", "prefix"], name="document_type_prefix_unique"),
            models.UniqueConstraint(
                fields=["business", "kind"], name="document_type_one_default", condition=Q(is_default=True)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DocumentTypeStatus(BusinessOwned):
    """A status of a document type and what it does. Source: system-overview.md "Configuration Over Code".

    `is_editable`: lines may be changed. `allows_conversion`: it may be turned into the next document, or received.
    """

    document_type = models.ForeignKey(DocumentType, on_delete=models.CASCADE, related_name="statuses")
    code = models.CharField(
        max_length=30, validators=[RegexValidator(STATUS_CODE, "Small letters, digits and _, beginning with a letter.")]
    )
    name = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField(default=0)
    is_initial = models.BooleanField(default=False)
    is_final = models.BooleanField(default=False)
    is_editable = models.BooleanField(default=False)
    is_deletable = models.BooleanField(default=False)
    allows_conversion = models.BooleanField(default=False)
    creates_inventory_movements = models.BooleanField(default=False)
    reverses_inventory_movements = models.BooleanField(default=False)
    allows_movement_correction = models.BooleanField(default=False)

    class Meta:
        db_table = "document_type_status"
        verbose_name_plural = "document type statuses"
        constraints = [
            models.UniqueConstraint(fields=["document_type", "code"], name="document_status_code_unique"),
            models.UniqueConstraint(
                fields=["document_type"], name="document_status_one_initial", condition=Q(is_initial=True)
            ),
        ]

    def __str__(self) -> str:
        return self.code


class DocumentTypeTransition(BusinessOwned):
    """A way from one status to another, and the capability that it needs."""

    document_type = models.ForeignKey(DocumentType, on_delete=models.CASCADE, related_name="transitions")
    from_status = models.ForeignKey(DocumentTypeStatus, on_delete=models.CASCADE, related_name="ways_out")
    to_status = models.ForeignKey(DocumentTypeStatus, on_delete=models.CASCADE, related_name="ways_in")
    capability = models.CharField(max_length=40)
    trigger = models.CharField(max_length=20, choices=Trigger, default=Trigger.MANUAL)
    requires_comment = models.BooleanField(default=False)

    class Meta:
        db_table = "document_type_transition"
        constraints = [
            models.UniqueConstraint(fields=["from_status", "to_status"], name="document_transition_unique"),
            models.UniqueConstraint(
                fields=["from_status", "trigger"],
                name="document_transition_one_way_by_itself",
                condition=~Q(trigger=Trigger.MANUAL),
            ),
            models.CheckConstraint(
                name="document_transition_goes_somewhere", condition=~Q(from_status=models.F("to_status"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_status_id} to {self.to_status_id}"


class Document(BusinessOwned):
    """What every document has. `kind` names its class in `config/wiring.py`.

    `posted_at`: since when its stock movements count, None before they were made and after they were taken back.
    `posting` counts how often they were made. `occurred_at` is when the goods moved, given for a backdated document.
    `version` counts its changes.
    """

    kind: ClassVar[str]

    document_type = models.ForeignKey(DocumentType, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=40)
    status = models.ForeignKey(DocumentTypeStatus, on_delete=models.PROTECT, related_name="+")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+")
    document_date = models.DateField()
    occurred_at = models.DateTimeField(null=True, blank=True)
    posted_at = models.DateTimeField(null=True, blank=True)
    posting = models.PositiveSmallIntegerField(default=0)
    created_by = models.UUIDField()
    notes = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["business", "number"], name="%(class)s_number_unique"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_posted(self) -> bool:
        """Whether its stock movements count."""
        return self.posted_at is not None


class DocumentStatusChange(models.Model):
    """One step of a document: an append-only history with user, comment and time."""

    id = id_field()
    business_id = models.UUIDField()
    kind = models.CharField(max_length=20)
    document_id = models.UUIDField()
    from_status = models.CharField(max_length=30, blank=True)
    to_status = models.CharField(max_length=30)
    trigger = models.CharField(max_length=20, choices=Trigger, default=Trigger.MANUAL)
    user_id = models.UUIDField(null=True)
    comment = models.TextField(blank=True)
    at = models.DateTimeField()

    objects: ClassVar[TenantManager[Self]] = TenantManager()

    class Meta:
        db_table = "document_status_change"
        indexes = [models.Index(fields=["document_id", "id"], name="document_status_change_doc")]

    def __str__(self) -> str:
        return f"{self.from_status} to {self.to_status}"
