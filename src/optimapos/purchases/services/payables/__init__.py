"""What is owed to suppliers: invoices, payments, credit notes, and the ledger that they are booked into."""

from optimapos.purchases.services.payables.credit_notes import SupplierCreditNoteService
from optimapos.purchases.services.payables.invoices import SupplierInvoiceService
from optimapos.purchases.services.payables.openings import SupplierOpeningService
from optimapos.purchases.services.payables.payments import SupplierPaymentService

__all__ = ["SupplierCreditNoteService", "SupplierInvoiceService", "SupplierOpeningService", "SupplierPaymentService"]
