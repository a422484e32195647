"""Receipts of completed sales: as facts (JSON), as a page (HTML) and as paper of 80 mm (PDF)."""

from optimapos.sales.receipts.facts import receipt_of
from optimapos.sales.receipts.page import receipt_page
from optimapos.sales.receipts.paper import receipt_paper
from optimapos.sales.receipts.printed import printed

__all__ = ["printed", "receipt_of", "receipt_page", "receipt_paper"]
