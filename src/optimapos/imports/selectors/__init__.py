"""Reads of imports."""

from optimapos.imports.selectors.jobs import jobs_of, problems_of, unfinished_jobs

__all__ = ["jobs_of", "problems_of", "unfinished_jobs"]
