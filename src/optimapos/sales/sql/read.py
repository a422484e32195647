"""What a checkout reads before it decides: who, where, what, at which prices. One pipeline, no locks.

The caller is a relation, so that the same statements serve a terminal's token and a member who signed in otherwise.
Every row is joined by the caller's business; row-level security stands behind that.
"""

from functools import cache

from optimapos.pricing.sql import coupons_shown, prices_at

NAME_TENANT = "set_config('app.business', {business}, true), set_config('plan_cache_mode', 'force_generic_plan', true)"
# Generic plans: the array statements were otherwise planned anew at each call, the largest share of a checkout's time.

TERMINAL_CALLER = """
    SELECT s.business_id, s.membership_id, s.terminal_id
      FROM terminal_session s
     WHERE s.token_hash = $1::bytea AND s.kind = 'OPERATOR' AND s.expires_at > now()
"""
MEMBER_CALLER = """
    SELECT m.business_id, m.id AS membership_id, NULL::uuid AS terminal_id
      FROM membership m
     WHERE m.id = encode($1::bytea, 'escape')::uuid
"""

SELLER = """
    SELECT m.business_id, m.id AS membership_id, split_part(encode($1::bytea, 'escape'), ' ', 2)::uuid AS terminal_id
      FROM membership m
     WHERE m.id = split_part(encode($1::bytea, 'escape'), ' ', 1)::uuid
"""
"""Who sold at a terminal some time ago: a member and the terminal, whatever became of them since."""

BUSINESS_DAY = "(({at} AT TIME ZONE l.timezone) - (l.day_starts_at - time '00:00'))::date"
"""The business day of the location `l` that an instant falls on."""


@cache
def enter(caller: str) -> str:
    """Names the caller's tenant for the statements that follow in the pipeline. `$1` caller."""
    return f"SELECT {NAME_TENANT.format(business='c.business_id::text')} FROM ({caller}) c"


@cache
def context(caller: str, *, is_past: bool = False) -> str:
    """One row: business, member, terminal, location, customer, and what is stored already. `is_past`: also for who and what
    is not active any more.

    `$1` caller, `$2` storefront, `$3` instant, `$4` customer, `$5` idempotency key, `$6` sale id, `$7` the
    customer's site.
    """
    return _context(
        caller,
        storefront="$2::uuid",
        customer="$4::uuid",
        at="$3::timestamptz",
        key="$5::text",
        sale="$6::uuid",
        site="$7::uuid",
        is_past=is_past,
    )


@cache
def cart_context(caller: str, *, is_past: bool = False) -> str:
    """The same for a cart, whose storefront and customer are its own. `$1` caller, `$2` sale, `$3` instant, `$4` key."""
    own = "(SELECT {} FROM sale o JOIN caller ON o.business_id = caller.business_id WHERE o.id = $2::uuid)"
    return _context(
        caller,
        storefront=own.format("o.location_id"),
        customer=own.format("o.customer_id"),
        at="$3::timestamptz",
        key="$4::text",
        sale="$2::uuid",
        site=own.format("o.customer_site_id"),
        is_past=is_past,
    )


@cache
def cart(caller: str) -> str:
    """The cart, if it is the caller's business's, with its coupons as they are now. `$1` caller, `$2` sale, `$3` instant."""
    shown = coupons_shown("c.business_id", "s.coupons", "$3::timestamptz")
    return f"""
        WITH caller AS ({caller})
        SELECT s.id, s.location_id, s.type, s.status, s.customer_id, s.customer_site_id, s.prices_include_tax,
               s.discount_percentage, s.discount_fixed, s.cart_session_id, s.notes, s.version, s.created_at, s.origin,
               s.coupons, CASE WHEN s.coupons <> '{{}}' THEN ({shown}) END AS coupons_shown
          FROM sale s JOIN caller c ON c.business_id = s.business_id
         WHERE s.id = $2::uuid
    """


@cache
def cart_lines(caller: str) -> str:
    """The cart's lines with what a product permits today. `$1` caller, `$2` sale."""
    return f"""
        WITH caller AS ({caller})
        SELECT l.id, l.line_no, l.kind, l.product_id, p.group_id, l.item_id, l.packaging_id, l.factor_num, l.factor_den,
               l.quantity, l.base_qty, l.list_price, l.unit_price, l.price_source, l.price_overridden_by,
               l.discount_percentage, l.discount_fixed, l.tax_code, l.tax_rate, l.product_name, l.product_sku, l.serials,
               l.waterfall::text AS waterfall, p.life_cycle, p.tracks_stock, p.tracks_serials, p.warranty_days
          FROM sale_item l
          JOIN caller c ON c.business_id = l.business_id
          JOIN product p ON p.id = l.product_id AND p.business_id = c.business_id
         WHERE l.sale_id = $2::uuid
         ORDER BY l.line_no
    """


