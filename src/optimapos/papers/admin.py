"""Pages of papers, read-only. None has an address, or what a mail says."""

from optimapos.core.actors import Capability
from optimapos.organization.admin import LedgerAdmin, register
from optimapos.papers.models import PaperMail, PaperPrint


@register(PaperPrint)
class PaperPrintPages(LedgerAdmin):
    """What was handed out."""

    view_capability = Capability.SALE_VIEW
    list_display = ("document_kind", "document_id", "print_number", "form", "user_id", "printed_at")
    list_filter = ("document_kind", "form")


@register(PaperMail)
class PaperMailPages(LedgerAdmin):
    """What was mailed."""

    view_capability = Capability.SALE_VIEW
    exclude = ("business", "recipient", "page", "paper")
    list_display = ("subject", "status", "tries", "next_try_at", "error", "sent_at")
    list_filter = ("status",)
