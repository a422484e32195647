from django.db import migrations

from optimapos.core.schema import ProtectTenantTables


class Migration(migrations.Migration):
    dependencies = [("tills", "0004_layouts_and_code_rules")]

    operations = [ProtectTenantTables()]
