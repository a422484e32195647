"""What a checkout writes: BEGIN to COMMIT as one pipeline, with no Python between a lock and the COMMIT.

Lock order: idempotency key -> shift -> approvals -> customer -> cart -> wallet accounts -> items -> coupons -> limited
promotions -> counter. Each lock is its own statement; what depends on it is checked in a later one. A guard that fails
calls `refuse`, which aborts the pipeline.
"""

from optimapos.core.operations import LOCK_TIMEOUT_MS
from optimapos.inventory.sql import ACTIVE_RESERVATIONS, SELLABLE_LAYERS
from optimapos.sales.sql.read import NAME_TENANT

ENTER = f"""
    SELECT {NAME_TENANT.format(business="$1::text")}, set_config('lock_timeout', '{LOCK_TIMEOUT_MS}ms', true),
           pg_advisory_xact_lock(hashtextextended($2::text, 0)), pg_advisory_xact_lock(hashtextextended($3::text, 0))
"""
"""`$1` business, `$2` business and key, or the sale's id where there is none, `$3` the sale's id: one under two keys
would otherwise be told that its own goods are missing.
"""

GUARD = """
    SELECT refuse('START_OVER', '{}')
     WHERE EXISTS (SELECT 1 FROM idempotency_key WHERE business_id = $1::uuid AND key = $2::text)
        OR ($3::boolean AND EXISTS (SELECT 1 FROM sale WHERE id = $4::uuid))
        OR NOT EXISTS (SELECT 1 FROM business WHERE id = $1::uuid AND settings_version = $5::bigint)
"""
"""Whether what was read still holds. `$1` business, `$2` key, `$3` whether the sale is new, `$4` its id, `$5` version."""

SHARE_SHIFT = """
    WITH held AS MATERIALIZED (
        SELECT id FROM shift WHERE id = $1::uuid AND business_id = $2::uuid AND ($3::boolean OR status = 'OPEN') FOR SHARE
    )
    SELECT refuse('START_OVER', '{}') WHERE NOT EXISTS (SELECT 1 FROM held)
"""
"""Keeps the shift as it is until the COMMIT. `$1` shift, `$2` business, `$3` whether it may be closed already: after waiting
for a lock the row is read anew, so that this one statement is enough.
"""

LOCK_APPROVALS = """
    SELECT id FROM approval
     WHERE id = ANY($1::uuid[]) AND business_id = $2::uuid
     ORDER BY id FOR NO KEY UPDATE
"""

USE_APPROVALS = """
    WITH used AS (
        UPDATE approval SET status = 'USED', used_at = $4::timestamptz, sale_id = $3::uuid, updated_at = now()
         WHERE id = ANY($1::uuid[]) AND business_id = $2::uuid AND expires_at > $4::timestamptz
           AND status = 'GRANTED'
        RETURNING id
    )
    SELECT refuse('START_OVER', '{}') WHERE (SELECT count(*) FROM used) <> cardinality($1::uuid[])
"""
"""Compare-and-set: each is used once, by this sale. `$1` approvals, `$2` business, `$3` sale, `$4` instant."""

LOCK_CUSTOMER = "SELECT id FROM customer WHERE id = $1::uuid AND business_id = $2::uuid FOR NO KEY UPDATE"

CHECK_CREDIT = """
    SELECT refuse('START_OVER', '{}')
      FROM customer
     WHERE id = $1::uuid
       AND (sales_blocked OR NOT is_active
            OR (NOT $2::boolean AND (credit_blocked OR outstanding_balance + $3::numeric > credit_limit)))
"""
"""Whether the customer may still owe the amount. `$1` customer, `$2` override, `$3` amount."""

LOCK_CART = "SELECT id FROM sale WHERE id = $1::uuid AND business_id = $2::uuid FOR NO KEY UPDATE"

CHECK_CART = """
    SELECT refuse('START_OVER', '{}')
     WHERE NOT EXISTS (SELECT 1 FROM sale WHERE id = $1::uuid AND status = $3::text AND version = $2::integer
                          AND completed_at IS NULL)
"""
"""Whether the cart is as it was read. `$1` sale, `$2` version, `$3` status: PENDING where a provider was asked."""

LOCK_ITEMS = """
    SELECT id FROM inventory_item
     WHERE id = ANY($1::uuid[]) AND business_id = $2::uuid
     ORDER BY id FOR NO KEY UPDATE
"""


