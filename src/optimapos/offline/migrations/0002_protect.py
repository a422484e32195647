from django.db import migrations

from optimapos.core.schema import ProtectTenantTables


class Migration(migrations.Migration):
    dependencies = [("offline", "0001_initial"), ("core", "0003_functions")]

    operations = [ProtectTenantTables()]
