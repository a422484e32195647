from django.db import migrations

from optimapos.core.schema import MakeAppendOnly, ProtectTenantTables


class Migration(migrations.Migration):
    dependencies = [("purchases", "0003_payables")]

    operations = [ProtectTenantTables(), MakeAppendOnly("supplier_transaction", "supplier_allocation")]
