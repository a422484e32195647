"""Purchase documents: requests know what orders ask for, heads what their lines come to, and goods moved as papers say."""

from optimapos.verify.types import Invariant

CONVERTED = """
SELECT l.business_id, format('line %s of request %s', l.line_no, r.number) AS what,
       jsonb_build_object('converted_base_qty', l.converted_base_qty, 'in_orders', coalesce(k.quantity, 0)) AS figures
  FROM purchase_request_line l
  JOIN purchase_request r ON r.id = l.request_id
  LEFT JOIN (SELECT business_id, request_line_id, sum(base_qty - released_base_qty) AS quantity
               FROM purchase_request_order_link GROUP BY business_id, request_line_id) k
         ON k.request_line_id = l.id AND k.business_id = l.business_id
 WHERE l.converted_base_qty <> coalesce(k.quantity, 0)
"""

ORDERED_FOR = """
SELECT l.business_id, format('line %s of order %s', l.line_no, o.number) AS what,
       jsonb_build_object('asked_for', k.quantity, 'base_qty', l.base_qty,
                          'cancelled_base_qty', l.cancelled_base_qty) AS figures
  FROM purchase_order_line l
  JOIN purchase_order o ON o.id = l.order_id
  JOIN (SELECT business_id, order_line_id, sum(base_qty - released_base_qty) AS quantity
          FROM purchase_request_order_link GROUP BY business_id, order_line_id) k
    ON k.order_line_id = l.id AND k.business_id = l.business_id
 WHERE k.quantity > l.base_qty - l.cancelled_base_qty
"""

_HEADS = {
    "request": ("purchase_request", "purchase_request_line", "request_id"),
    "order": ("purchase_order", "purchase_order_line", "order_id"),
    "receipt": ("delivery_receipt", "delivery_receipt_line", "receipt_id"),
    "return": ("supplier_return", "supplier_return_line", "supplier_return_id"),
}

AMOUNTS = " UNION ALL ".join(
    f"""
SELECT h.business_id, format('{what} %s', h.number) AS what,
       jsonb_build_object('net_amount', h.net_amount, 'lines', coalesce(l.amount, 0)) AS figures
  FROM {head} h
  LEFT JOIN (SELECT business_id, {parent}, sum(net_amount) AS amount FROM {line} GROUP BY business_id, {parent}) l
         ON l.{parent} = h.id AND l.business_id = h.business_id
 WHERE h.net_amount <> coalesce(l.amount, 0)
"""
    for what, (head, line, parent) in _HEADS.items()
)

_MOVED = {"receipt": (*_HEADS["receipt"], 1), "return": (*_HEADS["return"], -1)}

# Goods that no stock is kept of move none: a line without any movement says nothing.
BOOKED = " UNION ALL ".join(
    f"""
SELECT l.business_id, format('line %s of {what} %s', l.line_no, h.number) AS what,
       jsonb_build_object('base_qty', l.base_qty, 'is_posted', h.posted_at IS NOT NULL, 'moved', m.quantity) AS figures
  FROM {line} l
  JOIN {head} h ON h.id = l.{parent}
  JOIN (SELECT business_id, source_id, source_line_id, sum(quantity) AS quantity
          FROM inventory_movement GROUP BY business_id, source_id, source_line_id) m
    ON m.source_line_id = l.id AND m.source_id = h.id AND m.business_id = l.business_id
 WHERE m.quantity <> CASE WHEN h.posted_at IS NULL THEN 0 ELSE {sign} * l.base_qty END
"""
    for what, (head, line, parent, sign) in _MOVED.items()
)

PURCHASES = (
    Invariant("requests.converted", "What is converted of a request's line stands in orders.", CONVERTED),
    Invariant(
        "orders.asked_for", "An order's line asks for no more on behalf of requests than it stands for.", ORDERED_FOR
    ),
    Invariant("purchases.amounts", "The amount of a purchase document is the sum of its lines.", AMOUNTS),
    Invariant(
        "purchases.booked", "What receipts brought and returns took is what their lines say, while posted.", BOOKED
    ),
)
