"""Opening stock: booked by inventory's own service, some lines at a time."""

from collections.abc import Iterable
from itertools import groupby

from optimapos.core.ids import UUID
from optimapos.imports.locks import lock_named_items, lock_named_products
from optimapos.imports.rules.formats import OPENING_STOCK
from optimapos.imports.services.staging import Run, Staged
from optimapos.imports.sql import stock as sql
from optimapos.imports.types import Counts, Values
from optimapos.inventory.locks import ensure_items
from optimapos.inventory.services import OpeningLine, OpeningStockService
from optimapos.organization.selectors import visible_locations

BOOKED = 2_000
_COLUMNS = [name for name, _ in sql.STAGED[1:]]
_FIRST = UUID(int=0)


class OpeningStockImporter:
    """Brings what is on the shelves when a shop starts. It adds, so a file is applied once."""

    columns = OPENING_STOCK
    tables = {"staged": sql.STAGED}

    @staticmethod
    def staged(line: int, values: Values) -> Iterable[Staged]:
        """The layer."""
        given = {**values, "serials": values.get("serials") or []}
        yield "staged", (line, *(given.get(name) for name in _COLUMNS))

    @staticmethod
    def compare(run: Run) -> None:
        """Find each line's goods and place, and what is wrong."""
        if run.locks:
            lock_named_products(run.business_id)
        places = list(visible_locations(run.actor).values_list("pk", flat=True))
        run.execute(sql.RESOLVE, {"business": run.business_id, "places": places})
        for statement in sql.COMPARISONS:
            run.execute(statement)

    @staticmethod
    def counts(run: Run) -> Counts:
        """All lines add."""
        count = run.rows(sql.COUNT)[0][0]
        return Counts(count, count)

    @staticmethod
    def write(run: Run) -> None:
        """Make the items exist and lock all of them by id first, then book."""
        _ensure_items(run)
        lock_named_items(run.business_id)
        total = run.rows(sql.COUNT)[0][0]
        done, location, line = 0, _FIRST, -1
        while rows := run.rows(sql.LINES, {"location": location, "line": line, "limit": BOOKED}):
            for place, lines in groupby(rows, key=lambda row: row[1]):
                OpeningStockService.receive_opening_lines(
                    business=run.business_id,
                    location_id=place,
                    lines=[OpeningLine(*row[2:8]) for row in lines],
                    user_id=run.actor.user_id,
                    at=run.at,
                ).unwrap()
            done += len(rows)
            line, location = rows[-1][:2]
            run.progress.at(done, total)


def _ensure_items(run: Run) -> None:
    product, location = _FIRST, _FIRST
    while places := run.rows(sql.PLACES, {"product": product, "location": location, "limit": BOOKED}):
        ensure_items(run.business_id, [(wanted, place) for wanted, place in places])
        product, location = places[-1]
