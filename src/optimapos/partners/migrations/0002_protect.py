from django.db import migrations

from optimapos.core.schema import MakeAppendOnly, ProtectTenantTables


class Migration(migrations.Migration):
    dependencies = [("partners", "0001_initial"), ("core", "0003_functions")]

    operations = [ProtectTenantTables(), MakeAppendOnly("credit_transaction")]
