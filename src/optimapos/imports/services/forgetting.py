"""Forgetting files: they hold costs and names, and after some time nobody applies them any more."""

from datetime import datetime, timedelta

from optimapos.imports.models import ImportFilePart
from optimapos.imports.types import FILE_DAYS, UNFINISHED


def forget_old_files(at: datetime) -> int:
    """Delete the files of jobs that nobody touched for 30 days, of all businesses; the number of parts deleted."""
    parts = ImportFilePart.objects.across_businesses(reason="files of every business grow old")
    old = parts.filter(job__updated_at__lt=at - timedelta(days=FILE_DAYS)).exclude(job__status__in=UNFINISHED)
    return old.delete()[0]
