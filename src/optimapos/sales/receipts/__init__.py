"""Receipts of completed sales: as facts (JSON), and as people read them."""

from optimapos.sales.receipts.facts import receipt_of
from optimapos.sales.receipts.printed import printed

__all__ = ["printed", "receipt_of"]
