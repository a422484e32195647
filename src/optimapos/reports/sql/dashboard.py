"""The statements of the dashboard. A sale counts on its business day, up to the same hour where days are compared."""

from optimapos.inventory.sql import BUSINESS_DAY

MOMENT = "coalesce(s.occurred_at, s.completed_at)"
"""When a sale was made: the till's own time where it came later."""

_PLACES = f"""
    place AS (
        SELECT l.id, l.timezone AS zone, {BUSINESS_DAY.format(at="%(at)s")} AS today, %(at)s AT TIME ZONE l.timezone AS clock
          FROM location l
         WHERE l.business_id = %(business)s AND l.id = ANY(%(places)s)
    )
"""

_PERIODS = """
    period AS (
        SELECT p.id AS place, k.name, k.since, k.until, k.before AT TIME ZONE p.zone AS before
          FROM place p
         CROSS JOIN LATERAL (VALUES
               ('today', p.today, p.today, p.clock),
               ('today_before', p.today - 7, p.today - 7, p.clock - interval '7 days'),
               ('week', date_trunc('week', p.today)::date, p.today, p.clock),
               ('week_before', date_trunc('week', p.today)::date - 7, p.today - 7, p.clock - interval '7 days'),
               ('month', date_trunc('month', p.today)::date, p.today, p.clock),
               ('month_before', (date_trunc('month', p.today) - interval '1 month')::date,
                (p.today - interval '1 month')::date, p.clock - interval '1 month')
         ) AS k (name, since, until, before)
    )
"""

_SALES = f"""
    sold AS (
        SELECT k.name, s.id, s.total_amount, s.total_amount - s.rounding_amount - s.tax_amount AS net
          FROM period k
          JOIN sale s ON s.location_id = k.place AND s.business_date BETWEEN k.since AND k.until
                     AND s.completed_at IS NOT NULL AND {MOMENT} <= k.before
         WHERE s.business_id = %(business)s
    )
"""

FIGURES = f"""
    WITH {_PLACES}, {_PERIODS}, {_SALES}
    SELECT name, count(*), sum(total_amount), sum(net) FROM sold GROUP BY name
"""
"""Of each period its sales, what they came to, and that without tax."""

COSTS = f"""
    WITH {_PLACES}, {_PERIODS}, {_SALES}, spent AS MATERIALIZED (
        SELECT l.sale_id, sum(l.cost_amount) AS cost
          FROM (SELECT DISTINCT id FROM sold) each JOIN sale_item l ON l.sale_id = each.id
         GROUP BY l.sale_id
    )
    SELECT sold.name, sum(spent.cost) FROM sold JOIN spent ON spent.sale_id = sold.id GROUP BY sold.name
"""
"""Of each period what the goods had cost."""

HOURS = f"""
    WITH {_PLACES}
    SELECT extract(hour FROM {MOMENT} AT TIME ZONE p.zone)::int AS hour, s.business_date = p.today AS is_today,
           count(*), sum(s.total_amount)
      FROM place p
      JOIN sale s ON s.location_id = p.id AND s.business_date IN (p.today, p.today - 7) AND s.completed_at IS NOT NULL
                 AND {MOMENT} <= %(at)s
     WHERE s.business_id = %(business)s
     GROUP BY 1, 2 ORDER BY 1, 2
"""
"""By hour of the place's clock: today so far, and the whole of the same weekday last week."""

TOP_PRODUCTS = f"""
    WITH {_PLACES}, best AS (
        SELECT l.product_id, sum(l.base_qty) AS quantity, sum(l.gross) AS gross, sum(l.net) AS net, sum(l.cost_amount) AS cost
          FROM place p
          JOIN sale s ON s.location_id = p.id AND s.business_date BETWEEN p.today - 6 AND p.today
                     AND s.completed_at IS NOT NULL AND {MOMENT} <= %(at)s
          JOIN sale_item l ON l.sale_id = s.id
         WHERE s.business_id = %(business)s
         GROUP BY l.product_id ORDER BY gross DESC, l.product_id LIMIT %(limit)s
    )
    SELECT b.product_id, p.sku, p.name, b.quantity, b.gross, b.net, b.cost
      FROM best b JOIN product p ON p.id = b.product_id ORDER BY b.gross DESC, b.product_id
"""
"""The products that most was paid for in seven days, today among them."""

TENDERS = f"""
    WITH {_PLACES}
    SELECT y.payment_method, count(*), sum(CASE y.direction WHEN 'OUT' THEN -y.amount_paid ELSE y.amount_paid END)
      FROM payment y
      LEFT JOIN sale s ON s.id = y.sale_id
      LEFT JOIN terminal t ON t.id = y.terminal_id AND y.sale_id IS NULL
      LEFT JOIN place p ON p.id = coalesce(s.location_id, t.location_id)
     WHERE y.business_id = %(business)s AND y.created_at > %(at)s - interval '3 days'
       AND coalesce(s.occurred_at, y.created_at) <= %(at)s
       AND y.status = 'SUCCESSFUL'
       AND y.business_date = coalesce(p.today, (SELECT max(today) FROM place))
       AND (p.id IS NOT NULL OR (%(all_places)s AND y.sale_id IS NULL AND t.id IS NULL))
     GROUP BY y.payment_method ORDER BY 3 DESC, 1
"""
"""What was taken today, for sales, debts and gift cards. Without a till, what is for no sale counts for all places."""

LOW_STOCK = """
    SELECT a.product_id, p.sku, p.name, a.location_id, a.available, a.reorder_point, count(*) OVER ()
      FROM stock_alert a JOIN product p ON p.id = a.product_id
     WHERE a.business_id = %(business)s AND a.closed_at IS NULL AND a.location_id = ANY(%(places)s)
     ORDER BY a.available - a.reorder_point, a.opened_at, a.id LIMIT %(limit)s
"""
"""Products that run out, and in each row how many there are in all."""

EXPIRING = f"""
    WITH {_PLACES}
    SELECT i.product_id, p.sku, p.name, i.location_id, b.expires_on, sum(b.remaining_qty), count(*) OVER ()
      FROM place l
      JOIN inventory_item i ON i.location_id = l.id
      JOIN inventory_batch b ON b.item_id = i.id AND b.is_open AND b.expires_on <= l.today + %(days)s
      JOIN product p ON p.id = i.product_id
     WHERE i.business_id = %(business)s AND b.remaining_qty > 0
     GROUP BY i.product_id, p.sku, p.name, i.location_id, b.expires_on
     ORDER BY b.expires_on, p.name, i.location_id LIMIT %(limit)s
"""
"""Goods that expire soon or have expired, by day."""
