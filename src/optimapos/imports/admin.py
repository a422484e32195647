"""Pages of imports: read-only."""

from optimapos.core.actors import Capability
from optimapos.imports.models import ImportJob, ImportProblem
from optimapos.organization.admin import LedgerAdmin, register


@register(ImportJob)
class ImportJobPages(LedgerAdmin):
    """Files that were brought."""

    view_capability = Capability.DATA_IMPORT
    list_display = ("created_at", "file_name", "kind", "status", "rows_total", "problems_count", "membership")
    list_select_related = ("membership__user",)
    list_filter = ("kind", "status")
    search_fields = ("file_name", "sha256")


@register(ImportProblem)
class ImportProblemPages(LedgerAdmin):
    """What is wrong with them."""

    view_capability = Capability.DATA_IMPORT
    list_display = ("job", "line", "column", "code", "message", "value")
    list_select_related = ("job",)
    list_filter = ("code",)
