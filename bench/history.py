"""A past for a shop: many sales, copied from one real sale with other keys, products and times.

Set-based and without triggers, so that a million takes minutes. What results is consistent: the ledger adds up, each
item's movements are numbered, the receipts have a series of their own.
"""

import psycopg

from bench.copying import copy_rows, key, without_triggers

SERIES = "PAST"
_MINUTES_OF_A_YEAR = 525_600
_SCATTER = 1237
# It has no factor in common with 5,000, so that the lines walk over all products, but not in their order.

_SALE, _LINE = key("01", "g"), key("02", "i.n")
_PAYMENT, _TAX = key("03", "g"), key("06", "g")
_LOG = key("05", "(g - 1) * 8 + t.k")

_TEMPLATE = """
    SELECT sale_id FROM sale_item
     GROUP BY sale_id HAVING count(*) = 3 AND min(base_qty) = max(base_qty) ORDER BY sale_id LIMIT 1
"""
_GOODS = """
    CREATE TEMPORARY TABLE goods ON COMMIT DROP AS
    SELECT row_number() OVER (ORDER BY i.id) - 1 AS place, i.id AS item_id, i.product_id, p.name, p.sku,
           b.id AS batch_id, b.unit_cost, i.seq, i.current_qty, i.stock_value
      FROM inventory_item i
      JOIN product p ON p.id = i.product_id
      JOIN inventory_batch b ON b.item_id = i.id AND b.is_open
"""
_TAKE = """
    WITH taken AS (
        SELECT i.item_id, i.batch_id, i.unit_cost, sum(t.base_qty) AS quantity, count(*) AS lines
          FROM generate_series(1::bigint, {sales}) g
         CROSS JOIN sale_item t {goods}
         WHERE t.sale_id = '{template}'
         GROUP BY i.item_id, i.batch_id, i.unit_cost
    ), layers AS (
        UPDATE inventory_batch b SET remaining_qty = remaining_qty - quantity FROM taken t WHERE b.id = t.batch_id
    )
    UPDATE inventory_item i
       SET current_qty = current_qty - quantity, stock_value = stock_value - quantity * unit_cost, seq = seq + lines
      FROM taken t WHERE i.id = t.item_id
"""


def add_sales(connection: psycopg.Connection, sales: int) -> None:
    """Give the shop `sales` sales of three lines over the last year.

    There must be a sale of three lines of equal quantities to copy, and one open layer for each item.
    """
    template = connection.execute(_TEMPLATE).fetchone()
    if template is None:
        raise RuntimeError("there is no sale to copy")
    with without_triggers(connection):
        connection.execute(_GOODS)
        connection.execute("CREATE UNIQUE INDEX ON goods (place)")
        connection.execute("ANALYZE goods")
        _Past(connection, str(template[0]), sales).write()
    connection.execute("VACUUM ANALYZE")
    connection.execute("CHECKPOINT")


class _Past:
    """The tables, one after the other."""

    def __init__(self, connection: psycopg.Connection, template: str, sales: int) -> None:
        row = connection.execute("SELECT count(*) FROM goods").fetchone()
        products = int(row[0]) if row else 0
        place = f"(((g - 1) * 3 + t.line_no - 1) * {_SCATTER}) % {products}"
        self.connection, self.template, self.sales = connection, template, sales
        self.goods = (
            "CROSS JOIN LATERAL (SELECT goods.*, (g - 1) * 3 + t.line_no AS n, "
            f"((g - 1) * 3 + t.line_no - 1) / {products} + 1 AS nth FROM goods WHERE goods.place = {place}) i"
        )
        self.at = (
            f"(now() - make_interval(mins => {_MINUTES_OF_A_YEAR} - (g * {_MINUTES_OF_A_YEAR}.0 / {sales})::integer))"
        )
        self.days = dict.fromkeys(("business_date", "accounting_date"), f"{self.at}::date")

    def write(self) -> None:
        """All of it."""
        self._sales()
        self._copy("sale_tax", {"id": _TAX, "sale_id": _SALE})
        times = {"created_at": self.at, "settled_at": self.at}
        self._copy("payment", {"id": _PAYMENT, "sale_id": _SALE, **times, **self.days})
        self._lines()
        self._movements()
        self._audit()

    def _copy(self, table: str, changed: dict[str, str], source: str = "", column: str = "sale_id") -> None:
        where = f"t.{column} = '{self.template}'"
        copy_rows(self.connection, table, self.sales, changed, source=source or f"{table} t", where=where)

    def _sales(self) -> None:
        number = f"'{SERIES}-' || lpad(g::text, greatest(4, length(g::text)), '0')"
        times = dict.fromkeys(("created_at", "updated_at", "occurred_at", "completed_at"), self.at)
        keys = {"id": _SALE, "series": f"'{SERIES}'", "receipt_number": number}
        self._copy("sale", {**keys, **times, **self.days}, column="id")
        self.connection.execute(
            "INSERT INTO receipt_counter (business_id, series, last_number) SELECT business_id, %s, %s FROM sale LIMIT 1",
            [SERIES, self.sales],
        )

    def _lines(self) -> None:
        product = {
            "product_id": "i.product_id",
            "item_id": "i.item_id",
            "product_name": "i.name",
            "product_sku": "i.sku",
        }
        times = {"created_at": self.at, "updated_at": self.at}
        self._copy("sale_item", {"id": _LINE, "sale_id": _SALE, **product, **times}, f"sale_item t {self.goods}")

    def _movements(self) -> None:
        """One a line, numbered on from the item's last one."""
        changed = {
            "id": key("04", "i.n"),
            "item_id": "i.item_id",
            "batch_id": "i.batch_id",
            "unit_cost": "i.unit_cost",
            "cost_amount": "t.quantity * i.unit_cost",
            "item_seq": "i.seq + i.nth",
            "qty_after": "i.current_qty + i.nth * t.quantity",
            "value_after": "i.stock_value + i.nth * t.quantity * i.unit_cost",
            "source_id": _SALE,
            "source_line_id": _LINE,
            "occurred_at": self.at,
            "posted_at": self.at,
            **self.days,
        }
        rows = "(SELECT m.*, l.line_no FROM inventory_movement m JOIN sale_item l ON l.id = m.source_line_id) t"
        self._copy("inventory_movement", changed, f"{rows} {self.goods}", column="source_id")
        self.connection.execute(_TAKE.format(sales=self.sales, template=self.template, goods=self.goods))

    def _audit(self) -> None:
        logs = "(SELECT a.*, row_number() OVER (PARTITION BY sale_id ORDER BY id) AS k FROM audit_log a"
        logs += f" WHERE sale_id = '{self.template}') t"
        payment = f"CASE WHEN t.payment_id IS NOT NULL THEN {_PAYMENT} END"
        self._copy("audit_log", {"id": _LOG, "sale_id": _SALE, "payment_id": payment, "timestamp": self.at}, logs)
        details = f"(SELECT d.*, t.k, t.sale_id FROM {logs} JOIN audit_detail d ON d.log_id = t.id) t"
        self._copy("audit_detail", {"log_id": _LOG}, details)
