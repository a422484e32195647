from django.db import migrations

# Every sale changes an item and its layers: with room on the page the change stays there and no index is touched.
SET = "ALTER TABLE inventory_item SET (fillfactor = 70); ALTER TABLE inventory_batch SET (fillfactor = 70);"
RESET = "ALTER TABLE inventory_item RESET (fillfactor); ALTER TABLE inventory_batch RESET (fillfactor);"


class Migration(migrations.Migration):
    dependencies = [("inventory", "0002_protect")]

    operations = [migrations.RunSQL(SET, RESET)]
