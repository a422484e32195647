from django.db import migrations

from optimapos.core.schema import MakeAppendOnly, ProtectTenantTables

# A plain trigger: nothing that a session can set switches it off. Only what refunds cache may change.
FROZEN = """
CREATE FUNCTION sale_item_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    caches CONSTANT text[] := '{refunded_qty,refunded_net,refunded_tax,updated_at}';
BEGIN
    IF (SELECT completed_at IS NOT NULL FROM sale WHERE id = OLD.sale_id)
       AND (TG_OP = 'DELETE' OR to_jsonb(OLD) - caches IS DISTINCT FROM to_jsonb(NEW) - caches) THEN
        RAISE EXCEPTION 'LEDGER_IMMUTABLE: a line of a completed sale is never changed' USING ERRCODE = 'OP002';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER frozen_when_completed BEFORE UPDATE OR DELETE ON sale_item
    FOR EACH ROW EXECUTE FUNCTION sale_item_frozen();
"""
UNFROZEN = "DROP TRIGGER frozen_when_completed ON sale_item; DROP FUNCTION sale_item_frozen()"



class Migration(migrations.Migration):
    dependencies = [("sales", "0001_initial"), ("core", "0003_functions")]

    operations = [ProtectTenantTables(), MakeAppendOnly("sale_tax"), migrations.RunSQL(FROZEN, UNFROZEN)]
