"""Does a page far down the list of customers cost more than the first, and a dashboard more with many sales behind it?"""

from base64 import b64encode
from datetime import UTC, datetime
from urllib.parse import urlencode
from uuid import UUID

import psycopg

from bench import history
from bench.arena import Arena
from bench.copying import copy_rows, key, without_triggers
from bench.inside import inside, seconds
from bench.load import Load, run_load
from bench.measure import Contestant, Figures, Findings, Plan, in_turn
from bench.shop import BASE, Shop

LISTED, BOUGHT = "shop_customers", "shop_dashboard"
PAGE, FAR = 50, 1_000
FEW, FEWEST = 10, 200
BUSY, LONG, QUIET = "BUSY", "LONG", "QUIET"


def ask_list(arena: Arena, shop: Shop, plan: Plan) -> Findings:
    """By one client, who asks for the first page or for the one behind the thousandth cursor."""
    number = max(FEWEST, plan.history // 10)
    far = min(FAR, number // (2 * PAGE))
    arena.close(BASE)
    arena.copy(BASE, LISTED)
    _add_customer(arena, shop, LISTED, BUSY)
    with arena.admin(LISTED) as connection:
        with without_triggers(connection):
            made = {
                "id": key("08", "g"),
                "code": "'X' || g",
                "name": "'Customer ' || g",
                "outstanding_balance": "g % 500",
            }
            copy_rows(connection, "customer", number, made, source="customer t")
        connection.execute("VACUUM ANALYZE")
        row = connection.execute(
            "SELECT id FROM customer ORDER BY id DESC OFFSET %s LIMIT 1", [far * PAGE - 1]
        ).fetchone()
    cursor = b64encode(urlencode({"p": str(row[0] if row else "")}).encode()).decode()
    first = "/api/customers/?has_balance=true"
    contestants = [
        Contestant("the first page", LISTED, "fetch", shop.tills(1), {"path": first}),
        Contestant(
            f"the page behind cursor {far:,}",
            LISTED,
            "fetch",
            shop.tills(1),
            {"path": f"{first}&{urlencode({'cursor': cursor})}"},
        ),
    ]
    found = Findings(in_turn(arena, plan, "customers", contestants, beside_limit=False), {"customers": number})
    arena.close(LISTED)  # the balances are made up: there are no books to check
    return found


def ask_dashboard(arena: Arena, shop: Shop, plan: Plan) -> Findings:
    """The dashboard of a customer with ten sales in the last month beside one with as many then and all the others before,
    and one with a month's share of all: asked for over HTTP, where it is kept until something changes, and made anew.
    """
    number = max(FEWEST, plan.history // 10)
    run_load(Load("checkout", arena.address(BASE), shop.tills(1), plan.warm_up + 1, 0, 0, {}))
    arena.close(BASE)
    arena.copy(BASE, BOUGHT)
    subjects = {code: _add_customer(arena, shop, BOUGHT, code) for code in (QUIET, LONG, BUSY)}
    with arena.admin(BOUGHT) as connection:
        history.add_sales(connection, 2 * number)
        _sell_to(connection, *subjects.values(), number)
    names = {QUIET: f"{FEW} sales", LONG: f"{number:,} sales, {FEW} lately", BUSY: f"{number:,} sales over a year"}
    with inside(arena, BOUGHT):
        _count(shop)
        anew = {code: Figures("dashboard", f"anew, {name}", 1) for code, name in names.items()}
        for code in names:
            _make(shop, subjects[code])
        for _ in range(plan.rounds * 4):
            for code, figures in anew.items():
                figures.rates.append(1 / seconds(lambda code=code: _make(shop, subjects[code])))  # type: ignore[misc]  # mypy knows no default of a lambda
    for code in (LONG, BUSY):
        anew[code].rival = anew[QUIET].subject
        anew[code].of_rival = [mine / theirs for mine, theirs in zip(anew[code].rates, anew[QUIET].rates, strict=True)]
    contestants = [
        Contestant(
            f"kept, {name}", BOUGHT, "fetch", shop.tills(1), {"path": f"/api/customers/{subjects[code]}/dashboard/"}
        )
        for code, name in names.items()
    ]
    kept = in_turn(arena, plan, "dashboard", contestants, beside_limit=False)
    arena.close(BOUGHT)  # whose sales they are was made up: there are no books to check
    return Findings([*kept, *anew.values()], {"sales": number})


def _add_customer(arena: Arena, shop: Shop, database: str, code: str) -> UUID:
    with inside(arena, database):
        from optimapos.core.tenancy import tenant_scope  # noqa: PLC0415 - Django is set up by then
        from optimapos.partners.models import Customer  # noqa: PLC0415 - Django is set up by then

        with tenant_scope(UUID(shop.business_id)):
            row = Customer(business_id=UUID(shop.business_id), code=code, name=code)
            row.save(force_insert=True)
            return row.pk


def _sell_to(connection: psycopg.Connection, quiet: UUID, long: UUID, busy: UUID, number: int) -> None:
    """Of twice as many sales every other one to `busy`; of the rest those before the last month to `long`, and of those since
    then ten to each of the others.
    """
    nth = "substring(receipt_number from '[0-9]+$')::bigint"
    month = "business_date > current_date - 31"
    with without_triggers(connection):
        connection.execute("UPDATE sale SET customer_id = NULL WHERE series = %s", [history.SERIES])
        for whose, wanted, limit in (
            (busy, f"{nth} % 2 = 0", number),
            (long, f"{nth} % 2 = 1 AND NOT {month}", number),
            (long, month, FEW),
            (quiet, month, FEW),
        ):
            connection.execute(
                f"UPDATE sale SET customer_id = '{whose}' WHERE id IN (SELECT id FROM sale WHERE series = '{history.SERIES}'"
                f" AND customer_id IS NULL AND {wanted} LIMIT {limit})"
            )
    connection.execute("VACUUM ANALYZE")


def _count(shop: Shop) -> None:
    from optimapos.sales.services.statistics import CustomerStatisticsService  # noqa: PLC0415 - Django is set up by then

    CustomerStatisticsService.rebuild(business=UUID(shop.business_id)).unwrap()


def _make(shop: Shop, customer: UUID) -> object:
    """A dashboard that nobody kept: the cache is emptied first."""
    from django.core.cache import cache  # noqa: PLC0415 - Django is set up by then

    from optimapos.partners.services import CustomerService  # noqa: PLC0415 - Django is set up by then

    cache.clear()
    return CustomerService.get_dashboard_data(
        business=UUID(shop.business_id), customer_id=customer, on=datetime.now(UTC).date()
    ).unwrap()
