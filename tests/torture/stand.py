"""What a load sells: a business's goods and the tills that sell them, made here or in another database.

Run as a program it makes a shop in the database that the environment names and prints it as JSON.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from uuid import UUID

from tests.concurrency.books import one
from tests.servers import ROOT

OPENING = 100_000
"""Units of each product to begin with: more than any load sells."""


@dataclass(frozen=True)
class Stand:
    """`tokens` of signed-in tills, ids of products with `OPENING` units each."""

    business: str
    tokens: list[str]
    products: list[str]

    def sold(self, dsn: str | None = None) -> Decimal:
        """Units that have left."""
        row = one(
            "SELECT sum(%(opening)s - current_qty) FROM inventory_item WHERE business_id = %(business)s",
            {"opening": OPENING, "business": UUID(self.business)},
            dsn,
        )
        return Decimal(str(row[0]))

    def sales(self, dsn: str | None = None) -> int:
        """Completed sales."""
        row = one(
            "SELECT count(*) FROM sale WHERE business_id = %s AND completed_at IS NOT NULL",
            [UUID(self.business)],
            dsn,
        )
        return int(str(row[0]))


def make_stand(products: int = 5) -> Stand:
    """A new business in this process's database."""
    from tests.factories.catalog import make_product  # noqa: PLC0415 - they need Django set up
    from tests.factories.organization import make_shop  # noqa: PLC0415

    shop = make_shop()
    goods = [str(make_product(shop, name=f"Tea {n}", stock=str(OPENING), price="1.50").pk) for n in range(products)]
    return Stand(str(shop.id), [shop.till.token, shop.manager_till.token], goods)


def stand_elsewhere(environment: Mapping[str, str]) -> Stand:
    """A new business in the database that `environment` names."""
    made = subprocess.run(
        [sys.executable, "-m", "tests.torture.stand"],
        cwd=ROOT,
        env=dict(environment),
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr[-2000:]
    return Stand(**json.loads(made.stdout))


def main() -> None:
    """Make one and print it."""
    import django  # noqa: PLC0415

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "optimapos.config.settings")
    django.setup()
    print(json.dumps(asdict(make_stand())))  # noqa: T201


if __name__ == "__main__":
    main()
