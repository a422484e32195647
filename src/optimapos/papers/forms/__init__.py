"""A paper as a page (HTML) and as paper of 80 mm (PDF)."""

from optimapos.papers.forms.page import receipt_page
from optimapos.papers.forms.paper import receipt_paper

__all__ = ["receipt_page", "receipt_paper"]
