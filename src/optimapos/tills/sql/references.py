"""What there is little of, each kind as a whole: rows as JSON texts."""

from optimapos.tills.types import Kind

REFERENCES: dict[Kind, str] = {
    Kind.UNITS: """
        SELECT row_to_json(f)::text FROM (
            SELECT id, code, name, decimals FROM unit_of_measure WHERE business_id = %(business)s ORDER BY id) f
    """,
    Kind.GROUPS: """
        WITH RECURSIVE tree AS (
            SELECT id, code, name, parent_id AS parent, is_active, ARRAY[id] AS path
              FROM product_group WHERE business_id = %(business)s AND parent_id IS NULL
            UNION ALL
            SELECT g.id, g.code, g.name, g.parent_id, g.is_active, t.path || g.id
              FROM product_group g JOIN tree t ON g.parent_id = t.id
             WHERE g.business_id = %(business)s AND g.id <> ALL(t.path)
        )
        SELECT row_to_json(t)::text FROM tree t ORDER BY path
    """,
    Kind.BRANDS: """
        SELECT row_to_json(f)::text FROM (
            SELECT id, name, is_active FROM brand WHERE business_id = %(business)s ORDER BY id) f
    """,
    Kind.PRICE_GROUPS: """
        SELECT row_to_json(f)::text FROM (
            SELECT id, code, name, trim_scale(discount_percentage)::text AS discount_percentage, is_active
              FROM price_group WHERE business_id = %(business)s ORDER BY id) f
    """,
    Kind.TAXES: """
        SELECT json_build_object('id', c.id, 'code', c.code, 'name', c.name, 'rates', (
                   SELECT coalesce(json_agg(json_build_object('code', v.code, 'rate', trim_scale(v.rate)::text,
                              'here', v.location_id IS NOT NULL, 'valid_from', v.valid_from)
                                            ORDER BY v.location_id NULLS LAST, v.valid_from DESC), '[]')
                     FROM tax_rate v
                    WHERE v.category_id = c.id AND v.business_id = %(business)s
                      AND (v.location_id IS NULL OR v.location_id = %(location)s)))::text
          FROM tax_category c WHERE c.business_id = %(business)s ORDER BY c.id
    """,
    Kind.PRICE_LISTS: """
        SELECT row_to_json(f)::text FROM (
            SELECT id, name, sale_type, includes_tax, valid_from, valid_until FROM price_list
             WHERE business_id = %(business)s AND status = 'APPROVED'
               AND (valid_until IS NULL OR valid_until > now() - interval '1 hour')
             ORDER BY id) f
    """,
}
"""Rates: the storefront's own before those of all others, of each the newest first: the first that has begun applies."""
