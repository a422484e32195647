"""ImportJob, the file that it brings, and what is wrong with it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from optimapos.imports.types import MAX_FILE_BYTES, PART_BYTES, FileFormat, ImportKind, JobStatus
from optimapos.organization.models import BusinessOwned, Membership


class ImportJob(BusinessOwned):
    """One file on its way in. The row itself is the truth of how far it is: whoever finds it unfinished and can lock it may
    go on with it.

    `places`: the locations that its member saw when it was uploaded; None: all. `applies`: whether it is to be applied as
    soon as it is found right. `is_forced`: brought although the same file was applied before. Counts are those of the last
    check, or of what was applied. A `failure_code` stands where it broke off.
    """

    kind = models.CharField(max_length=20, choices=ImportKind)
    status = models.CharField(max_length=10, choices=JobStatus, default=JobStatus.UPLOADED)
    file_name = models.CharField(max_length=200)
    file_format = models.CharField(max_length=4, choices=FileFormat)
    file_size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    user_id = models.UUIDField()
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    places = ArrayField(models.UUIDField(), null=True)
    applies = models.BooleanField(default=False)
    is_forced = models.BooleanField(default=False)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    problems_count = models.PositiveIntegerField(default=0)
    created_count = models.PositiveIntegerField(default=0)
    changed_count = models.PositiveIntegerField(default=0)
    unchanged_count = models.PositiveIntegerField(default=0)
    failure_code = models.CharField(max_length=60, blank=True)
    failure_message = models.TextField(blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "import_job"
        constraints = [
            models.CheckConstraint(
                name="import_file_bounded", condition=Q(file_size__gte=1, file_size__lte=MAX_FILE_BYTES)
            ),
            # Opening stock adds: the same file twice would double the shelf. The other kinds set, so they may repeat.
            models.UniqueConstraint(
                fields=["business", "sha256"],
                name="import_opening_stock_once",
                condition=Q(kind=ImportKind.OPENING_STOCK, status=JobStatus.APPLIED, is_forced=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"],
                name="import_job_unfinished",
                condition=Q(status__in=[JobStatus.UPLOADED, JobStatus.CHECKING, JobStatus.APPLYING]),
            )
        ]

    def __str__(self) -> str:
        return self.file_name


class ImportFilePart(BusinessOwned):
    """A part of a job's file, `number` from 0 on; deleted some time after the job has ended."""

    job = models.ForeignKey(ImportJob, on_delete=models.CASCADE, db_index=False, related_name="parts")
    number = models.PositiveSmallIntegerField()
    content = models.BinaryField()

    class Meta:
        db_table = "import_file_part"
        constraints = [
            models.UniqueConstraint(fields=["job", "number"], name="import_file_part_unique"),
            models.CheckConstraint(
                name="import_file_part_bounded", condition=Q(number__lt=MAX_FILE_BYTES // PART_BYTES + 1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.job_id} {self.number}"


class ImportProblem(BusinessOwned):
    """Something that is wrong with a job's file, in the order of its lines."""

    job = models.ForeignKey(ImportJob, on_delete=models.CASCADE, db_index=False, related_name="problems")
    line = models.PositiveIntegerField()
    column = models.CharField(max_length=40)
    code = models.CharField(max_length=60)
    message = models.TextField()
    value = models.TextField(blank=True)

    class Meta:
        db_table = "import_problem"
        indexes = [models.Index(fields=["job", "id"], name="import_problem_order")]

    def __str__(self) -> str:
        return f"{self.line} {self.column} {self.code}"
