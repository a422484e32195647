"""How fast is the three-line cash checkout in one request, at 1, 4 and 8 clients?"""

from bench.arena import Arena
from bench.measure import Contestant, Figures, Plan, in_turn
from bench.shop import BASE, Shop

CLIENTS = (1, 4, 8)


def ask(arena: Arena, shop: Shop, plan: Plan) -> list[Figures]:
    """Beside the limit at the same number of clients."""
    found = []
    for clients in CLIENTS:
        ours = Contestant("one request, 3 lines", BASE, "checkout", shop.tills(clients))
        found += in_turn(arena, plan, "checkout", [ours])
    return found
