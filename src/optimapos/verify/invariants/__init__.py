"""The invariants, by what they are about."""

from optimapos.verify.invariants.approvals import APPROVALS
from optimapos.verify.invariants.credit import CREDIT
from optimapos.verify.invariants.customers import CUSTOMERS
from optimapos.verify.invariants.database import DATABASE
from optimapos.verify.invariants.lines import LINES
from optimapos.verify.invariants.offline import OFFLINE
from optimapos.verify.invariants.papers import PAPERS
from optimapos.verify.invariants.payables import PAYABLES
from optimapos.verify.invariants.payments import PAYMENTS
from optimapos.verify.invariants.products import PRODUCTS
from optimapos.verify.invariants.promotions import PROMOTIONS
from optimapos.verify.invariants.purchases import PURCHASES
from optimapos.verify.invariants.receipts import RECEIPTS
from optimapos.verify.invariants.references import LOOSE_REFERENCES
from optimapos.verify.invariants.refunds import REFUNDS
from optimapos.verify.invariants.reservations import RESERVATIONS
from optimapos.verify.invariants.sales import SALES
from optimapos.verify.invariants.shifts import SHIFTS
from optimapos.verify.invariants.stock import STOCK
from optimapos.verify.invariants.stock_documents import STOCK_DOCUMENTS
from optimapos.verify.invariants.trail import TRAIL
from optimapos.verify.invariants.wallet import WALLET

WRITTEN = (
    *PRODUCTS,
    *STOCK,
    *STOCK_DOCUMENTS,
    *RESERVATIONS,
    *CREDIT,
    *CUSTOMERS,
    *SALES,
    *LINES,
    *APPROVALS,
    *PROMOTIONS,
    *RECEIPTS,
    *PAPERS,
    *REFUNDS,
    *SHIFTS,
    *OFFLINE,
    *PAYMENTS,
    *PURCHASES,
    *PAYABLES,
    *WALLET,
    *TRAIL,
    *LOOSE_REFERENCES,
    *DATABASE,
)
"""The invariants whose queries are written here; `catalogue` generates the others from the database's own catalogue."""
