from django.db import migrations

from optimapos.core.schema import ProtectTenantTables


class Migration(migrations.Migration):
    dependencies = [("organization", "0007_saved_views")]

    operations = [ProtectTenantTables(login_tables=("membership", "terminal_session"))]
