"""What happens when eight tills sell the same product at once?"""

from bench.arena import Arena
from bench.measure import Contestant, Findings, Plan, in_turn
from bench.shop import BASE, Shop

CLIENTS = 8


def ask(arena: Arena, shop: Shop, plan: Plan) -> Findings:
    """One-line carts: of any product, and all of the one."""
    contestants = [
        Contestant("1 line, any of 5,000 items", BASE, "checkout", shop.tills(CLIENTS), {"lines": 1}),
        Contestant("1 line, one hot item", BASE, "checkout", shop.tills(CLIENTS, shop.products[:1]), {"lines": 1}),
    ]
    return Findings(in_turn(arena, plan, "hot", contestants))
