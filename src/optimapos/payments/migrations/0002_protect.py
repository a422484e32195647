from django.db import migrations

from optimapos.core.schema import ProtectTenantTables

# Only forward, whoever writes: docs/algorithms/payments.md has the table. What was asked for never changes.
FORWARD = """
CREATE FUNCTION payment_intent_forward() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asked CONSTANT text[] := '{business_id,account_id,sale_id,kind,provider,amount,minor,currency,key,original_id}';
    step text := OLD.status || ' ' || NEW.status;
BEGIN
    IF OLD.status <> NEW.status AND NOT (
        OLD.status = 'CREATED'
        OR (OLD.status = 'PENDING' AND NEW.status <> 'CREATED')
        OR (OLD.status IN ('FAILED', 'CANCELLED', 'EXPIRED') AND NEW.status = 'SUCCEEDED')) THEN
        RAISE EXCEPTION 'INTENT_BACKWARDS: %', step USING ERRCODE = 'OP002';
    END IF;
    IF OLD.outcome <> NEW.outcome AND OLD.outcome <> '' AND NEW.outcome <> 'REFUNDED'
       AND NOT (OLD.outcome = 'UNAPPLIED' AND NEW.outcome = 'APPLIED') THEN
        RAISE EXCEPTION 'INTENT_BACKWARDS: outcome % %', OLD.outcome, NEW.outcome USING ERRCODE = 'OP002';
    END IF;
    IF (SELECT jsonb_object_agg(k, v) FROM jsonb_each(to_jsonb(OLD)) AS o (k, v) WHERE k = ANY (asked))
       IS DISTINCT FROM
       (SELECT jsonb_object_agg(k, v) FROM jsonb_each(to_jsonb(NEW)) AS n (k, v) WHERE k = ANY (asked)) THEN
        RAISE EXCEPTION 'LEDGER_IMMUTABLE: what was asked of a provider is never changed' USING ERRCODE = 'OP002';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER only_forward BEFORE UPDATE ON payment_intent
    FOR EACH ROW EXECUTE FUNCTION payment_intent_forward();
CREATE TRIGGER never_deleted BEFORE DELETE ON payment_intent
    FOR EACH ROW EXECUTE FUNCTION ledger_immutable();
"""
BACK = """
DROP TRIGGER only_forward ON payment_intent;
DROP TRIGGER never_deleted ON payment_intent;
DROP FUNCTION payment_intent_forward();
"""
# What the poller looks for in sales' table: a handful of rows for a moment, and none of an ordinary sale.
TO_GIVE_BACK = """
CREATE INDEX payment_to_give_back ON payment (id)
 WHERE direction = 'OUT' AND status = 'PENDING' AND provider <> '' AND intent_id IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_initial"), ("core", "0003_functions"), ("sales", "0009_shifts_and_refunds")]

    operations = [
        ProtectTenantTables(),
        migrations.RunSQL(FORWARD, BACK),
        migrations.RunSQL(TO_GIVE_BACK, "DROP INDEX payment_to_give_back"),
    ]
