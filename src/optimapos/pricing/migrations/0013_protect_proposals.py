from django.db import migrations

from optimapos.core.schema import ProtectTenantTables


class Migration(migrations.Migration):
    dependencies = [("pricing", "0012_price_proposals")]

    operations = [ProtectTenantTables()]
