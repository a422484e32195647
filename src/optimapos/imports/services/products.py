"""Products with their packagings and barcodes: created, or updated by SKU."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from django.db.models import Model

from optimapos.core.ids import UUID, new_id
from optimapos.core.interfaces import IStockOnHand, implementation
from optimapos.core.result import DomainError
from optimapos.imports.locks import hold_named_units, lock_named_products
from optimapos.imports.rules.formats import PRODUCTS
from optimapos.imports.services.staging import Run, Staged, add_problems
from optimapos.imports.sql import products as sql
from optimapos.imports.types import Counts, Problem, Values
from optimapos.nomenclatures.services import bump_settings_version
from optimapos.products.models import Product, ProductBarcode, ProductPackaging
from optimapos.products.rules.changes import check_change
from optimapos.products.rules.life_cycle import check_editable, check_first_stage, check_move

ASKED = 5_000
WRITTEN = 20_000
# So many lines a statement: few statements, and a bar that moves.
_COLUMNS = [name for name, _ in sql.STAGED[2:]]
_OWN = {"id", "business", "created_at", "updated_at"}


class Question(NamedTuple):
    """A line about which the catalog's rules have to be asked."""

    line: int
    product_id: UUID
    is_new: bool
    before: str
    after: str
    changes_unit: bool
    stops_keeping: bool
    changes_serials: bool


class ProductImporter:
    """Brings products. What their services refuse is refused here too, by the same rules, with its line."""

    columns = PRODUCTS
    tables = {"staged": sql.STAGED, "staged_packaging": sql.STAGED_PACKAGING, "staged_barcode": sql.STAGED_BARCODE}

    @staticmethod
    def staged(line: int, values: Values) -> Iterable[Staged]:
        """The product, its packagings, and the barcodes of both."""
        sku = values.get("sku")
        values["product_group"] = values.get("group")
        yield "staged", (line, new_id(), *(values.get(name) for name in _COLUMNS))
        for packaging in values.get("packagings") or ():
            row = (line, new_id(), sku, packaging.name, packaging.factor_num, packaging.factor_den)
            yield "staged_packaging", row
            for code in packaging.barcodes:
                yield "staged_barcode", (line, new_id(), sku, code, packaging.name)
        for code in values.get("barcodes") or ():
            yield "staged_barcode", (line, new_id(), sku, code, "")

    @staticmethod
    def compare(run: Run) -> None:
        """Find each line's product, and what is wrong."""
        if run.locks:
            lock_named_products(run.business_id)
        run.execute(sql.resolve(run.given))
        for statement in (*sql.PARTS, *sql.COMPARISONS):
            run.execute(statement)
        if run.locks:
            hold_named_units(run.business_id)
        after = -1
        while rows := run.rows(sql.IN_QUESTION, {"after": after, "limit": ASKED}):
            _ask(run, [Question(*row) for row in rows])
            after = rows[-1][0]

    @staticmethod
    def counts(run: Run) -> Counts:
        """New, changed and unchanged products."""
        rows, created, changed, unchanged, _, _ = run.rows(sql.COUNTS)[0]
        return Counts(rows, created, changed, unchanged)

    @staticmethod
    def write(run: Run) -> None:
        """Insert and update, some lines at a time."""
        _, created, changed, _, first, last = run.rows(sql.COUNTS)[0]
        run.execute(sql.GIVE_UP_PLU)
        insert_products, insert_packagings, insert_barcodes = (
            inserting(Product, sql.NEW_PRODUCTS, sql.WRITTEN),
            inserting(ProductPackaging, "new_packaging", ("product_id", "name", "factor_num", "factor_den")),
            inserting(ProductBarcode, sql.NEW_BARCODES, ("product_id", "code", "packaging_id")),
        )
        for start in range(first, last + 1, WRITTEN):
            bounds = {"business": run.business_id, "first": start, "last": start + WRITTEN - 1}
            for statement, defaults in (
                insert_products,
                (sql.UPDATE, {}),
                insert_packagings,
                insert_barcodes,
            ):
                run.execute(statement, {**bounds, **defaults})
            run.progress.at(min(start + WRITTEN, last) - first + 1, last - first + 1)
        if created or changed:
            bump_settings_version(run.business_id)


def inserting(model: type[Model], source: str, written: tuple[str, ...]) -> tuple[str, dict[str, object]]:
    """The statement that inserts rows of a model, and the defaults of the columns that no file sets."""
    defaults: dict[str, object] = {
        str(field.column): field.get_default()
        for field in model._meta.concrete_fields
        if field.name not in _OWN and field.column not in written
    }
    return sql.insert(model._meta.db_table, source, written, list(defaults)), defaults


def _ask(run: Run, questions: list[Question]) -> None:
    ids = [each.product_id for each in questions if not each.is_new]
    stock = implementation(IStockOnHand).stock_of_products(business=run.business_id, product_ids=ids)
    for each in questions:
        add_problems(run, list(_refusals(each, stock.get(each.product_id, Decimal(0)))))


def _refusals(asked: Question, on_hand: Decimal) -> Iterator[Problem]:
    for column, check in _checks(asked, on_hand):
        try:
            check()
        except DomainError as refusal:
            yield Problem(asked.line, column, refusal.code, refusal.msg)


def _checks(asked: Question, on_hand: Decimal) -> Iterator[tuple[str, Callable[[], None]]]:
    """The rules that the product's own service would ask, and the column that each is about."""
    if asked.is_new:
        yield "life_cycle", partial(check_first_stage, asked.after)
        return
    if asked.before != asked.after:
        yield "life_cycle", partial(check_move, asked.before, asked.after, on_hand)
    else:
        yield "sku", partial(check_editable, asked.before)
    for column, flag in (
        ("unit", "changes_unit"),
        ("tracks_stock", "stops_keeping"),
        ("tracks_serials", "changes_serials"),
    ):
        if getattr(asked, flag):
            flags = dict.fromkeys(("changes_unit", "stops_keeping", "changes_serials"), False) | {flag: True}
            yield column, partial(check_change, life_cycle=asked.before, stock_on_hand=on_hand, **flags)
