"""Products and their stock at one storefront. A page is by SKU, or of named products."""

from optimapos.inventory.sql import BUSINESS_DAY, SELLABLE_LAYERS
from optimapos.products.types import PICTURES_AT, PictureSize

ALL = """
    SELECT p.id, p.sku FROM product p
     WHERE p.business_id = %(business)s AND p.sku > %(after)s ORDER BY p.sku LIMIT %(limit)s
"""
NAMED = "SELECT p.id, p.sku FROM product p WHERE p.business_id = %(business)s AND p.id = ANY(%(ids)s)"


def page_of(rows: str) -> tuple[str, str]:
    """A statement over a page of all products, and over named ones: id, SKU, and the row as JSON or NULL."""
    return f"WITH page AS MATERIALIZED ({ALL}) {rows}", f"WITH page AS MATERIALIZED ({NAMED}) {rows}"


PRODUCTS = page_of(
    f"""
    SELECT g.id, g.sku, CASE WHEN f.life_cycle <> 'ARCHIVED' THEN row_to_json(f)::text END
      FROM page g
      JOIN product p ON p.id = g.id
     CROSS JOIN LATERAL (
           SELECT p.id, p.sku, p.name, p.kind, p.life_cycle, p.unit_id AS unit, p.tax_category_id AS tax_category,
                  p.group_id AS "group", p.brand_id AS brand, p.plu, p.tracks_stock, p.tracks_serials, p.keeps_expiry,
                  p.warranty_days, trim_scale(p.weight_kg)::text AS weight_kg, trim_scale(p.prix_br)::text AS prix_br,
                  trim_scale(p.floor_price)::text AS floor_price,
                  (SELECT '{PICTURES_AT}' || x.address || '-{PictureSize.SMALL}.webp'
                     FROM product_picture x
                    WHERE x.product_id = p.id AND x.business_id = %(business)s
                      AND x.position = 0 AND x.removed_at IS NULL LIMIT 1) AS picture,
                  (SELECT coalesce(json_agg(json_build_object('id', n.id, 'name', n.name, 'factor_num', n.factor_num,
                                                              'factor_den', n.factor_den) ORDER BY n.id), '[]')
                     FROM product_packaging n
                    WHERE n.product_id = p.id AND n.business_id = %(business)s AND n.is_active) AS packagings,
                  (SELECT coalesce(json_agg(json_build_object('code', x.code, 'packaging', x.packaging_id)
                                            ORDER BY x.code), '[]')
                     FROM product_barcode x
                    WHERE x.product_id = p.id AND x.business_id = %(business)s) AS barcodes) f
     ORDER BY g.sku
    """
)

_DAY = BUSINESS_DAY.format(at="now()")

STOCK = page_of(
    f"""
    , here AS MATERIALIZED (
        SELECT l.id, {_DAY} AS day FROM location l WHERE l.id = %(location)s AND l.business_id = %(business)s
    )
    SELECT g.id, g.sku, CASE WHEN i.id IS NOT NULL THEN json_build_object(
               'product', g.id, 'sellable', trim_scale(s.sellable + i.floor_qty)::text, 'expiring', s.expiring)::text END
      FROM page g
     CROSS JOIN here h
      LEFT JOIN inventory_item i ON i.product_id = g.id AND i.location_id = h.id AND i.business_id = %(business)s
      LEFT JOIN LATERAL (
           SELECT coalesce(sum(d.quantity), 0) AS sellable,
                  coalesce(json_agg(json_build_array(d.expires_on, trim_scale(d.quantity)::text) ORDER BY d.expires_on)
                           FILTER (WHERE d.expires_on IS NOT NULL), '[]') AS expiring
             FROM (SELECT b.expires_on, sum(b.remaining_qty) AS quantity FROM inventory_batch b
                    WHERE b.item_id = i.id AND b.business_id = %(business)s
                      AND {SELLABLE_LAYERS.format(day="h.day")}
                    GROUP BY b.expires_on) d) s ON i.id IS NOT NULL
     ORDER BY g.sku
    """
)
"""Sellable today, before what carts hold; and how much of it expires when."""
