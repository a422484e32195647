from django.db import migrations

REFUSE = """
CREATE FUNCTION refuse(code text, data text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'OP001', MESSAGE = code, DETAIL = data;
END $$;
COMMENT ON FUNCTION refuse IS 'Aborts the transaction with a refusal that the caller reads: a code and its figures.';
"""

# PostgreSQL 18 has uuidv7(); SQL here stays within 15.
UUID_V7 = """
CREATE FUNCTION uuid_v7() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE AS $$
    SELECT encode(
        set_byte(set_byte(
            overlay(uuid_send(gen_random_uuid())
                    PLACING substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6),
            6, (get_byte(uuid_send(gen_random_uuid()), 6) & 15) | 112),
            8, (get_byte(uuid_send(gen_random_uuid()), 8) & 63) | 128), 'hex')::uuid
$$;
COMMENT ON FUNCTION uuid_v7 IS 'A UUID version 7: milliseconds first, the rest random.';
"""


LEDGER_IMMUTABLE = """
CREATE FUNCTION ledger_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_user = 'optimapos_purge' AND TG_OP <> 'UPDATE' THEN RETURN OLD; END IF;
    RAISE EXCEPTION 'LEDGER_IMMUTABLE: rows of % are never changed', TG_TABLE_NAME USING ERRCODE = 'OP002';
END $$;
COMMENT ON FUNCTION ledger_immutable IS 'Refuses to change a ledger, except to the role that deletes whole businesses.';
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0002_protect")]

    operations = [
        migrations.RunSQL(REFUSE, "DROP FUNCTION refuse(text, text)"),
        migrations.RunSQL(LEDGER_IMMUTABLE, "DROP FUNCTION ledger_immutable()"),
        migrations.RunSQL(UUID_V7, "DROP FUNCTION uuid_v7()"),
    ]
