from django.db import migrations

from optimapos.core.schema import ProtectTenantTables


class Migration(migrations.Migration):
    dependencies = [("inventory", "0006_stock_documents")]

    operations = [ProtectTenantTables()]
