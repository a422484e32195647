from django.db import migrations

from optimapos.core.schema import MakeAppendOnly, ProtectTenantTables


class Migration(migrations.Migration):
    dependencies = [
        ("nomenclatures", "0003_documents"),
        ("core", "0003_functions"),
    ]

    operations = [ProtectTenantTables(), MakeAppendOnly("document_status_change")]
