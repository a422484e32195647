"""Does asking for an item's availability get slower with its reservations and movements?"""

import psycopg

from bench.arena import Arena
from bench.copying import copy_rows, key, without_triggers
from bench.load import Load, run_load
from bench.measure import Contestant, Findings, Plan, in_turn
from bench.shop import BASE, Shop

BUSY = "shop_busy"
FEW, MANY = 10, 1_000


def ask(arena: Arena, shop: Shop, plan: Plan) -> Findings:
    """By one client, who asks for the one item or the other."""
    (quiet, _), (busy, _) = shop.products[:2]
    run_load(Load("hold", arena.address(BASE), shop.tills(1, shop.products[2:3]), 0, 0, 1, {}))
    arena.close(BASE)
    arena.copy(BASE, BUSY)
    with arena.admin(BUSY) as connection:
        with without_triggers(connection):
            for kind, product, reservations, movements in (("06", quiet, FEW, FEW), ("07", busy, MANY, plan.movements)):
                _reserve(connection, kind, product, reservations)
                _move(connection, kind, product, movements)
        connection.execute("VACUUM ANALYZE")
    contestants = [
        Contestant(f"{FEW} reservations, {FEW} movements", BUSY, "fetch", shop.tills(1), _path(shop, quiet)),
        Contestant(
            f"{MANY:,} reservations, {plan.movements:,} movements", BUSY, "fetch", shop.tills(1), _path(shop, busy)
        ),
    ]
    found = Findings(in_turn(arena, plan, "availability", contestants, beside_limit=False))
    arena.close(BUSY)  # nothing was sold here, and its rows are made up: there are no books to check
    return found


def _path(shop: Shop, product: str) -> dict[str, str]:
    return {"path": f"/api/storefronts/{shop.storefront_id}/stock-products/{product}/availability/"}


def _reserve(connection: psycopg.Connection, kind: str, product: str, number: int) -> None:
    """One unit for each of so many carts, copied from a real one."""
    real = "(SELECT * FROM stock_reservation WHERE status = 'ACTIVE' ORDER BY id DESC LIMIT 1) t"
    item = f"(SELECT id FROM inventory_item WHERE product_id = '{product}')"
    expiry = "now() + interval '1 day'"
    changed = {"id": key(kind, "g"), "sale_id": "gen_random_uuid()", "item_id": item, "expires_at": expiry}
    copy_rows(connection, "stock_reservation", number, changed, source=real)


def _move(connection: psycopg.Connection, kind: str, product: str, number: int) -> None:
    """A unit out, a unit in, and so on; in the end the stock is what it was."""
    last = f"""(SELECT m.* FROM inventory_movement m JOIN inventory_item i ON i.id = m.item_id
                 WHERE i.product_id = '{product}' ORDER BY m.item_seq DESC LIMIT 1) t"""
    sign = "(CASE WHEN g % 2 = 1 THEN -1 ELSE 1 END)"
    out = "(g % 2)"
    changed = {
        "id": key(kind, "g"),
        "kind": "'ADJUST'",
        "quantity": sign,
        "cost_amount": f"{sign} * t.unit_cost",
        "sale_net_amount": "NULL",
        "item_seq": "t.item_seq + g",
        "qty_after": f"t.qty_after - {out}",
        "value_after": f"t.value_after - {out} * t.unit_cost",
        "source_type": "'ADJUST'",
        "source_id": "gen_random_uuid()",
    }
    copy_rows(connection, "inventory_movement", number, changed, source=last)
    connection.execute("UPDATE inventory_item SET seq = seq + %s WHERE product_id = %s", [number, product])
