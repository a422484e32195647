"""What breaks the books of suppliers: (invariant, statements, words by which the violation is named)."""

MINE = "WHERE business_id = %(business)s"
ENTRY = f"UPDATE supplier_transaction SET {{}} {MINE} AND kind = '{{}}'"
SHARE = f"UPDATE supplier_allocation SET {{}} {MINE}"

PLANTS = (
    ("payables.allocations", [SHARE.format("amount = amount + 100")], ["supplier entry INVOICE"]),
    ("payables.allocations", [SHARE.format("debit_amount = debit_amount + 100")], ["settled 1"]),
    ("payables.allocations", [SHARE.format("credit_amount = -1")], ["supplier entry PAYMENT"]),
    ("payables.sides", [SHARE.format("credit_id = debit_id, debit_id = credit_id")], ["supplier allocation"]),
    ("payables.sides", [SHARE.format("supplier_id = %(other)s")], ["credit_supplier"]),
    ("payables.sides", [ENTRY.format("currency = 'USD'", "PAYMENT")], ["credit_currency USD"]),
    ("payables.taken_back", [SHARE.format("amount = amount - 1") + " AND takes_back IS NOT NULL"], ["takes_back"]),
    ("payables.taken_back", [SHARE.format("takes_back = %(other)s") + " AND takes_back IS NOT NULL"], ["of None"]),
    ("payables.differences", [ENTRY.format("amount = amount + 1", "ADJUSTMENT")], ["difference", "entries"]),
    ("payables.differences", [f"DELETE FROM supplier_transaction {MINE} AND kind = 'ADJUSTMENT'"], ["entries None"]),
    ("payables.differences", [ENTRY.format("source_id = %(other)s", "ADJUSTMENT")], ["difference None"]),
    ("payables.reversals", [ENTRY.format("amount = amount + 1", "REVERSAL")], ["supplier entry REVERSAL"]),
    ("payables.reversals", [ENTRY.format("reversal_of = NULL", "REVERSAL")], ["reversal_of None"]),
    (
        "payables.of_documents",
        [ENTRY.format("foreign_amount = foreign_amount + 1", "INVOICE")],
        ["SUPPLIER_INVOICE SI-"],
    ),
    ("payables.of_documents", [ENTRY.format("source_id = %(other)s", "PAYMENT")], ["SUPPLIER_PAYMENT SP-"]),
    (
        "payables.of_documents",
        [f"UPDATE supplier_credit_note SET reversed_at = now() {MINE}"],
        ["SUPPLIER_CREDIT_NOTE"],
    ),
    ("payables.of_documents", [f"UPDATE supplier_invoice SET supplier_id = %(other)s {MINE}"], ["booked_with"]),
    ("payables.totals", [f"UPDATE supplier_invoice SET tax_amount = tax_amount + 1 {MINE}"], ["invoice SI-"]),
    ("payables.totals", [f"UPDATE supplier_invoice_line SET net_amount = net_amount + 1 {MINE}"], ["lines"]),
    ("payables.totals", [f"UPDATE supplier_credit_note SET rounding = 0.5 {MINE}"], ["credit note SC-"]),
    (
        "purchases.received",
        [f"UPDATE purchase_order_line SET received_base_qty = received_base_qty + 1 {MINE}"],
        ["order PO-", "line 1"],
    ),
    (
        "purchases.returned",
        [f"UPDATE delivery_receipt_line SET returned_base_qty = returned_base_qty + 1 {MINE}"],
        ["receipt DR-", "returns"],
    ),
    (
        "purchases.returned",
        [f"UPDATE delivery_receipt_line SET invoiced_base_qty = invoiced_base_qty + 1 {MINE}"],
        ["invoiced_base_qty"],
    ),
    (
        "purchases.credited",
        [f"UPDATE supplier_credit_note_line SET base_qty = base_qty + 100 {MINE}"],
        ["return SR-", "credited"],
    ),
    ("purchases.credited", [f"UPDATE supplier_return SET posted_at = NULL {MINE}"], ["is_posted False"]),
    (
        "purchases.landed",
        [f"UPDATE landed_cost_target SET amount = amount + 0.01 {MINE}"],
        ["landed cost LC-", "shares"],
    ),
    ("purchases.landed", [f"UPDATE landed_cost_charge SET ledger_amount = ledger_amount + 1 {MINE}"], ["charges"]),
)
