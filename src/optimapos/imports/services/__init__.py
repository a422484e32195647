"""Writes of imports, and the files of exports."""

from optimapos.imports.services.exports import ExportService, template
from optimapos.imports.services.jobs import ImportService
from optimapos.imports.services.progress import progress_of
from optimapos.imports.services.work import work_off

__all__ = ["ExportService", "ImportService", "progress_of", "template", "work_off"]
