"""Promotions in sales: what they took off is on the lines, and their uses are the sales that used them."""

from optimapos.verify.types import Invariant

_SALE = "format('sale %s', coalesce(s.receipt_number, s.id::text)) AS what"

AMOUNTS = f"""
SELECT s.business_id, {_SALE},
       jsonb_build_object('promotion_amount', s.promotion_amount, 'lines', l.amount, 'promotions', p.amount) AS figures
  FROM sale s
 CROSS JOIN LATERAL (SELECT coalesce(sum(promotion_discount), 0) AS amount FROM sale_item
                      WHERE sale_id = s.id AND business_id = s.business_id) l
 CROSS JOIN LATERAL (SELECT coalesce(sum((used ->> 'amount')::numeric), 0) AS amount
                       FROM jsonb_array_elements(s.promotions) used WHERE NOT (used ->> 'in_prices')::boolean) p
 WHERE s.promotion_amount <> l.amount OR s.promotion_amount <> p.amount
"""

SHARES = f"""
SELECT s.business_id, {_SALE},
       jsonb_build_object('promotion', used ->> 'name', 'amount', used ->> 'amount', 'shares', shares.amount) AS figures
  FROM sale s
 CROSS JOIN LATERAL jsonb_array_elements(s.promotions) used
 CROSS JOIN LATERAL (SELECT coalesce(sum(value::numeric), 0) AS amount FROM jsonb_each_text(used -> 'shares')) shares
 WHERE s.promotions <> '[]' AND shares.amount <> (used ->> 'amount')::numeric
"""

_USED = """
  FROM sale s CROSS JOIN LATERAL jsonb_array_elements(s.promotions) used
 WHERE s.completed_at IS NOT NULL AND s.promotions <> '[]'
"""

USES = f"""
SELECT m.business_id, format('promotion %s', m.name) AS what,
       jsonb_build_object('uses', m.uses, 'sales', coalesce(u.sales, 0)) AS figures
  FROM promotion m
  LEFT JOIN (SELECT s.business_id, (used ->> 'promotion')::uuid AS id, count(*) AS sales {_USED} GROUP BY 1, 2) u
         ON u.id = m.id AND u.business_id = m.business_id
 WHERE m.use_limit IS NOT NULL AND m.uses <> coalesce(u.sales, 0)
"""

COUPONS = f"""
SELECT k.business_id, format('coupon %s', k.code) AS what,
       jsonb_build_object('uses', k.uses, 'sales', coalesce(u.sales, 0)) AS figures
  FROM coupon k
  LEFT JOIN (SELECT s.business_id, used ->> 'coupon' AS code, count(*) AS sales {_USED} GROUP BY 1, 2) u
         ON u.code = k.code AND u.business_id = k.business_id
 WHERE k.uses <> coalesce(u.sales, 0)
"""

PROMOTIONS = (
    Invariant("promotions.amounts", "What promotions take off a sale is what they take off its lines.", AMOUNTS),
    Invariant("promotions.shares", "A promotion's shares of lines sum to what it takes off.", SHARES),
    Invariant("promotions.uses", "A limited promotion was used as often as sales tell.", USES),
    Invariant("promotions.coupons", "A coupon was used as often as sales tell.", COUPONS),
)
