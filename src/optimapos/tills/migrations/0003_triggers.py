"""Triggers that note what tills have to read again. None of them fires for what a checkout writes.

Statements are noted as a whole, from their transition tables. Where a checkout writes to a table too, triggers name the
columns that it does not write, which only triggers by row can; PostgreSQL skips them without a look at the row.
"""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION till_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('INSERT INTO till_change (business_id, changed_xid, kind, object_id)
                    SELECT DISTINCT business_id, pg_current_xact_id(), %L, %I FROM changed
                    ON CONFLICT DO NOTHING', TG_ARGV[0], TG_ARGV[1]);
    RETURN NULL;
END $$;
COMMENT ON FUNCTION till_changed IS 'Notes the objects of a statement: a kind, and the column with their ids.';

CREATE FUNCTION till_row_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO till_change (business_id, changed_xid, kind, object_id)
    VALUES (CASE TG_TABLE_NAME WHEN 'business' THEN NEW.id ELSE (to_jsonb(NEW) ->> 'business_id')::uuid END,
            pg_current_xact_id(), TG_ARGV[0], (to_jsonb(NEW) ->> TG_ARGV[1])::uuid)
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION till_row_changed IS 'Notes the object of a row: a kind, and the column with its id.';

CREATE FUNCTION till_price_list_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO till_change (business_id, changed_xid, kind, object_id)
    SELECT DISTINCT r.business_id, pg_current_xact_id(), 'prices', r.product_id
      FROM price_list_row r JOIN changed c ON c.id = r.price_list_id AND c.business_id = r.business_id
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION till_price_list_changed IS 'Notes the products that changed price lists name.';

CREATE FUNCTION till_cost_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO till_change (business_id, changed_xid, kind, object_id)
    SELECT NEW.business_id, pg_current_xact_id(), 'prices', NEW.product_id
      FROM business b WHERE b.id = NEW.business_id AND b.fallback_markup_percent > 0
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION till_cost_changed IS 'Notes a product whose fallback price follows its cost.';

CREATE FUNCTION till_markup_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO till_change (business_id, changed_xid, kind, object_id)
    SELECT p.business_id, pg_current_xact_id(), 'prices', p.id FROM product p WHERE p.business_id = NEW.id
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION till_markup_changed IS 'Notes all products: their fallback prices are others.';
"""

WATCHED = [
    ("product", "products", "id"),
    ("product_packaging", "products", "product_id"),
    ("product_barcode", "products", "product_id"),
    ("product_price", "prices", "product_id"),
    ("product_price_by_group", "prices", "product_id"),
    ("product_step_price", "prices", "product_id"),
    ("price_list_row", "prices", "product_id"),
    ("price_list", "price_lists", "business_id"),
    ("promotion_target", "promotions", "business_id"),
    ("customer_site", "customers", "customer_id"),
    ("unit_of_measure", "units", "business_id"),
    ("brand", "brands", "business_id"),
    ("product_group", "groups", "business_id"),
    ("product_group", "promotions", "business_id"),
    ("price_group", "price_groups", "business_id"),
    ("tax_category", "taxes", "business_id"),
    ("tax_rate", "taxes", "business_id"),
    ("location", "settings", "business_id"),
    ("terminal", "settings", "business_id"),
    ("role", "settings", "business_id"),
]
COMINGS_AND_GOINGS = [
    ("product", "prices", "id"),
    ("customer", "customers", "id"),
    ("promotion", "promotions", "business_id"),
]
COLUMNS = {
    ("customer", "customers", "id"): """code, name, vat_number, phone, type, customer_type, category, price_group_id,
        discount_percent, is_tax_exempt, credit_limit, credit_terms_days, credit_blocked, sales_blocked, merged_into_id,
        is_active, vat_registered, city, contact_person, email, address, notes""",
    ("promotion", "promotions", "business_id"): """name, kind, value, includes_tax, sale_type, starts_at, ends_at, weekdays,
        hours_from, hours_until, min_quantity, set_quantity, get_quantity, min_amount, max_times, combines, needs_coupon,
        use_limit, priority, status, is_active""",
    ("business", "settings", "id"): """name, slug, currency, country, tax_number, address, receipt_footer,
        prices_include_tax, price_policy, fallback_markup_percent, cash_rounding_step, credit_grace_days,
        reservation_minutes, is_active""",
}
EVENTS = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD"}


def noting(table: str, kind: str, event: str, call: str) -> str:
    return f"""
        CREATE TRIGGER till_{kind}_{event.lower()} AFTER {event} ON {table}
            REFERENCING {EVENTS[event]} TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION {call};"""


def triggers() -> str:
    statements = [
        noting(table, kind, event, f"till_changed('{kind}', '{column}')")
        for table, kind, column in WATCHED
        for event in EVENTS
    ]
    statements += [
        noting(table, kind, event, f"till_changed('{kind}', '{column}')")
        for table, kind, column in COMINGS_AND_GOINGS
        for event in ("INSERT", "DELETE")
    ]
    statements += [
        f"""
        CREATE TRIGGER till_{kind}_update AFTER UPDATE OF {columns} ON {table}
            FOR EACH ROW EXECUTE FUNCTION till_row_changed('{kind}', '{column}');"""
        for (table, kind, column), columns in COLUMNS.items()
    ]
    return "".join(statements) + """
        CREATE TRIGGER till_prices_life_cycle AFTER UPDATE OF life_cycle ON product
            FOR EACH ROW WHEN (OLD.life_cycle IS DISTINCT FROM NEW.life_cycle)
            EXECUTE FUNCTION till_row_changed('prices', 'id');
        CREATE TRIGGER till_price_list_rows AFTER UPDATE ON price_list
            REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION till_price_list_changed();
        CREATE TRIGGER till_credit_insert AFTER INSERT ON credit_allocation
            REFERENCING NEW TABLE AS changed FOR EACH STATEMENT
            EXECUTE FUNCTION till_changed('credit', 'customer_id');
        CREATE TRIGGER till_cost_insert AFTER INSERT ON inventory_item
            FOR EACH ROW WHEN (NEW.last_purchase_cost <> 0) EXECUTE FUNCTION till_cost_changed();
        CREATE TRIGGER till_cost_update AFTER UPDATE OF last_purchase_cost ON inventory_item
            FOR EACH ROW WHEN (OLD.last_purchase_cost IS DISTINCT FROM NEW.last_purchase_cost)
            EXECUTE FUNCTION till_cost_changed();
        CREATE TRIGGER till_markup_update AFTER UPDATE OF fallback_markup_percent ON business
            FOR EACH ROW WHEN (OLD.fallback_markup_percent IS DISTINCT FROM NEW.fallback_markup_percent)
            EXECUTE FUNCTION till_markup_changed();
    """


class Migration(migrations.Migration):
    dependencies = [
        ("tills", "0002_protect"),
        ("inventory", "0008_ledger_indexes"),
        ("nomenclatures", "0004_protect_documents"),
        ("organization", "0005_protect_approvals"),
        ("partners", "0014_fold_names"),
        ("pricing", "0013_protect_proposals"),
        ("products", "0003_serials_and_weight"),
    ]

    operations = [migrations.RunSQL(FUNCTIONS), migrations.RunSQL(triggers())]
