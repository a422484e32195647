from django.db import migrations

TRIGGERS = "".join(
    f"""
        CREATE TRIGGER till_products_{event.lower()} AFTER {event} ON product_picture
            REFERENCING {rows} TABLE AS changed FOR EACH STATEMENT
            EXECUTE FUNCTION till_changed('products', 'product_id');"""
    for event, rows in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD"))
)


class Migration(migrations.Migration):
    dependencies = [("tills", "0006_note_layouts"), ("products", "0005_protect_pictures")]

    operations = [migrations.RunSQL(TRIGGERS)]
