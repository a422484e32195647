"""Where else there is something of a product."""

from optimapos.inventory.sql import ACTIVE_RESERVATIONS, BUSINESS_DAY, SELLABLE_LAYERS

ELSEWHERE = f"""
    SELECT l.id, l.code, l.name, l.kind, trim_scale(greatest(s.sellable + i.floor_qty - h.held, 0)) AS available, s.expires_on
      FROM inventory_item i
      JOIN location l ON l.id = i.location_id AND l.business_id = %(business)s AND l.is_active
     CROSS JOIN LATERAL (
           SELECT coalesce(sum(b.remaining_qty), 0) AS sellable, min(b.expires_on) AS expires_on
             FROM inventory_batch b
            WHERE b.item_id = i.id AND b.business_id = %(business)s
              AND {SELLABLE_LAYERS.format(day=BUSINESS_DAY.format(at="now()"))}) s
     CROSS JOIN LATERAL (
           SELECT coalesce(sum(r.quantity), 0) AS held FROM stock_reservation r
            WHERE r.item_id = i.id AND r.business_id = %(business)s AND {ACTIVE_RESERVATIONS.format(at="now()")}) h
     WHERE i.product_id = %(product)s AND i.business_id = %(business)s AND i.location_id = ANY(%(locations)s)
     ORDER BY available DESC, l.code
"""
