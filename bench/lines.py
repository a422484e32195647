"""How much longer does a checkout of 200 lines take than one of three?"""

from bench.arena import Arena
from bench.measure import Contestant, Findings, Plan, in_turn
from bench.shop import BASE, Shop

CLIENTS = 1


def ask(arena: Arena, shop: Shop, plan: Plan) -> Findings:
    """By one client, so that nothing but the lines counts."""
    contestants = [
        Contestant(f"{lines} lines", BASE, "checkout", shop.tills(CLIENTS), {"lines": lines}) for lines in (3, 200)
    ]
    return Findings(in_turn(arena, plan, "lines", contestants))
