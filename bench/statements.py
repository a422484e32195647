"""How many statements does a checkout send, and does their number grow with the lines?

PostgreSQL counts them itself (pg_stat_statements). What it runs to check foreign keys is not sent by anybody and runs as
the tables' owner, so it does not count here. A prepared BEGIN and COMMIT it does not count, so they are added.
"""

from typing import Any

from bench.arena import Arena
from bench.load import Load, run_load
from bench.measure import Findings, Plan
from bench.shop import BASE, Shop

UNCOUNTED = 2
COUNT = """
    SELECT coalesce(sum(s.calls), 0)::integer
      FROM pg_stat_statements s
      JOIN pg_roles r ON r.oid = s.userid AND r.rolname = 'optimapos_app'
      JOIN pg_database d ON d.oid = s.dbid AND d.datname = current_database()
"""


def ask(arena: Arena, shop: Shop, plan: Plan) -> Findings:
    """One checkout of 1, 3 and 200 lines each, and one cart, on warm connections."""
    counted = {
        f"checkout of {lines}": _count(arena, shop, "checkout", {"lines": lines}) + UNCOUNTED for lines in (1, 3, 200)
    }
    counted["cart of 3, five requests"] = _count(arena, shop, "cart", {})
    return Findings(facts={"statements": counted})


def _count(arena: Arena, shop: Shop, flow: str, options: dict[str, Any]) -> int:
    """The fewest of some single flows: a connection that is new sends more."""
    counts = []
    with arena.admin(BASE) as connection:
        for seed in range(12):
            connection.execute("SELECT pg_stat_statements_reset()")
            run_load(Load(flow, arena.address(BASE), shop.tills(1), 0, 0, seed, options))
            row = connection.execute(COUNT).fetchone()
            counts.append(int(row[0]) if row else 0)
    return min(counts)
