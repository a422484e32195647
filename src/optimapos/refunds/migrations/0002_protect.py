from django.db import migrations

from optimapos.core.schema import ProtectTenantTables

# A plain trigger: nothing that a session can set switches it off.
FROZEN = """
CREATE FUNCTION refund_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status IN ('PROCESSED', 'REJECTED') THEN
        RAISE EXCEPTION 'LEDGER_IMMUTABLE: a refund that is done is never changed' USING ERRCODE = 'OP002';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER frozen_when_done BEFORE UPDATE OR DELETE ON refund FOR EACH ROW EXECUTE FUNCTION refund_frozen();
CREATE FUNCTION refund_item_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT status IN ('PROCESSED', 'REJECTED') FROM refund WHERE id = OLD.refund_id) THEN
        RAISE EXCEPTION 'LEDGER_IMMUTABLE: a line of a refund that is done is never changed' USING ERRCODE = 'OP002';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER frozen_when_done BEFORE UPDATE OR DELETE ON refund_item FOR EACH ROW EXECUTE FUNCTION refund_item_frozen();
"""
UNFROZEN = """
DROP TRIGGER frozen_when_done ON refund_item; DROP FUNCTION refund_item_frozen();
DROP TRIGGER frozen_when_done ON refund; DROP FUNCTION refund_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("refunds", "0001_initial"), ("core", "0003_functions")]

    operations = [ProtectTenantTables(), migrations.RunSQL(FROZEN, UNFROZEN)]
