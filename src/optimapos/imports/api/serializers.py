"""What imports answer."""

from typing import Any

from rest_framework import serializers

from optimapos.imports.models import ImportJob, ImportProblem
from optimapos.imports.services import progress_of
from optimapos.imports.types import NAME_LENGTH, SHOWN_PROBLEMS, UNFINISHED, FileFormat, ImportKind


class ImportProblemSerializer(serializers.ModelSerializer[ImportProblem]):
    """Something that is wrong with a file. `line` 0: with the file as a whole."""

    class Meta:
        model = ImportProblem
        fields = ["line", "column", "code", "message", "value"]


class ImportJobSerializer(serializers.ModelSerializer[ImportJob]):
    """A file on its way in. While somebody is at it, `rows_done` of `rows_total` tells how far."""

    user = serializers.UUIDField(source="user_id", read_only=True)
    dry_run = serializers.SerializerMethodField()
    rows_done = serializers.SerializerMethodField()
    rows_total = serializers.SerializerMethodField()

    class Meta:
        model = ImportJob
        fields = [
            "id",
            "kind",
            "status",
            "file_name",
            "file_format",
            "file_size",
            "sha256",
            "user",
            "dry_run",
            "rows_total",
            "rows_done",
            "problems_count",
            "created_count",
            "changed_count",
            "unchanged_count",
            "failure_code",
            "failure_message",
            "created_at",
            "checked_at",
            "applied_at",
        ]

    def get_dry_run(self, job: ImportJob) -> bool:
        """Whether nobody has asked for it to be applied."""
        return not job.applies

    def get_rows_done(self, job: ImportJob) -> int:
        """Lines done."""
        return self._progress(job)[0]

    def get_rows_total(self, job: ImportJob) -> int:
        """Lines in all, about, until they are counted."""
        return self._progress(job)[1]

    def _progress(self, job: ImportJob) -> tuple[int, int]:
        if job.status not in UNFINISHED:
            return job.rows_done, job.rows_total
        return progress_of(job.business_id, job.pk)


class ImportJobDetailSerializer(ImportJobSerializer):
    """A file on its way in, with the first of its problems."""

    problems = serializers.SerializerMethodField()

    class Meta(ImportJobSerializer.Meta):
        fields = [*ImportJobSerializer.Meta.fields, "problems"]

    def get_problems(self, job: ImportJob) -> ImportProblemSerializer(many=True):  # type: ignore[valid-type]
        """The first problems; `problems/` lists all."""
        rows = ImportProblem.objects.for_business(job.business_id).filter(job=job).order_by("id")
        return ImportProblemSerializer(rows[:SHOWN_PROBLEMS], many=True).data


class UploadSerializer(serializers.Serializer[Any]):
    """What the query of an upload says about its body."""

    kind = serializers.ChoiceField(choices=ImportKind.choices, help_text="What the lines of the file are.")
    file_name = serializers.CharField(max_length=NAME_LENGTH, default="import", help_text="Shown in the list.")
    dry_run = serializers.BooleanField(default=True, help_text="Only check. `apply/` applies it afterwards.")
    force = serializers.BooleanField(default=False, help_text="Take opening stock from a file that was applied before.")


class ApplySerializer(serializers.Serializer[Any]):
    """How to apply."""

    force = serializers.BooleanField(default=False, help_text="Take opening stock from a file that was applied before.")


class FormatSerializer(serializers.Serializer[Any]):
    """How a file is wanted."""

    file_format = serializers.ChoiceField(choices=FileFormat.choices, default=FileFormat.CSV)