@cache
def coupons(caller: str) -> str:
    """The coupons with these codes, as one JSON array. `$1` caller, `$2` codes, `$3` instant."""
    shown = coupons_shown("(SELECT business_id FROM caller)", "$2::text[]", "$3::timestamptz")
    return f"WITH caller AS ({caller}) SELECT shown.coupons FROM ({shown}) shown"


@cache
def approvals(caller: str) -> str:
    """The approvals that a request names, if they are the caller's business's. `$1` caller, `$2` ids."""
    return f"""
        WITH caller AS ({caller})
        SELECT a.id, a.action, a.status, a.requested_by_id AS requested_by, a.approver_id AS approver, a.reason, a.amount,
               a.cart_hash, a.cart ->> 'total_amount' AS total_amount, a.location_id, a.expires_at
          FROM approval a JOIN caller c ON c.business_id = a.business_id
         WHERE a.id = ANY($2::uuid[])
         ORDER BY a.id
    """


def _place(storefront: str) -> str:
    """The storefront asked for, else the terminal's. Not `coalesce`: PostgreSQL takes that for leaky, and behind row-level
    security what may leak is compared only after a scan of the whole table.
    """
    return f"CASE WHEN {storefront} IS NULL THEN t.location_id ELSE {storefront} END"


def _context(
    caller: str, *, storefront: str, customer: str, at: str, key: str, sale: str, site: str, is_past: bool = False
) -> str:
    day = BUSINESS_DAY.format(at=at)
    active = "true" if is_past else "{}.is_active"
    includes = "true OR" if is_past else ""
    return f"""
        WITH caller AS ({caller})
        SELECT c.business_id, m.user_id,
               r.capabilities, r.max_discount,
               t.id AS terminal_id, coalesce(t.code, '') AS terminal_code,
               b.currency, b.prices_include_tax, b.price_policy, b.fallback_markup_percent, b.cash_rounding_step,
               b.credit_grace_days, b.settings_version,
               l.id AS location_id, l.code AS location_code, l.stock_policy, l.timezone, {day} AS business_date,
               k.id AS customer_id, k.is_active AS customer_active, k.merged_into_id AS customer_merged_into,
               z.id AS customer_site_id,
               z.is_active AS customer_site_active, k.sales_blocked, k.credit_blocked, k.credit_limit,
               k.outstanding_balance, k.credit_terms_days, k.is_tax_exempt,
               k.discount_percent AS own_percent, g.discount_percentage AS group_percent, g.name AS group_name,
               g.id AS price_group_id, z.special_discount AS site_percent,
               owed.overdue_amount, owed.oldest_due,
               i.fingerprint, i.status AS stored_status, i.body AS stored_body,
               s.id AS sale_id, s.content_hash, w.id AS shift_id, b.requires_shift
          FROM caller c
          JOIN membership m ON m.id = c.membership_id AND {active.format("m")}
          JOIN app_user u ON u.id = m.user_id AND {active.format("u")}
          JOIN business b ON b.id = c.business_id AND b.is_active
          JOIN role r ON r.id = m.role_id AND r.business_id = c.business_id
          LEFT JOIN terminal t ON t.id = c.terminal_id AND t.business_id = c.business_id
               AND {active.format("t")}
          LEFT JOIN location l ON l.business_id = c.business_id AND {active.format("l")} AND l.kind = 'STOREFRONT'
               AND (c.terminal_id IS NULL OR l.id = t.location_id)
               AND l.id = {_place(storefront)}
               AND ({includes} m.all_locations OR EXISTS (SELECT 1 FROM membership_location ml
                                                WHERE ml.membership_id = m.id AND ml.location_id = l.id))
          LEFT JOIN customer k ON k.id = {customer} AND k.business_id = c.business_id
          LEFT JOIN customer_site z ON z.id = {site} AND z.customer_id = k.id AND z.business_id = c.business_id
          LEFT JOIN price_group g ON g.id = k.price_group_id AND g.is_active
          LEFT JOIN LATERAL (
               SELECT coalesce(sum(e.open_amount) FILTER (
                          WHERE e.open_amount < 0 OR e.due_date + b.credit_grace_days < {day}), 0)
                          AS overdue_amount,
                      min(e.due_date) FILTER (WHERE e.open_amount > 0) AS oldest_due
                 FROM open_item e
                WHERE e.customer_id = k.id AND e.business_id = c.business_id) owed ON k.id IS NOT NULL
          LEFT JOIN idempotency_key i ON i.business_id = c.business_id AND i.key = {key}
          LEFT JOIN sale s ON s.id = {sale} AND s.business_id = c.business_id
          {_shift(at, is_past=is_past)}
    """


