"""The statements for sales that are not the ordinary one, made from its text: carts, deficits, serial numbers.

Only what such a sale needs is put in, so that the ordinary one pays for none of it.
"""

from functools import cache

from optimapos.sales.sql.aftermath import COUNTED_SINCE
from optimapos.sales.sql.write import ALL_OR_NOTHING, DRAWN, SELL

WAS_A_CART = {
    "/* reservations */": """
held AS (
    UPDATE stock_reservation SET status = 'COMMITTED', released_at = now(), updated_at = now()
     WHERE sale_id = (SELECT id FROM head) AND status = 'ACTIVE'
),
""",
    "/* where it was a cart */": """
    ON CONFLICT (id) DO UPDATE SET
           terminal_id = excluded.terminal_id, shift_id = excluded.shift_id, user_id = excluded.user_id,
           customer_id = excluded.customer_id, customer_site_id = excluded.customer_site_id,
           status = excluded.status, payment_type = excluded.payment_type, series = excluded.series,
           receipt_number = excluded.receipt_number, business_date = excluded.business_date,
           accounting_date = excluded.accounting_date, subtotal = excluded.subtotal,
           discount_amount = excluded.discount_amount, promotion_amount = excluded.promotion_amount,
           promotions = excluded.promotions, tax_amount = excluded.tax_amount,
           rounding_amount = excluded.rounding_amount, total_amount = excluded.total_amount,
           amount_paid = excluded.amount_paid, amount_due = excluded.amount_due, due_date = excluded.due_date,
           flags = excluded.flags, manager_override = excluded.manager_override,
           override_reason = excluded.override_reason, override_by = excluded.override_by, notes = excluded.notes,
           is_held = false, hold_label = '', version = excluded.version, updated_at = excluded.updated_at,
           occurred_at = excluded.occurred_at, completed_at = excluded.completed_at
""",
    "/* where they were in a cart */": """
    ON CONFLICT (id) DO UPDATE SET
           line_discount = excluded.line_discount, promotion_discount = excluded.promotion_discount,
           order_discount_share = excluded.order_discount_share,
           net = excluded.net, tax = excluded.tax, gross = excluded.gross, cost_amount = excluded.cost_amount,
           warranty_until = excluded.warranty_until, updated_at = excluded.updated_at
""",
}
"""A cart's own reservations are committed, its rows are there already."""

BY_SERIAL = {
    "/* chosen */": """
chosen AS MATERIALIZED (
    SELECT c.item_id, c.serial, c.n
      FROM doc, jsonb_to_recordset(d -> 'serials') AS c (item_id uuid, serial text, n integer)
),""",
    "/* the chosen pieces */": "LEFT JOIN chosen c ON c.item_id = b.item_id AND c.serial = b.serial_number",
    "/* chosen first */": "c.n,",
}
"""Layers of chosen pieces go before all others, in the order of the lines. `serial` is null for an item of which none was
named.
"""

EVERY_PIECE = {
    "/* every piece */": """WHEN EXISTS (SELECT 1 FROM gone) THEN refuse('SERIAL_NOT_IN_STOCK', (
               SELECT jsonb_agg(jsonb_build_object('item', item_id, 'serial', serial) ORDER BY n) FROM gone)::text)""",
    "enough AS MATERIALIZED (": """gone AS MATERIALIZED (
    SELECT c.item_id, c.serial, c.n FROM chosen c
     WHERE NOT EXISTS (SELECT 1 FROM layer y JOIN inventory_batch b ON b.id = y.id
                        WHERE y.item_id = c.item_id AND b.serial_number = c.serial)
), enough AS MATERIALIZED (""",
}
"""Refuses a piece that is not in stock any more, now that the items are locked."""

NO_OTHER_PIECES = {
    "/* the chosen pieces */": f"""{BY_SERIAL["/* the chosen pieces */"]}
     WHERE c.serial IS NOT NULL OR NOT EXISTS (SELECT 1 FROM chosen x WHERE x.item_id = n.item_id)"""
}
"""Where a piece that isn't there is owed, no other piece is taken for it."""

