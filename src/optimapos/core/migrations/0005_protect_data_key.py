from django.db import migrations

from optimapos.core.schema import ProtectTenantTables


class Migration(migrations.Migration):
    dependencies = [("core", "0004_data_key")]

    operations = [ProtectTenantTables()]
