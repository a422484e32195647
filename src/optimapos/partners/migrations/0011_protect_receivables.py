from django.db import migrations

from optimapos.core.schema import MakeAppendOnly, ProtectTenantTables

# What is owed from before there were open items. The owner reads all businesses for this one statement.
FILL = """
    ALTER TABLE credit_transaction NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE open_item NO FORCE ROW LEVEL SECURITY;
    INSERT INTO open_item (entry_id, business_id, customer_id, due_date, open_amount)
    SELECT id, business_id, customer_id, coalesce(due_date, occurred_at::date), amount
      FROM credit_transaction WHERE amount <> 0;
    ALTER TABLE credit_transaction FORCE ROW LEVEL SECURITY;
    ALTER TABLE open_item FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("partners", "0010_receivables")]

    operations = [
        ProtectTenantTables(),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        MakeAppendOnly("credit_allocation"),
    ]
