from django.db import migrations

from optimapos.core.schema import ProtectTenantTables


class Migration(migrations.Migration):
    dependencies = [("products", "0004_productpicture")]

    operations = [ProtectTenantTables()]
