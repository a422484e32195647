"""What does row-level security cost a checkout?"""

from bench.arena import Arena
from bench.measure import Contestant, Findings, Plan, in_turn
from bench.shop import BASE, Shop

WITHOUT = "shop_without_rls"
CLIENTS = 4
SWITCH = """
    DO $$
    DECLARE name regclass;
    BEGIN
        FOR name IN SELECT polrelid FROM pg_policy LOOP
            EXECUTE format('ALTER TABLE %s {0} ROW LEVEL SECURITY, {1} ROW LEVEL SECURITY', name);
        END LOOP;
    END $$
"""


def ask(arena: Arena, shop: Shop, plan: Plan) -> Findings:
    """Two equal databases, one of them without the second wall."""
    arena.close(BASE)
    arena.copy(BASE, WITHOUT)
    with arena.admin(WITHOUT) as connection:
        connection.execute(SWITCH.format("DISABLE", "NO FORCE"))
    contestants = [
        Contestant("with row-level security", BASE, "checkout", shop.tills(CLIENTS)),
        Contestant("without it", WITHOUT, "checkout", shop.tills(CLIENTS)),
    ]
    found = Findings(in_turn(arena, plan, "isolation", contestants))
    with arena.admin(WITHOUT) as connection:
        connection.execute(SWITCH.format("ENABLE", "FORCE"))
    return found