GOES_SHORT = {
    ALL_OR_NOTHING: f"""deficit AS MATERIALIZED (
    SELECT coalesce(o.id, uuid_v7()) AS id, o.id IS NULL AS is_new, n.item_id, n.product_id, n.quantity AS hi, f.top AS lo,
           coalesce(o.remaining_qty, 0) + f.top AS base,
           coalesce(o.unit_cost, nullif(i.last_purchase_cost, 0),
                    CASE WHEN i.current_qty > 0 AND i.stock_value > 0 THEN round(i.stock_value / i.current_qty, 6) END,
                    0) AS unit_cost
      FROM need n
      JOIN inventory_item i ON i.id = n.item_id
     CROSS JOIN LATERAL (
           SELECT coalesce((SELECT max(hi) FROM layer WHERE layer.item_id = n.item_id), 0) AS top) f
      LEFT JOIN LATERAL (
           SELECT b.id, b.remaining_qty, b.unit_cost FROM inventory_batch b
            WHERE b.item_id = n.item_id AND b.is_open AND b.kind = 'DEFICIT'
            ORDER BY b.received_at, b.id LIMIT 1) o ON true
     WHERE f.top < n.quantity
), oversold AS MATERIALIZED (
    SELECT f.* FROM deficit f WHERE NOT EXISTS ({COUNTED_SINCE.format(item="f.item_id", at="(SELECT occurred_at FROM head)")})
), enough AS MATERIALIZED (
    SELECT CASE /* every piece */ WHEN true THEN true END AS ok
), shelf AS MATERIALIZED (
    SELECT id, item_id, unit_cost, lo, hi, hi AS base FROM layer
     UNION ALL
    SELECT id, item_id, unit_cost, lo, hi, base FROM deficit""",
    "/* shelf */ layer": "shelf",
    "round((y.hi - least(w.hi, y.hi)) * y.unit_cost, 6) - round((y.hi - greatest": (
        "round((y.base - least(w.hi, y.hi)) * y.unit_cost, 6) - round((y.base - greatest"
    ),
    "/* deficit */": """
opened AS (
    INSERT INTO inventory_batch (id, business_id, item_id, kind, status, batch_number, supplier_lot, received_at, unit_cost,
                                 received_qty, remaining_qty, is_open, cost_provisional, source_type, product_id,
                                 created_at, updated_at)
    SELECT f.id, h.business_id, f.item_id, 'DEFICIT', 'AVAILABLE', 'DEFICIT', '', h.occurred_at, f.unit_cost,
           0, f.lo - f.hi, true, true, 'SALE', f.product_id, now(), now()
      FROM deficit f CROSS JOIN head h WHERE f.is_new
), alarm AS (
    INSERT INTO audit_log (id, business_id, event_type, location_id, sale_id, customer_id, user_id, event_data, timestamp)
    SELECT uuid_v7(), h.business_id, 'stock.oversold', h.location_id, h.id, h.customer_id, h.user_id,
           jsonb_build_object('items', o.items), h.updated_at
      FROM head h
     CROSS JOIN (SELECT jsonb_agg(jsonb_build_object('item', item_id, 'product', product_id,
                                                     'requested', trim_scale(hi)::text, 'there', trim_scale(lo)::text,
                                                     'deficit', trim_scale(hi - base)::text) ORDER BY item_id) AS items
                   FROM oversold) o
     WHERE o.items IS NOT NULL
),""",
    "/* floor */": """floor_qty = coalesce((SELECT f.lo - f.hi FROM deficit f WHERE f.item_id = i.id), 0)
                     + coalesce((SELECT sum(b.remaining_qty) FROM inventory_batch b
                                  WHERE b.item_id = i.id AND b.is_open AND b.kind = 'DEFICIT'), 0),
          """,
    "/* and flags */": """|| CASE WHEN EXISTS (SELECT 1 FROM oversold) THEN
                      jsonb_build_object('flags', jsonb_build_array('OVERSOLD') || (d -> 'sale' -> 'flags')) ELSE '{}' END""",
    "/* with flags */": """|| CASE WHEN EXISTS (SELECT 1 FROM oversold) THEN
                      jsonb_build_object('flags', jsonb_build_array('OVERSOLD') || (d -> 'sale' -> 'flags')) ELSE '{}' END""",
    "replace($5::text, $6::text, number.receipt)": """replace(replace($5::text, $6::text, number.receipt), $7::text,
                                        CASE WHEN EXISTS (SELECT 1 FROM oversold) THEN $8::text ELSE '' END)""",
    "/* and whether it was oversold */": ", EXISTS (SELECT 1 FROM oversold) AS is_oversold",
}
"""What isn't there goes to the item's open deficit layer, at the cost at which the ledger books it too
(`inventory.rules.shelf.Shelf.go_short`). `base` less a position in the queue is what remains of a layer there: below zero
for a deficit. What a count since has found gone is not called oversold. `$7` in the answer is replaced by `$8` where
something was short, else by nothing.
"""

NUMBERED = {DRAWN: "SELECT receipt_number AS receipt FROM head WHERE (SELECT ok FROM enough)"}
"""The sale has its number already."""


@cache
def booking(
    *,
    is_new: bool,
    goes_short: bool = False,
    by_serial: bool = False,
    needs_every_piece: bool = True,
    is_numbered: bool = False,
) -> str:
    """The statement that books a sale. `goes_short`: with `$7` and `$8`, and a second column that says whether it did.

    `needs_every_piece`: where pieces are chosen `by_serial`, refuse those that are not in stock.
    """
    changes: list[dict[str, str]] = [NUMBERED] if is_numbered else []
    if goes_short:
        changes.append(GOES_SHORT)
    if by_serial:
        changes.append(BY_SERIAL | (NO_OTHER_PIECES if goes_short else {}))
        changes.append(EVERY_PIECE if needs_every_piece else {})
    if not is_new:
        changes.append(WAS_A_CART)
    statement = SELL
    for change in changes:
        for mark, text in change.items():
            if statement.count(mark) != 1:
                raise AssertionError(f"{mark} has to stand in the statement once")
            statement = statement.replace(mark, text)
    return statement
