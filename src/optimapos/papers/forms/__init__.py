"""A paper as a page (HTML), as paper of 80 mm (PDF), and for a receipt printer (ESC/POS)."""

from optimapos.papers.forms.escpos import receipt_bytes
from optimapos.papers.forms.page import receipt_page
from optimapos.papers.forms.paper import receipt_paper

__all__ = ["receipt_bytes", "receipt_page", "receipt_paper"]
