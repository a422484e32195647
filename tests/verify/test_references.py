"""References across businesses: one planted for every foreign key between tenant tables, and every orphan found."""

from typing import Any

import psycopg
import pytest
from django.db import connections

from optimapos.core.ids import UUID, new_id
from optimapos.core.tenancy import MAINTENANCE
from optimapos.verify.catalogue import ForeignKey, tenant_keys, tenant_tables
from optimapos.verify.report import named
from tests.verify.planting import drop_checks, found_by, superuser
from tests.verify.shops import LivedShop, make_lived_shop


def _keys() -> list[ForeignKey]:
    with connections[MAINTENANCE].cursor() as cursor:
        return tenant_keys(cursor)


def _tables() -> list[str]:
    with connections[MAINTENANCE].cursor() as cursor:
        return tenant_tables(cursor)


@pytest.fixture(scope="module")
def lived() -> LivedShop:
    """One shop for all plants: each of them is rolled back."""
    return make_lived_shop()


@pytest.mark.parametrize("key", _keys(), ids=lambda key: f"{key.table}.{key.columns[0]}")
def test_a_row_that_points_to_another_business_is_found(lived: LivedShop, key: ForeignKey) -> None:
    (column,), (target_column,) = key.columns, key.target_columns
    with superuser() as cursor:
        assert found_by(cursor, "tenancy.references", lived.shop.id).count == 0
        cursor.execute(
            f'UPDATE "{key.target}" SET business_id = %s WHERE "{target_column}" ='
            f' (SELECT "{column}" FROM "{key.table}" WHERE business_id = %s AND "{column}" IS NOT NULL LIMIT 1)',
            [new_id(), lived.shop.id],
        )
        if cursor.rowcount == 0:
            target = _insert_bare(cursor, key.target, business_id=new_id())
            _insert_bare(cursor, key.table, business_id=lived.shop.id, **{column: target})
        found = found_by(cursor, "tenancy.references", lived.shop.id)
    assert any(f"{key.table} -> {key.target}" in named(violation) for violation in found.violations)


@pytest.mark.parametrize("table", _tables())
def test_a_row_whose_business_does_not_exist_is_found(lived: LivedShop, table: str) -> None:
    nobody = new_id()
    with superuser() as cursor:
        cursor.execute(
            f'UPDATE "{table}" SET business_id = %s WHERE ctid = (SELECT ctid FROM "{table}" WHERE business_id = %s LIMIT 1)',
            [nobody, lived.shop.id],
        )
        if cursor.rowcount == 0:
            _insert_nothing_but_a_business(cursor, table, nobody)
        found = found_by(cursor, "tenancy.businesses", nobody)
    assert [violation.what for violation in found.violations] == [f"table {table}"]


def _insert_bare(cursor: "psycopg.Cursor[Any]", table: str, **values: UUID) -> UUID:
    """A row with an id and these values alone, for tables of which the lived shop has none; its id."""
    cursor.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnotnull AND attnum > 0 AND attname <> 'id'",
        [table],
    )
    for (column,) in cursor.fetchall():
        cursor.execute(f'ALTER TABLE "{table}" ALTER "{column}" DROP NOT NULL')
    drop_checks(cursor, table)
    row = {"id": new_id()} | values
    columns = ", ".join(f'"{column}"' for column in row)
    cursor.execute(f'INSERT INTO "{table}" ({columns}) VALUES ({", ".join(["%s"] * len(row))})', list(row.values()))
    return row["id"]


def _insert_nothing_but_a_business(cursor: "psycopg.Cursor[Any]", table: str, business_id: UUID) -> None:
    """A row with a business and no other value, for tables of which the lived shop has none."""
    drop_checks(cursor, table)
    cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT IF EXISTS "{table}_pkey" CASCADE')
    cursor.execute(
        "SELECT attname FROM pg_attribute"
        " WHERE attrelid = %s::regclass AND attnotnull AND attnum > 0 AND attname <> 'business_id'",
        [table],
    )
    for (column,) in cursor.fetchall():
        cursor.execute(f'ALTER TABLE "{table}" ALTER "{column}" DROP NOT NULL')
    cursor.execute(f'INSERT INTO "{table}" (business_id) VALUES (%s)', [business_id])
