"""What names are found by, for customers from before it was stored."""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from optimapos.partners.rules.names import folded, letters_of, name_key

SOME = 5_000
READ = "SELECT id, name FROM customer WHERE id > %s ORDER BY id LIMIT %s"
NOBODY = "00000000-0000-0000-0000-000000000000"
WRITE = """
    UPDATE customer c SET name_folded = f.folded, name_letters = f.letters, name_key = f.key
      FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[]) AS f (id, folded, letters, key) WHERE c.id = f.id
"""


def fold(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """The owner reads all businesses for this one step."""
    editor.execute("ALTER TABLE customer NO FORCE ROW LEVEL SECURITY")
    with editor.connection.cursor() as cursor:
        after: Any = NOBODY
        while True:
            cursor.execute(READ, [after, SOME])
            rows = cursor.fetchall()
            if not rows:
                break
            ids, names = zip(*rows, strict=True)
            made = [list(map(make, names)) for make in (folded, letters_of, name_key)]
            cursor.execute(WRITE, [list(ids), *made])
            after = ids[-1]
    editor.execute("ALTER TABLE customer FORCE ROW LEVEL SECURITY")


class Migration(migrations.Migration):
    dependencies = [("partners", "0013_customer_names")]

    operations = [migrations.RunPython(fold, migrations.RunPython.noop)]
