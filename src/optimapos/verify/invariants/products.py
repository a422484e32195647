"""The catalog: the pictures of a product stand one after the other, and one of them is its main one."""

from optimapos.verify.types import Invariant

PICTURES_IN_ORDER = """
SELECT p.business_id, format('product %s', p.sku) AS what,
       jsonb_build_object('pictures', count(*), 'positions', jsonb_agg(x.position ORDER BY x.position)) AS figures
  FROM product_picture x JOIN product p ON p.id = x.product_id
 WHERE x.removed_at IS NULL
 GROUP BY p.business_id, p.id, p.sku
HAVING count(DISTINCT x.position) <> count(*) OR max(x.position) <> count(*) - 1
"""

PRODUCTS = (
    Invariant("products.pictures", "The pictures of a product have the positions 0, 1, 2 ….", PICTURES_IN_ORDER),
)
