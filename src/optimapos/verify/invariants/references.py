"""References without a foreign key: they point to rows of the same business that exist.

The related ids of the audit log are the exception for lines of carts, which may be gone: those that exist are theirs; and for
customers of whom the log says that they were deleted.
"""

from optimapos.verify.types import Invariant

NOT_DELETED = """NOT EXISTS (SELECT 1 FROM audit_log d
                               WHERE d.customer_id = r.customer_id AND d.business_id = r.business_id
                                 AND d.event_type = 'customer.deleted')"""
# (table, key, column, target, condition, whether the target may be gone)
LOOSE = (
    ("inventory_movement", "id", "batch_id", "inventory_batch", "true", False),
    ("inventory_movement", "id", "reversal_of", "inventory_movement", "true", False),
    ("stock_reservation", "id", "sale_id", "sale", "true", False),
    ("sale", "id", "terminal_id", "terminal", "true", False),
    ("sale", "id", "shift_id", "shift", "true", False),
    ("payment", "id", "shift_id", "shift", "true", False),
    ("payment", "id", "refund_id", "refund", "true", False),
    ("refund", "id", "shift_id", "shift", "true", False),
    ("refund", "id", "terminal_id", "terminal", "true", False),
    ("shift_late_sale", "id", "sale_id", "sale", "true", False),
    ("approval", "id", "cart_id", "sale", "true", False),
    ("approval", "id", "sale_id", "sale", "true", False),
    ("payment", "id", "terminal_id", "terminal", "true", False),
    ("credit_transaction", "id", "source_id", "sale", "r.kind = 'SALE'", False),
    ("credit_transaction", "id", "source_id", "payment", "r.kind = 'PAYMENT'", False),
    ("credit_transaction", "id", "source_id", "refund", "r.kind = 'REFUND'", False),
    ("credit_allocation", "id", "credit_id", "credit_transaction", "true", False),
    ("credit_allocation", "id", "debit_id", "credit_transaction", "true", False),
    ("payment", "id", "wallet_entry_id", "wallet_entry", "true", False),
    ("wallet_entry", "id", "source_id", "sale", "r.source_type = 'SALE'", False),
    ("wallet_entry", "id", "source_id", "refund", "r.source_type = 'REFUND'", False),
    ("wallet_entry", "id", "terminal_id", "terminal", "true", False),
    ("open_item", "entry_id", "customer_id", "customer", "true", False),
    ("offline_sale", "id", "sent_by_terminal", "terminal", "true", False),
    ("payment", "id", "intent_id", "payment_intent", "true", False),
    ("payment_intent", "id", "terminal_id", "terminal", "true", False),
    ("payment_intent", "id", "shift_id", "shift", "true", False),
    ("payment_intent", "id", "payment_id", "payment", "true", False),
    ("paper_print", "id", "document_id", "sale", "r.document_kind = 'SALE'", False),
    ("paper_print", "id", "document_id", "refund", "r.document_kind = 'REFUND'", False),
    ("paper_print", "id", "document_id", "shift", "r.document_kind = 'SHIFT'", False),
    ("paper_print", "id", "document_id", "wallet_entry", "r.document_kind = 'CARD'", False),
    ("audit_log", "id", "sale_id", "sale", "true", False),
    ("audit_log", "id", "payment_id", "payment", "true", False),
    ("audit_log", "id", "refund_id", "refund", "true", False),
    ("audit_log", "id", "customer_id", "customer", NOT_DELETED, False),
    ("audit_log", "id", "sale_item_id", "sale_item", "true", True),
)


def _query(table: str, key: str, column: str, target: str, condition: str, may_be_gone: bool) -> str:
    wrong = "t.business_id <> r.business_id" + ("" if may_be_gone else " OR t.id IS NULL")
    return f"""
SELECT r.business_id, format('{table} %s', r.{key}) AS what,
       jsonb_build_object('{column}', r.{column}, 'found_in', t.business_id) AS figures
  FROM {table} r LEFT JOIN {target} t ON t.id = r.{column}
 WHERE r.{column} IS NOT NULL AND {condition} AND ({wrong})
"""


LOOSE_REFERENCES = (
    Invariant(
        "tenancy.loose_references",
        "An id without a foreign key points to a row of the same business.",
        " UNION ALL ".join(_query(*reference) for reference in LOOSE),
    ),
)
