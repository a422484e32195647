from django.db import migrations

from optimapos.core.schema import MakeAppendOnly, ProtectTenantTables


class Migration(migrations.Migration):
    dependencies = [("papers", "0001_initial"), ("core", "0003_functions")]

    operations = [ProtectTenantTables(), MakeAppendOnly("paper_print")]
