from django.db import migrations

from optimapos.core.schema import MakeAppendOnly, ProtectTenantTables

# A plain trigger: nothing that a session can set switches it off.
SEALED = """
CREATE FUNCTION shift_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status = 'CLOSED' OR TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'LEDGER_IMMUTABLE: a sealed shift is never changed' USING ERRCODE = 'OP002';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER sealed BEFORE UPDATE OR DELETE ON shift FOR EACH ROW EXECUTE FUNCTION shift_sealed();
"""
UNSEALED = "DROP TRIGGER sealed ON shift; DROP FUNCTION shift_sealed()"


class Migration(migrations.Migration):
    dependencies = [("shifts", "0001_initial"), ("core", "0003_functions")]

    operations = [
        ProtectTenantTables(),
        MakeAppendOnly("cash_movement", "shift_supplement"),
        migrations.RunSQL(SEALED, UNSEALED),
    ]