def _shift(at: str, *, is_past: bool) -> str:
    """The shift `w` that is open at the till, or was when something was sold there without a connection."""
    if not is_past:
        return "LEFT JOIN shift w ON w.terminal_id = t.id AND w.business_id = c.business_id AND w.status = 'OPEN'"
    return f"""LEFT JOIN LATERAL (
               SELECT x.id FROM shift x
                WHERE x.terminal_id = t.id AND x.business_id = c.business_id AND x.opened_at <= {at}
                  AND (x.closed_at IS NULL OR x.closed_at > {at})
                ORDER BY x.opened_at DESC LIMIT 1) w ON true"""


@cache
def lines(caller: str) -> str:
    """One row a line, in order, with product, packaging, item, tax rate and prices: base, of the customer's group, steps.

    `$1` caller, `$2` storefront, `$3` instant, then arrays: `$4` products, `$5` barcodes, `$6` packagings; `$7` customer.
    """
    return f"""
        WITH caller AS ({caller}
        ), here AS MATERIALIZED (
            SELECT c.business_id, l.id AS location_id, {BUSINESS_DAY.format(at="$3::timestamptz")} AS business_date,
                   (SELECT g.id FROM customer k JOIN price_group g ON g.id = k.price_group_id AND g.is_active
                     WHERE k.id = $7::uuid AND k.business_id = c.business_id) AS price_group_id
              FROM caller c
              LEFT JOIN terminal t ON t.id = c.terminal_id AND t.business_id = c.business_id
              LEFT JOIN location l ON l.business_id = c.business_id AND l.id = {_place("$2::uuid")}
        ), asked AS MATERIALIZED (
            SELECT a.n, h.business_id, h.location_id, h.business_date, h.price_group_id,
                   coalesce(a.product_id, x.product_id) AS product_id,
                   coalesce(a.packaging_id, x.packaging_id) AS packaging_id
              FROM here h
             CROSS JOIN unnest($4::uuid[], $5::text[], $6::uuid[])
                   WITH ORDINALITY AS a (product_id, barcode, packaging_id, n)
              LEFT JOIN product_barcode x ON x.business_id = h.business_id AND x.code = a.barcode
        )
        SELECT p.id AS product_id, p.group_id, p.sku, p.name, p.kind, p.life_cycle, p.tracks_stock, p.tracks_serials,
               p.warranty_days, p.floor_price, u.decimals, n.id AS packaging_id, n.factor_num, n.factor_den,
               i.id AS item_id, i.last_purchase_cost, rate.code AS tax_code, rate.rate AS tax_rate, base.prices,
               grouped.prices AS group_prices, stepped.prices AS step_prices, listed.prices AS listed_prices,
               a.packaging_id IS NOT NULL AND n.id IS NULL AS packaging_gone
          FROM asked a
          LEFT JOIN product p ON p.id = a.product_id AND p.business_id = a.business_id
          LEFT JOIN unit_of_measure u ON u.id = p.unit_id
          LEFT JOIN product_packaging n ON n.id = a.packaging_id AND n.product_id = p.id AND n.is_active
               AND n.business_id = a.business_id
          LEFT JOIN inventory_item i ON i.product_id = p.id AND i.location_id = a.location_id
               AND i.business_id = a.business_id
          LEFT JOIN LATERAL (
               SELECT v.code, v.rate FROM tax_rate v
                WHERE v.category_id = p.tax_category_id AND v.business_id = a.business_id
                  AND v.valid_from <= a.business_date
                  AND (v.location_id = a.location_id OR v.location_id IS NULL)
                ORDER BY v.location_id NULLS LAST, v.valid_from DESC LIMIT 1) rate ON true
{prices_at("$3::timestamptz")}
         ORDER BY a.n
    """
