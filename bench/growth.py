"""Does a checkout get slower when a year with a million sales lies behind it?"""

from bench import history
from bench.arena import Arena
from bench.load import Load, run_load
from bench.measure import Contestant, Findings, Plan, in_turn
from bench.shop import BASE, Shop

EMPTY, GROWN = "shop_empty", "shop_grown"
CLIENTS = 4


def ask(arena: Arena, shop: Shop, plan: Plan) -> Findings:
    """Two equal databases but for their past."""
    run_load(Load("checkout", arena.address(BASE), shop.tills(1), plan.warm_up + 1, 0, 0, {}))
    arena.close(BASE)
    for database in (EMPTY, GROWN):
        arena.copy(BASE, database)
    with arena.admin(GROWN) as connection:
        history.add_sales(connection, plan.history)
        row = connection.execute(
            "SELECT (SELECT count(*) FROM sale), (SELECT count(*) FROM inventory_movement),"
            "       pg_database_size(current_database())"
        ).fetchone()
    contestants = [
        Contestant("empty", EMPTY, "checkout", shop.tills(CLIENTS)),
        Contestant(f"after {plan.history:,} sales", GROWN, "checkout", shop.tills(CLIENTS)),
    ]
    sales, movements, size = row or (0, 0, 0)
    grown = {"sales": sales, "movements": movements, "database_mb": round(size / 1e6)}
    return Findings(in_turn(arena, plan, "growth", contestants), {"grown": grown})
