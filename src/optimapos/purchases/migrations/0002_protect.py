from django.db import migrations

from optimapos.core.schema import ProtectTenantTables


class Migration(migrations.Migration):
    dependencies = [("purchases", "0001_initial")]

    operations = [ProtectTenantTables()]
