"""What does a storefront's day cost with 200,000 lines, beside plain SQL that tells the same figures?"""

from datetime import date
from urllib.parse import urlencode

import psycopg

from bench import history
from bench.arena import Arena
from bench.copying import without_triggers
from bench.inside import seconds
from bench.load import Load, run_load
from bench.measure import Figures, Findings, Plan
from bench.shop import BASE, Shop

DAY = "shop_day"
LINES = 200_000
FEW = 1_000
BAR = 5.0
PLAIN = (
    "SELECT count(*), sum(total_amount), sum(tax_amount) FROM sale WHERE location_id = %(place)s AND business_date = %(day)s"
    " AND completed_at IS NOT NULL",
    "SELECT p.payment_method, count(*), sum(p.amount_paid) FROM payment p JOIN sale s ON s.id = p.sale_id"
    " WHERE s.location_id = %(place)s AND s.business_date = %(day)s AND p.direction = 'IN' GROUP BY 1",
    "SELECT l.product_id, min(l.product_name), sum(l.base_qty), sum(l.gross) FROM sale_item l JOIN sale s ON s.id = l.sale_id"
    " WHERE s.location_id = %(place)s AND s.business_date = %(day)s GROUP BY 1 ORDER BY 4 DESC LIMIT 10",
    "SELECT date_trunc('hour', completed_at), count(*), sum(total_amount) FROM sale"
    " WHERE location_id = %(place)s AND business_date = %(day)s GROUP BY 1 ORDER BY 1",
)


def ask(arena: Arena, shop: Shop, plan: Plan) -> Findings:
    """`GET /api/reports/daily-sales/` by one client, in turn with the four statements on a connection of the superuser."""
    sales = (LINES if plan.history > FEW else 300) // 3
    run_load(Load("checkout", arena.address(BASE), shop.tills(1), plan.warm_up + 3, 0, 0, {}))
    arena.close(BASE)
    arena.copy(BASE, DAY)
    with arena.admin(DAY) as connection:
        history.add_sales(connection, sales)
        day = _on_one_day(connection)
        asked = {"place": shop.storefront_id, "day": day}
        path = f"/api/reports/daily-sales/?{urlencode({'date': day.isoformat()})}"
        plain, ours = (Figures("reports", subject, 1) for subject in ("plain SQL", "the day's report"))
        load = Load("fetch", arena.address(DAY), shop.tills(1), max(plan.seconds, 2), plan.warm_up, 0, {"path": path})
        for _ in range(plan.rounds):
            plain.rates.append(1 / seconds(lambda: [connection.execute(each, asked).fetchall() for each in PLAIN]))
            ours.add_middle(run_load(load))
    ours.rival = plain.subject
    ours.of_rival = [mine / theirs for mine, theirs in zip(ours.rates, plain.rates, strict=True)]
    ratio = 1 / ours.relative if ours.relative else None
    arena.close(DAY)  # the day of its sales was made up: there are no books to check
    return Findings([plain, ours], {"lines": sales * 3, "times plain SQL": ratio and round(ratio, 2), "at most": BAR})


def _on_one_day(connection: psycopg.Connection) -> date:
    """Move what was copied to one business day of last month, minute by minute as it was."""
    row = connection.execute("SELECT current_date - 30").fetchone()
    if row is None:
        raise RuntimeError("the server knows no day")
    day: date = row[0]
    with without_triggers(connection):
        connection.execute(
            "UPDATE sale SET business_date = %(day)s, accounting_date = %(day)s,"
            " completed_at = %(day)s::date + completed_at::time WHERE series = %(series)s",
            {"day": day, "series": history.SERIES},
        )
    connection.execute("VACUUM ANALYZE sale")
    return day