def _use(table: str, named: str, code: str) -> str:
    return f"""
    WITH used AS (
        UPDATE {table} SET uses = uses + 1
         WHERE id = ANY($1::uuid[]) AND business_id = $2::uuid AND (use_limit IS NULL OR uses < use_limit)
        RETURNING id
    ), gone AS (
        SELECT jsonb_agg({named} ORDER BY id) AS named FROM {table}
         WHERE id = ANY($1::uuid[]) AND business_id = $2::uuid AND id NOT IN (SELECT id FROM used)
    )
    SELECT refuse('{code}', named::text) FROM gone WHERE named IS NOT NULL
    """


def _lock(table: str) -> str:
    return f"SELECT id FROM {table} WHERE id = ANY($1::uuid[]) AND business_id = $2::uuid ORDER BY id FOR NO KEY UPDATE"


LOCK_COUPONS = _lock("coupon")
USE_COUPONS = _use("coupon", "code", "COUPON_USED_UP")
LOCK_PROMOTIONS = _lock("promotion")
USE_PROMOTIONS = _use("promotion", "id", "PROMOTION_EXHAUSTED")
"""Count one use each, or refuse and name those whose uses are used up. `$1` ids, `$2` business."""

ALL_OR_NOTHING = f"""short AS MATERIALIZED (
    SELECT n.item_id, n.product_id, n.quantity, f.available
      FROM need n
     CROSS JOIN LATERAL (
           SELECT coalesce((SELECT max(hi) FROM layer WHERE layer.item_id = n.item_id), 0)
                + (SELECT i.floor_qty FROM inventory_item i WHERE i.id = n.item_id)
                - coalesce((SELECT sum(r.quantity) FROM stock_reservation r
                             WHERE r.item_id = n.item_id AND {ACTIVE_RESERVATIONS.format(at="clock_timestamp()")}
                               AND r.sale_id <> (SELECT id FROM head)), 0) AS available) f
     WHERE f.available < n.quantity
), enough AS MATERIALIZED (
    SELECT CASE /* every piece */ WHEN EXISTS (SELECT 1 FROM short) THEN refuse('INSUFFICIENT_STOCK', (
               SELECT jsonb_agg(jsonb_build_object('item', item_id, 'product', product_id,
                                                   'requested', trim_scale(quantity)::text,
                                                   'available', trim_scale(greatest(available, 0))::text) ORDER BY item_id)
                 FROM short)::text) ELSE true END AS ok"""
"""Refuses what is not there: less than is needed is sellable, a deficit counted against it, or not held by others.
"""

DRAWN = """INSERT INTO receipt_counter AS k (business_id, series, last_number)
    SELECT business_id, series, 1 FROM head WHERE (SELECT ok FROM enough)
    ON CONFLICT (business_id, series) DO UPDATE SET last_number = k.last_number + 1
    RETURNING series || '-' || lpad(last_number::text, greatest(4, length(last_number::text)), '0') AS receipt"""
"""The next number of the sale's series."""

