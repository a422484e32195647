"""SQL that is written by hand names the columns that the tables have, and forgets none that must be given."""

import re
from dataclasses import fields, is_dataclass

import pytest
from django.db import connections

from optimapos.core.tenancy import MAINTENANCE
from optimapos.sales import rows
from tests.contracts.sources import package_sources

TABLE_OF = {
    rows.SaleRow: "sale",
    rows.LineRow: "sale_item",
    rows.TaxRow: "sale_tax",
    rows.PaymentRow: "payment",
    rows.CreditRow: "credit_transaction",
    rows.OutboxRow: "outbox_message",
}
INSERT = re.compile(r"INSERT INTO (\w+)(?: AS \w+)? \(([^()]+)\)")


def _columns(table: str) -> dict[str, bool]:
    """The table's columns, and whether each has to be given."""
    with connections[MAINTENANCE].cursor() as cursor:
        cursor.execute(
            "SELECT column_name::text, is_nullable = 'NO' AND column_default IS NULL FROM information_schema.columns"
            " WHERE table_schema = 'public' AND table_name = %s",
            [table],
        )
        return dict(cursor.fetchall())


def _inserts() -> list[tuple[str, str, list[str]]]:
    return [
        (source.name, table, [column.strip().strip('"') for column in columns.split(",")])
        for source in package_sources()
        for table, columns in INSERT.findall(source.text)
    ]


def test_a_sales_row_is_the_whole_row() -> None:
    assert {field.name for field in fields(rows.SaleRow)} == set(_columns("sale"))


@pytest.mark.parametrize("row", TABLE_OF, ids=lambda row: row.__name__)
def test_a_row_has_only_columns_of_its_table(row: type) -> None:
    assert is_dataclass(row)
    assert {field.name for field in fields(row)} <= set(_columns(TABLE_OF[row]))


def test_every_insert_names_columns_that_there_are() -> None:
    inserts = _inserts()
    assert len(inserts) >= 10
    for where, table, columns in inserts:
        known = _columns(table)
        assert set(columns) <= set(known), f"{where}: {table} has no {set(columns) - set(known)}"
        assert len(columns) == len(set(columns)), f"{where}: {table}"


def test_every_insert_gives_what_must_be_given() -> None:
    for where, table, columns in _inserts():
        needed = {column for column, has_to_be in _columns(table).items() if has_to_be}
        assert needed <= set(columns), f"{where}: {table} needs {needed - set(columns)}"


def test_a_checkouts_insert_gives_every_column() -> None:
    wanted = {"sale_item", "sale_tax", "payment", "audit_detail", "outbox_message"}
    given = {table: set(columns) for where, table, columns in _inserts() if where.endswith("sales/sql/write.py")}
    assert wanted <= set(given)
    for table in wanted:
        assert given[table] == set(_columns(table)), table
