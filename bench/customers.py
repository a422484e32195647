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
BUSY, QUIET = "BUSY", "QUIET"


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
    """The dashboard of a customer who bought ten times in a year beside that of one who bought all the rest: as it is asked
    for over HTTP, where it is kept until something changes, and made anew by the service.
    """
    number = max(FEWEST, plan.history // 10)
    run_load(Load("checkout", arena.address(BASE), shop.tills(1), plan.warm_up + 1, 0, 0, {}))
    arena.close(BASE)
    arena.copy(BASE, BOUGHT)
    quiet, busy = (_add_customer(arena, shop, BOUGHT, code) for code in (QUIET, BUSY))
    with arena.admin(BOUGHT) as connection:
        history.add_sales(connection, number)
        _sell_to(connection, quiet, busy, number)
    with inside(arena, BOUGHT):
        _count(shop)
        names = {quiet: f"anew, {FEW} sales", busy: f"anew, {number:,} sales"}
        anew = {customer: Figures("dashboard", name, 1) for customer, name in names.items()}
        for customer in names:
            _make(shop, customer)
        for _ in range(plan.rounds * 4):
            for customer, figures in anew.items():
                figures.rates.append(1 / seconds(lambda customer=customer: _make(shop, customer)))  # type: ignore[misc]  # mypy knows no default of a lambda
    anew[busy].rival = anew[quiet].subject
    anew[busy].of_rival = [mine / theirs for mine, theirs in zip(anew[busy].rates, anew[quiet].rates, strict=True)]
    contestants = [
        Contestant(name, BOUGHT, "fetch", shop.tills(1), {"path": f"/api/customers/{customer}/dashboard/"})
        for customer, name in ((quiet, f"kept, {FEW} sales"), (busy, f"kept, {number:,} sales"))
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


def _sell_to(connection: psycopg.Connection, quiet: UUID, busy: UUID, number: int) -> None:
    """All of the past to the one, and a few sales all over it to the other."""
    step = max(1, number // FEW)
    with without_triggers(connection):
        connection.execute(
            "UPDATE sale SET customer_id = CASE WHEN substring(receipt_number from '[0-9]+$')::bigint %% %s = 0"
            " THEN %s::uuid ELSE %s::uuid END WHERE series = %s",
            [step, quiet, busy, history.SERIES],
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
