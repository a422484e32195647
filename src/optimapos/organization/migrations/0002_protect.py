from django.db import migrations

from optimapos.core.schema import ProtectTenantTables

BUSINESS_TEST = "id = nullif(current_setting('app.business', true), '')::uuid"


class Migration(migrations.Migration):
    dependencies = [("organization", "0001_initial")]

    operations = [
        ProtectTenantTables(
            login_tables=("membership", "terminal_session"),
            also=(("business", BUSINESS_TEST),),
        )
    ]
