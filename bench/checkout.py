"""How fast is the three-line cash checkout in one request, at 1, 4 and 8 clients? How much memory does a worker take?"""

import psutil

from bench.arena import Arena
from bench.measure import Contestant, Findings, Plan, in_turn
from bench.shop import BASE, Shop

CLIENTS = (1, 4, 8)


def ask(arena: Arena, shop: Shop, plan: Plan) -> Findings:
    """Beside the limit at the same number of clients."""
    arena.address(BASE)
    found = Findings(facts={"worker_mb_idle": _worker_megabytes(arena)})
    for clients in CLIENTS:
        ours = Contestant("one request, 3 lines", BASE, "checkout", shop.tills(clients))
        found.figures += in_turn(arena, plan, "checkout", [ours])
    sold = sum(each.succeeded for each in found.figures)
    found.facts |= {"worker_mb_after_load": _worker_megabytes(arena), "sold_in_between": sold}
    return found


def _worker_megabytes(arena: Arena) -> list[int]:
    """The resident size of each worker of the web server, what it shares with the others included."""
    master = next(
        child for child in psutil.Process(arena.supervisor(BASE)).children() if "gunicorn" in " ".join(child.cmdline())
    )
    return sorted(round(worker.memory_info().rss / 1_000_000) for worker in master.children())
