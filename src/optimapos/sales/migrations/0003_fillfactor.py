from django.db import migrations

# A counter changes with each receipt of its series.
SET = "ALTER TABLE receipt_counter SET (fillfactor = 50)"
RESET = "ALTER TABLE receipt_counter RESET (fillfactor)"


class Migration(migrations.Migration):
    dependencies = [("sales", "0002_protect")]

    operations = [migrations.RunSQL(SET, RESET)]
