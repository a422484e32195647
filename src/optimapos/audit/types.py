"""Event types: the 19 of sales-phase-1.md, and those that other apps add."""

SALES_EVENTS = (
    "sale.created",
    "sale.updated",
    "sale.completed",
    "sale.cancelled",
    "sale_item.added",
    "sale_item.updated",
    "sale_item.removed",
    "payment.created",
    "payment.updated",
    "refund.requested",
    "refund.approved",
    "refund.rejected",
    "refund.processed",
    "stock.reserved",
    "stock.committed",
    "stock.released",
    "customer.created",
    "customer.updated",
    "credit.adjusted",
)
