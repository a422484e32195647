from django.db import migrations


def noting(table: str, kind: str) -> str:
    return "".join(
        f"""
        CREATE TRIGGER till_{kind}_{event.lower()} AFTER {event} ON {table}
            REFERENCING {rows} TABLE AS changed FOR EACH STATEMENT
            EXECUTE FUNCTION till_changed('{kind}', 'business_id');"""
        for event, rows in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD"))
    )


class Migration(migrations.Migration):
    dependencies = [("tills", "0005_protect_layouts")]

    operations = [
        migrations.RunSQL(
            noting("till_layout", "layouts") + noting("till_tile", "layouts") + noting("code_rule", "code_rules")
        )
    ]