SELL = f"""
WITH doc AS MATERIALIZED (
    SELECT $1::jsonb AS d
), head AS MATERIALIZED (
    SELECT s.* FROM doc, jsonb_populate_record(NULL::sale, d -> 'sale') s
), need AS MATERIALIZED (
    SELECT n.item_id, n.product_id, n.quantity
      FROM doc, jsonb_to_recordset(d -> 'need') AS n (item_id uuid, product_id uuid, quantity numeric)
), /* chosen */ layer AS MATERIALIZED (
    SELECT b.id, b.item_id, b.unit_cost, n.quantity AS needed, sum(b.remaining_qty) OVER fefo AS hi,
           sum(b.remaining_qty) OVER fefo - b.remaining_qty AS lo
      FROM need n
      JOIN inventory_batch b ON b.item_id = n.item_id AND {SELLABLE_LAYERS.format(day="(SELECT business_date FROM head)")}
      /* the chosen pieces */
    WINDOW fefo AS (PARTITION BY b.item_id ORDER BY /* chosen first */ b.expires_on, b.received_at, b.id)
), {ALL_OR_NOTHING}
), line AS MATERIALIZED (
    SELECT l.* FROM doc, jsonb_populate_recordset(NULL::sale_item, d -> 'lines') l
), wanted AS (
    SELECT id, item_id, line_no, net, sum(base_qty) OVER cart AS hi, sum(base_qty) OVER cart - base_qty AS lo
      FROM line WHERE item_id IS NOT NULL
    WINDOW cart AS (PARTITION BY item_id ORDER BY line_no)
), piece AS MATERIALIZED (
    SELECT w.id AS line_id, w.item_id, y.id AS batch_id, y.unit_cost, w.net,
           least(w.hi, y.hi) - greatest(w.lo, y.lo) AS quantity,
           round((y.hi - least(w.hi, y.hi)) * y.unit_cost, 6) - round((y.hi - greatest(w.lo, y.lo)) * y.unit_cost, 6) AS cost,
           greatest(w.lo, y.lo) AS start
      FROM wanted w
      JOIN /* shelf */ layer y ON y.item_id = w.item_id AND w.hi > y.lo AND y.hi > w.lo
     WHERE (SELECT ok FROM enough)
), batch AS (
    UPDATE inventory_batch b
       SET remaining_qty = b.remaining_qty - t.quantity, is_open = b.remaining_qty <> t.quantity, updated_at = now()
      FROM (SELECT batch_id, sum(quantity) AS quantity FROM piece GROUP BY batch_id) t
     WHERE b.id = t.batch_id
), /* deficit */ running AS (
    SELECT p.*, row_number() OVER so_far AS nth, row_number() OVER (PARTITION BY line_id ORDER BY start) AS nth_of_line,
           sum(quantity) OVER so_far AS qty_so_far, sum(cost) OVER so_far AS cost_so_far
      FROM piece p WINDOW so_far AS (PARTITION BY item_id ORDER BY start)
), movement AS (
    INSERT INTO inventory_movement (id, business_id, item_id, batch_id, kind, quantity, unit_cost, cost_amount,
                                    sale_net_amount, item_seq, qty_after, value_after, source_type, source_id,
                                    source_line_id, is_backdated, occurred_at, posted_at, business_date,
                                    accounting_date)
    SELECT uuid_v7(), h.business_id, r.item_id, r.batch_id, 'SALE', -r.quantity, r.unit_cost, r.cost,
           CASE WHEN r.nth_of_line = 1 THEN r.net ELSE 0 END,
           i.seq + r.nth, i.current_qty - r.qty_so_far, i.stock_value + r.cost_so_far, 'SALE', h.id,
           r.line_id, coalesce(t.moved_at < i.last_movement_at, false), t.moved_at, clock_timestamp(),
           h.business_date, h.accounting_date
      FROM running r JOIN inventory_item i ON i.id = r.item_id CROSS JOIN head h
     CROSS JOIN LATERAL (SELECT CASE WHEN h.origin = 'ONLINE' THEN greatest(h.occurred_at, CASE
                                WHEN i.last_movement_at <= clock_timestamp() THEN i.last_movement_at END)
                                ELSE h.occurred_at END AS moved_at) t
), item AS (
    UPDATE inventory_item i
       SET /* floor */ current_qty = i.current_qty - t.quantity, stock_value = i.stock_value + t.cost, seq = i.seq + t.pieces,
           last_movement_at = greatest(i.last_movement_at, (SELECT occurred_at FROM head)), updated_at = now()
      FROM (SELECT item_id, sum(quantity) AS quantity, sum(cost) AS cost, count(*) AS pieces FROM piece GROUP BY item_id) t
     WHERE i.id = t.item_id
), /* reservations */ number AS MATERIALIZED (
    {DRAWN}
), booked AS (
    INSERT INTO sale
    SELECT s.* FROM doc, number,
           jsonb_populate_record(NULL::sale, d -> 'sale' || jsonb_build_object('receipt_number', number.receipt)
                                       /* and flags */) s
    /* where it was a cart */
), sold AS (
    INSERT INTO sale_item (id, business_id, sale_id, line_no, kind, product_id, item_id, packaging_id, factor_num,
                           factor_den, quantity, base_qty, list_price, unit_price, price_source, price_overridden_by,
                           discount_percentage, discount_fixed, line_discount, promotion_discount, order_discount_share,
                           tax_code, tax_rate, net, tax, gross, cost_amount, refunded_qty, refunded_net, refunded_tax,
                           product_name, product_sku, warranty_until, serials, waterfall, created_at, updated_at)
    SELECT l.id, h.business_id, h.id, l.line_no, l.kind, l.product_id, l.item_id, l.packaging_id, l.factor_num,
           l.factor_den, l.quantity, l.base_qty, l.list_price, l.unit_price, l.price_source, l.price_overridden_by,
           l.discount_percentage, l.discount_fixed, l.line_discount, l.promotion_discount, l.order_discount_share,
           l.tax_code, l.tax_rate, l.net, l.tax, l.gross, coalesce(-c.cost, 0), 0, 0, 0, l.product_name,
           l.product_sku, l.warranty_until, l.serials, l.waterfall, h.updated_at, h.updated_at
      FROM line l CROSS JOIN head h
      LEFT JOIN (SELECT line_id, sum(cost) AS cost FROM piece GROUP BY line_id) c ON c.line_id = l.id
    /* where they were in a cart */
), taxed AS (
    INSERT INTO sale_tax (id, business_id, sale_id, code, rate, base, tax)
    SELECT t.id, h.business_id, h.id, t.code, t.rate, t.base, t.tax
      FROM doc CROSS JOIN head h, jsonb_populate_recordset(NULL::sale_tax, d -> 'taxes') t
), paid AS (
    INSERT INTO payment (id, business_id, sale_id, customer_id, terminal_id, shift_id, user_id, direction, payment_method,
                         status, amount_paid, tendered, change, refunded_amount, currency, original_payment_id, refund_id,
                         replaces_id, provider, intent_id, wallet_entry_id, transaction_reference, phone_number,
                         business_date, accounting_date, created_at, settled_at)
    SELECT p.id, h.business_id, h.id, h.customer_id, h.terminal_id, h.shift_id, h.user_id, 'IN', p.payment_method,
           p.status, p.amount_paid, p.tendered, p.change, 0, h.currency, NULL, NULL, NULL, p.provider, p.intent_id,
           p.wallet_entry_id, p.transaction_reference, p.phone_number, h.business_date, h.accounting_date, h.updated_at,
           h.updated_at
      FROM doc CROSS JOIN head h, jsonb_populate_recordset(NULL::payment, d -> 'payments') p
), owed AS (
    INSERT INTO credit_transaction (id, business_id, customer_id, kind, amount, due_date, source_id, reference, user_id,
                                    business_date, occurred_at, posted_at)
    SELECT e.id, h.business_id, h.customer_id, 'SALE', e.amount, e.due_date, h.id, number.receipt, h.user_id,
           h.business_date, h.occurred_at, clock_timestamp()
      FROM doc CROSS JOIN head h CROSS JOIN number, jsonb_populate_record(NULL::credit_transaction, d -> 'credit') e
     WHERE jsonb_typeof(d -> 'credit') = 'object'
    RETURNING id, business_id, customer_id, due_date, amount
), open_debt AS (
    INSERT INTO open_item (entry_id, business_id, customer_id, due_date, open_amount)
    SELECT id, business_id, customer_id, due_date, amount FROM owed
), owing AS (
    UPDATE customer k SET outstanding_balance = k.outstanding_balance + owed.amount, updated_at = now()
      FROM owed WHERE k.id = owed.customer_id
), event AS (
    INSERT INTO audit_log (id, business_id, event_type, location_id, sale_id, customer_id, payment_id, user_id, event_data,
                           timestamp)
    SELECT a.id, h.business_id, a.event_type, h.location_id, h.id, h.customer_id, a.payment_id, h.user_id,
           a.event_data || CASE WHEN a.event_type = 'sale.completed'
                                THEN jsonb_build_object('receipt_number', number.receipt) /* with flags */ ELSE '{{}}' END,
           h.updated_at
      FROM doc CROSS JOIN head h CROSS JOIN number, jsonb_populate_recordset(NULL::audit_log, d -> 'audit') a
), whence AS (
    INSERT INTO audit_detail (log_id, business_id, ip_address, user_agent, description)
    SELECT a.id, h.business_id, (d ->> 'ip_address')::inet, d ->> 'user_agent', a.description
      FROM doc CROSS JOIN head h,
           jsonb_to_recordset(d -> 'audit') AS a (id uuid, event_type text, description text)
     WHERE a.event_type = 'sale.completed'
), news AS (
    INSERT INTO outbox_message (id, business_id, topic, payload, created_at)
    SELECT o.id, h.business_id, o.topic, o.payload || jsonb_build_object('receipt_number', number.receipt), h.updated_at
      FROM doc CROSS JOIN head h CROSS JOIN number, jsonb_populate_recordset(NULL::outbox_message, d -> 'outbox') o
), fixed AS (
    UPDATE business SET currency_fixed = true WHERE id = (SELECT business_id FROM head) AND NOT currency_fixed
), stored AS (
    INSERT INTO idempotency_key (business_id, key, fingerprint, status, body, created_at)
    SELECT h.business_id, $2::text, $3::bytea, $4::integer, replace($5::text, $6::text, number.receipt), now()
      FROM head h CROSS JOIN number WHERE $2::text IS NOT NULL
)
SELECT receipt /* and whether it was oversold */ FROM number
"""
"""Takes layers, numbers and writes a new sale, all or nothing. The items are locked.

What is sold online moves when its turn comes: a sale that waited for another one of the same item is not backdated by that.

`$1` the rows as one document, `$2` key, `$3` fingerprint, `$4` status, `$5` the answer with `$6` in place of the receipt
number. One row: the receipt number.
"""
