"""What a replay reads: the lines of completed sales, newest sales first, in one statement."""

from optimapos.sales.sql.read import BUSINESS_DAY

HELD_DAYS = 31
"""So many days before the period a cart may have been made: `sale_location_created` is by the day of the cart."""

SOLD_LINES = f"""
    SELECT s.id AS sale_id, s.business_date, s.location_id,
           coalesce(s.occurred_at, s.completed_at) AT TIME ZONE l.timezone AS local_time,
           s.type, s.prices_include_tax, s.discount_percentage AS sale_percentage, s.discount_fixed AS sale_fixed,
           g.id AS price_group_id,
           ARRAY(SELECT used ->> 'promotion' FROM jsonb_array_elements(s.promotions) used
                  WHERE NOT (used ->> 'in_prices')::boolean) AS promotions,
           i.product_id, p.group_id, i.product_sku, i.product_name, i.packaging_id, i.factor_num, i.factor_den, i.quantity,
           i.base_qty, i.list_price, i.unit_price, i.discount_percentage, i.discount_fixed, i.promotion_discount,
           i.tax_rate, i.net, i.cost_amount, p.floor_price, i.waterfall::text AS waterfall
      FROM location l
      JOIN sale s ON s.location_id = l.id AND s.business_id = l.business_id
      JOIN sale_item i ON i.sale_id = s.id
      JOIN product p ON p.id = i.product_id
      LEFT JOIN customer k ON k.id = s.customer_id
      LEFT JOIN price_group g ON g.id = k.price_group_id AND g.is_active
     WHERE l.business_id = %(business)s AND l.id = ANY(%(locations)s)
       AND s.completed_at IS NOT NULL AND s.completed_at <= %(at)s
       AND s.created_at >= %(at)s - make_interval(days => %(days)s + {HELD_DAYS})
       AND s.business_date > {BUSINESS_DAY.format(at="%(at)s::timestamptz")} - %(days)s
     ORDER BY s.completed_at DESC, s.id, i.line_no
     LIMIT %(limit)s
"""
