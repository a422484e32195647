"""How fast is the same sale by the six endpoints: create a cart, add three lines with their stock held, complete?"""

from bench.arena import Arena
from bench.measure import Contestant, Findings, Plan, in_turn
from bench.shop import BASE, Shop

CLIENTS = (1, 4)


def ask(arena: Arena, shop: Shop, plan: Plan) -> Findings:
    """Beside the limit; the whole flow of five requests counts as one sale."""
    found = Findings()
    for clients in CLIENTS:
        ours = Contestant("six endpoints, 3 lines", BASE, "cart", shop.tills(clients))
        found.figures += in_turn(arena, plan, "cart", [ours])
    return found
