"""What does stock as of a past instant cost, beside the current stock list, over a million movements at one location?"""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from bench import history
from bench.arena import Arena
from bench.inside import inside, seconds
from bench.load import Load, run_load
from bench.measure import Figures, Findings, Plan
from bench.shop import BASE, Shop

DATABASE = "shop_past"
DAYS = (1, 30, 180, 360)


def ask(arena: Arena, shop: Shop, plan: Plan) -> Findings:
    """In turn: the list of what is there now, and the same as of some days ago."""
    run_load(Load("checkout", arena.address(BASE), shop.tills(1), plan.warm_up + 1, 0, 0, {}))
    arena.close(BASE)
    arena.copy(BASE, DATABASE)
    with arena.admin(DATABASE) as connection:
        history.add_sales(connection, plan.movements // 3)
    current = Figures("as of", "the current stock list", 1)
    past = [Figures("as of", f"stock as of {days} days ago", 1) for days in DAYS]
    with inside(arena, DATABASE):
        _current(shop), _as_of(shop, 30)
        for _ in range(plan.rounds):
            current.rates.append(1 / seconds(lambda: _current(shop)))
            for days, figures in zip(DAYS, past, strict=True):
                figures.rates.append(1 / seconds(lambda days=days: _as_of(shop, days)))  # type: ignore[misc]  # mypy knows no default of a lambda
    for figures in past:
        figures.rival = current.subject
        figures.of_rival = [mine / theirs for mine, theirs in zip(figures.rates, current.rates, strict=True)]
    return Findings([current, *past], {"movements": plan.movements, "items": len(shop.products)})


def _current(shop: Shop) -> int:
    from django.db import connections  # noqa: PLC0415 - Django is set up by then

    from optimapos.core.tenancy import tenant_scope  # noqa: PLC0415 - Django is set up by then

    with tenant_scope(UUID(shop.business_id)), connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT i.id, i.product_id, i.location_id, p.sku, p.name, i.current_qty, i.stock_value FROM inventory_item i"
            "  JOIN product p ON p.id = i.product_id WHERE i.business_id = %s AND i.location_id = %s ORDER BY i.id",
            [shop.business_id, shop.storefront_id],
        )
        return len(cursor.fetchall())


def _as_of(shop: Shop, days: int) -> int:
    from optimapos.core.tenancy import tenant_scope  # noqa: PLC0415 - Django is set up by then
    from optimapos.inventory.selectors.time_travel import stock_as_of  # noqa: PLC0415 - Django is set up by then

    at = datetime.now(UTC) - timedelta(days=days)
    with tenant_scope(UUID(shop.business_id)):
        return len(stock_as_of(UUID(shop.business_id), at, location_ids=[UUID(shop.storefront_id)]))
