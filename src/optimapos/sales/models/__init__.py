"""Tables of sales, and the names that the source documents import from here."""

from optimapos.audit.models import AuditLog
from optimapos.inventory.models import StockReservation
from optimapos.partners.models import Customer
from optimapos.sales.models.items import SaleItem, SaleTax
from optimapos.sales.models.payments import Payment
from optimapos.sales.models.sales import ReceiptCounter, Sale

__all__ = [
    "AuditLog",
    "Customer",
    "Payment",
    "ReceiptCounter",
    "Sale",
    "SaleItem",
    "SaleTax",
    "StockReservation",
]
