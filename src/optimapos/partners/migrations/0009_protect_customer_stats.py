from django.db import migrations

from optimapos.core.schema import ProtectTenantTables


class Migration(migrations.Migration):
    dependencies = [("partners", "0008_customer_stats")]

    operations = [ProtectTenantTables()]
