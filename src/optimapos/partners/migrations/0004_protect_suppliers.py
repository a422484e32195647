from django.db import migrations

from optimapos.core.schema import ProtectTenantTables


class Migration(migrations.Migration):
    dependencies = [("partners", "0003_suppliers")]

    operations = [ProtectTenantTables()]
