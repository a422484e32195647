"""How does `verify` grow from a tenth of the movements to all of them?"""

from bench import history
from bench.arena import Arena
from bench.inside import inside, seconds
from bench.load import Load, run_load
from bench.measure import Figures, Findings, Plan
from bench.shop import BASE, Shop

TENTH, ALL = "shop_tenth", "shop_all"


def ask(arena: Arena, shop: Shop, plan: Plan) -> Findings:
    """In turn, on two databases; rates are movements proved a second, so linear growth keeps them equal."""
    run_load(Load("checkout", arena.address(BASE), shop.tills(1), plan.warm_up + 1, 0, 0, {}))
    arena.close(BASE)
    sizes = {TENTH: plan.movements // 10, ALL: plan.movements}
    for database, movements in sizes.items():
        arena.copy(BASE, database)
        with arena.admin(database) as connection:
            history.add_sales(connection, max(1, movements // 3))
    figures = {name: Figures("verify", f"{movements:,} movements", 1) for name, movements in sizes.items()}
    for _ in range(min(3, plan.rounds)):
        for database, movements in sizes.items():
            with inside(arena, database):
                figures[database].rates.append(movements / seconds(_verify))
    figures[ALL].rival = figures[TENTH].subject
    figures[ALL].of_rival = [more / fewer for more, fewer in zip(figures[ALL].rates, figures[TENTH].rates, strict=True)]
    return Findings(list(figures.values()))


def _verify() -> None:
    from optimapos.verify.runner import verify  # noqa: PLC0415 - Django is set up by then

    if wrong := [each.invariant.name for each in verify() if each.is_violated]:
        raise RuntimeError(f"the books are wrong: {wrong}")
