"""Keeping the notes of changes as few as there are objects."""

from django.db import connections, transaction

from optimapos.core.tenancy import MAINTENANCE
from optimapos.tills.sql import COMPACT


def compact_changes() -> int:
    """Take out notes that a later one, finished for everybody, makes superfluous; their number. Cursors stay as they are."""
    with transaction.atomic(using=MAINTENANCE), connections[MAINTENANCE].cursor() as cursor:
        cursor.execute(COMPACT)
        return int(cursor.rowcount)
