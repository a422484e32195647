"""Whether a business's books balance: SQL of the tests' own, sharing nothing with the services, and `verify` as well."""

import os
from io import StringIO
from uuid import UUID

import psycopg
from django.core.management import call_command, get_commands

ITEMS = """
    SELECT i.id, i.current_qty, m.quantity, b.quantity, i.stock_value, m.value, b.value, i.seq, m.last, m.pieces
      FROM inventory_item i
      LEFT JOIN LATERAL (SELECT coalesce(sum(quantity), 0) AS quantity, coalesce(sum(cost_amount), 0) AS value,
                                coalesce(max(item_seq), 0) AS last, count(DISTINCT item_seq) AS pieces
                           FROM inventory_movement WHERE item_id = i.id) m ON true
      LEFT JOIN LATERAL (SELECT coalesce(sum(remaining_qty), 0) AS quantity,
                                coalesce(sum(round(remaining_qty * unit_cost, 6)), 0) AS value
                           FROM inventory_batch WHERE item_id = i.id) b ON true
     WHERE i.business_id = %(business)s
       AND (i.current_qty < i.floor_qty OR i.current_qty <> m.quantity OR i.current_qty <> b.quantity
            OR i.stock_value <> m.value
            OR i.stock_value <> b.value OR i.seq <> m.last OR i.seq <> m.pieces)
"""
MOVED = """
    SELECT l.id, l.base_qty, l.cost_amount, m.quantity, m.cost
      FROM sale s JOIN sale_item l ON l.sale_id = s.id
      LEFT JOIN LATERAL (SELECT coalesce(-sum(quantity), 0) AS quantity, coalesce(-sum(cost_amount), 0) AS cost
                           FROM inventory_movement WHERE source_line_id = l.id AND kind = 'SALE') m ON true
     WHERE s.business_id = %(business)s AND l.item_id IS NOT NULL
       AND (m.quantity, m.cost) <> (CASE WHEN s.completed_at IS NULL THEN 0 ELSE l.base_qty END,
                                    CASE WHEN s.completed_at IS NULL THEN 0 ELSE l.cost_amount END)
"""
TOTALS = """
    SELECT s.id, s.total_amount, l.gross, s.amount_paid, p.paid, s.amount_due, o.owed, t.tax
      FROM sale s
      LEFT JOIN LATERAL (SELECT coalesce(sum(gross), 0) AS gross, coalesce(sum(tax), 0) AS tax
                           FROM sale_item WHERE sale_id = s.id) l ON true
      LEFT JOIN LATERAL (SELECT coalesce(sum(a.amount), 0) AS settled
                           FROM credit_allocation a JOIN credit_transaction t ON t.id = a.debit_id
                           JOIN credit_transaction c ON c.id = a.credit_id
                          WHERE t.source_id = s.id AND c.moved_from_id IS DISTINCT FROM t.id) a ON true
      LEFT JOIN LATERAL (SELECT coalesce(sum(amount_paid), 0) + a.settled AS paid
                           FROM payment WHERE sale_id = s.id AND direction = 'IN') p ON true
      LEFT JOIN LATERAL (SELECT coalesce(sum(amount), 0) - a.settled AS owed
                           FROM credit_transaction WHERE source_id = s.id) o ON true
      LEFT JOIN LATERAL (SELECT coalesce(sum(tax), 0) AS tax FROM sale_tax WHERE sale_id = s.id) t ON true
     WHERE s.business_id = %(business)s AND s.completed_at IS NOT NULL
       AND (s.total_amount <> l.gross + s.rounding_amount OR s.amount_paid <> p.paid OR s.amount_due <> o.owed
            OR s.total_amount <> s.amount_paid + s.amount_due OR s.tax_amount <> l.tax OR l.tax <> t.tax)
"""
CREDIT = """
    SELECT c.id, c.outstanding_balance, e.owed
      FROM customer c
      LEFT JOIN LATERAL (SELECT coalesce(sum(amount), 0) AS owed
                           FROM credit_transaction WHERE customer_id = c.id) e ON true
     WHERE c.business_id = %(business)s AND c.outstanding_balance <> e.owed
"""
NUMBERED = """
    SELECT business_id, series, receipt_number FROM sale WHERE completed_at IS NOT NULL
     UNION ALL
    SELECT business_id, regexp_replace(receipt_number, '[0-9]+$', ''), receipt_number
      FROM offline_sale WHERE 'BOOKED_ONLINE' = ANY (flags)
"""
"""A till whose answer was lost sells under a number of its own what the server has under another one: both are given."""
SERIES = f"""
    WITH numbered AS ({NUMBERED})
    SELECT k.series, k.last_number, s.sales, s.numbers, s.first, s.last
      FROM (SELECT business_id, series, last_number FROM receipt_counter
             UNION ALL
            SELECT business_id, series, count(*) FROM numbered WHERE series ~ '-F([0-9]+-)?$' GROUP BY 1, 2) k
      FULL JOIN (SELECT series, count(*) AS sales, count(DISTINCT receipt_number) AS numbers,
                        min(substring(receipt_number from '[0-9]+$')::bigint) AS first,
                        max(substring(receipt_number from '[0-9]+$')::bigint) AS last
                   FROM numbered WHERE business_id = %(business)s GROUP BY series) s
             ON s.series = k.series
     WHERE coalesce(k.business_id, %(business)s) = %(business)s
       AND (k.last_number, s.sales, s.numbers, s.first, s.last)
           IS DISTINCT FROM (s.last, k.last_number, k.last_number, 1::bigint, k.last_number)
"""
RESERVATIONS = """
    SELECT r.id, r.status, s.status
      FROM stock_reservation r LEFT JOIN sale s ON s.id = r.sale_id
     WHERE r.business_id = %(business)s AND r.status = 'ACTIVE' AND s.status IS DISTINCT FROM 'DRAFT'
"""
PROMISED = """
    SELECT i.id, i.current_qty, r.held
      FROM inventory_item i
      JOIN (SELECT item_id, sum(quantity) AS held FROM stock_reservation
             WHERE status = 'ACTIVE' AND expires_at > clock_timestamp() GROUP BY item_id) r ON r.item_id = i.id
     WHERE i.business_id = %(business)s AND r.held > i.current_qty
"""
NEWS = """
    SELECT s.id, a.told, o.news
      FROM sale s
      LEFT JOIN LATERAL (SELECT count(*) AS told FROM audit_log
                          WHERE sale_id = s.id AND event_type = 'sale.completed') a ON true
      LEFT JOIN LATERAL (SELECT count(*) AS news FROM outbox_message
                          WHERE topic = 'sale.completed' AND payload ->> 'sale_id' = s.id::text) o ON true
     WHERE s.business_id = %(business)s
       AND (a.told, o.news) <> (CASE WHEN s.completed_at IS NULL THEN 0 ELSE 1 END,
                                CASE WHEN s.completed_at IS NULL THEN 0 ELSE 1 END)
"""
GIVEN_BACK = """
    SELECT s.id, s.amount_refunded, s.total_amount, r.amount, o.paid, i.paid AS taken, l.id, l.refunded_qty, x.quantity
      FROM sale s
      JOIN sale_item l ON l.sale_id = s.id
      LEFT JOIN LATERAL (SELECT coalesce(sum(amount), 0) AS amount, coalesce(sum(paid_amount), 0) AS paid
                           FROM refund WHERE sale_id = s.id AND status = 'PROCESSED') r ON true
      LEFT JOIN LATERAL (SELECT coalesce(sum(amount_paid), 0) AS paid
                           FROM payment WHERE sale_id = s.id AND direction = 'OUT') o ON true
      LEFT JOIN LATERAL (SELECT coalesce(sum(amount_paid), 0) AS paid
                           FROM payment WHERE sale_id = s.id AND direction = 'IN') i ON true
      LEFT JOIN LATERAL (SELECT coalesce(sum(x.quantity), 0) AS quantity, coalesce(sum(x.net), 0) AS net,
                                coalesce(sum(x.tax), 0) AS tax
                           FROM refund_item x JOIN refund f ON f.id = x.refund_id
                          WHERE x.sale_item_id = l.id AND f.status = 'PROCESSED') x ON true
     WHERE s.business_id = %(business)s
       AND (s.amount_refunded <> r.amount OR r.paid <> o.paid OR s.amount_refunded > s.total_amount
            OR l.refunded_qty > l.quantity OR o.paid > i.paid AND s.customer_id IS NULL
            OR (l.refunded_qty, l.refunded_net, l.refunded_tax) <> (x.quantity, x.net, x.tax))
"""
CHECKS = {
    "what was given back": GIVEN_BACK,
    "item = movements = layers": ITEMS,
    "sold lines = movements": MOVED,
    "lines, payments and debts make the totals": TOTALS,
    "balance = credit entries": CREDIT,
    "series without a gap": SERIES,
    "only carts hold stock": RESERVATIONS,
    "no more held than there is": PROMISED,
    "each sale told once": NEWS,
}


def assert_books_balance(business_id: UUID, dsn: str | None = None) -> None:
    """Nothing in the business contradicts anything else. `dsn` is role `maintenance` where it isn't this database."""
    with psycopg.connect(dsn or os.environ["DATABASE_MAINTENANCE_URL"]) as connection:
        found = {
            name: rows
            for name, check in CHECKS.items()
            if (rows := connection.execute(check, {"business": business_id}).fetchmany(5))
        }
    assert found == {}, found
    if dsn is None and "verify" in get_commands():
        told = StringIO()
        try:
            call_command("verify", "--business", str(business_id), stdout=told)
        except SystemExit:  # it found something
            raise AssertionError(told.getvalue().partition("invariants hold")[0][-4_000:]) from None
        assert "invariants hold" in told.getvalue()


def one(statement: str, parameters: object = None, dsn: str | None = None) -> tuple[object, ...]:
    """One row, read across businesses."""
    with psycopg.connect(dsn or os.environ["DATABASE_MAINTENANCE_URL"]) as connection:
        row = connection.execute(statement, parameters).fetchone()  # type: ignore[arg-type]
    assert row is not None
    return tuple(row)
