"""What a customer's dashboard is made of, as one short text that changes with it."""

STAMP = """
    SELECT max(c.xmin::text || '.' || coalesce(t.xmin::text, ''))
      FROM customer c LEFT JOIN customer_stats t ON t.customer_id = c.id
     WHERE c.business_id = %(business)s AND c.id = %(customer)s
"""
"""The row versions of a customer and of its statistics; null without such a customer. Sites and weeks are written with their
customer's row.
"""
