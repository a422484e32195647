"""Tables of imports."""

from optimapos.imports.models.jobs import ImportFilePart, ImportJob, ImportProblem

__all__ = ["ImportFilePart", "ImportJob", "ImportProblem"]
