from django.db import migrations

# Checked at COMMIT: a transfer closes one layer of the piece and opens another in one statement.
ADD = """
    ALTER TABLE inventory_batch ADD CONSTRAINT inventory_batch_serial_once
        EXCLUDE USING btree (product_id WITH =, serial_number WITH =)
        WHERE (is_open AND serial_number <> '') DEFERRABLE INITIALLY DEFERRED
"""
REMOVE = "ALTER TABLE inventory_batch DROP CONSTRAINT inventory_batch_serial_once"


class Migration(migrations.Migration):
    dependencies = [("inventory", "0004_layers_in_depth")]

    operations = [migrations.RunSQL(ADD, REMOVE)]
