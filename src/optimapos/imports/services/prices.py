"""Base prices: added to their history. A line that says what is so already changes nothing."""

from collections.abc import Iterable

from optimapos.core.ids import new_id
from optimapos.imports.rules.formats import PRICES
from optimapos.imports.services.products import WRITTEN, inserting
from optimapos.imports.services.staging import Run, Staged
from optimapos.imports.sql import prices as sql
from optimapos.imports.types import Counts, Values
from optimapos.nomenclatures.services import bump_settings_version
from optimapos.organization.models import Business
from optimapos.organization.selectors import visible_locations
from optimapos.pricing.models import ProductPrice
from optimapos.pricing.services import withdraw_replaced

_COLUMNS = [name for name, _ in sql.STAGED[2:]]


class PriceImporter:
    """Brings base prices. History is never rewritten: another price of one instant is refused."""

    columns = PRICES
    tables = {"staged": sql.STAGED}

    @staticmethod
    def staged(line: int, values: Values) -> Iterable[Staged]:
        """The price."""
        yield "staged", (line, new_id(), *(values.get(name) for name in _COLUMNS))

    @staticmethod
    def compare(run: Run) -> None:
        """Find each line's goods and place, and what is wrong."""
        parameters = {
            "business": run.business_id,
            "at": run.at,
            "places": list(visible_locations(run.actor).values_list("pk", flat=True)),
            "includes_tax": Business.objects.get(pk=run.business_id).prices_include_tax,
        }
        run.execute(sql.RESOLVE, parameters)
        for statement in sql.COMPARISONS:
            run.execute(statement)

    @staticmethod
    def counts(run: Run) -> Counts:
        """New prices, and those that are so already."""
        rows, created, _, _ = run.rows(sql.COUNTS)[0]
        return Counts(rows, created, 0, rows - created)

    @staticmethod
    def write(run: Run) -> None:
        """Insert, some lines at a time."""
        _, created, first, last = run.rows(sql.COUNTS)[0]
        statement, defaults = inserting(ProductPrice, sql.NEW_PRICES, sql.WRITTEN)
        for start in range(first, last + 1, WRITTEN):
            bounds = {"business": run.business_id, "first": start, "last": start + WRITTEN - 1}
            run.execute(statement, {**bounds, **defaults})
            run.progress.at(min(start + WRITTEN, last) - first + 1, last - first + 1)
        if created:
            withdraw_replaced(run.business_id, run.at)
            bump_settings_version(run.business_id)
