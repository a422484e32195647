"""The tree of product groups: nested answers, moves, cycles, depth, and two moves at once."""

import threading
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from optimapos.core.tenancy import tenant_scope
from optimapos.nomenclatures.locks import lock_group_tree
from optimapos.nomenclatures.models import ProductGroup
from optimapos.nomenclatures.selectors import group_ids_below, group_tree
from optimapos.nomenclatures.services import ProductGroupService
from tests.factories.organization import Shop, make_shop

NOBODY = "01890000-0000-7000-8000-000000000000"


def make_group(shop: Shop, code: str, parent: ProductGroup | None = None) -> ProductGroup:
    return ProductGroupService.create_group(
        business=shop.business, actor=shop.owner, fields={"code": code, "name": code, "parent": parent}
    ).unwrap()


def chain(shop: Shop, *codes: str) -> list[ProductGroup]:
    made: list[ProductGroup] = []
    for code in codes:
        made.append(make_group(shop, code, made[-1] if made else None))
    return made


def shape(nodes: Any) -> Any:
    return {node["code"]: shape(node["children"]) for node in nodes}


def test_the_tree_is_answered_nested_from_the_roots_or_from_one_group(shop: Shop) -> None:
    food, drinks, _ = chain(shop, "FOOD", "DRINKS", "JUICE")
    make_group(shop, "BREAD", food)
    make_group(shop, "TOYS")
    assert shape(shop.till.get("/api/product-groups/tree/").json()) == {
        "FOOD": {"BREAD": {}, "DRINKS": {"JUICE": {}}},
        "TOYS": {},
    }
    assert shape(shop.till.get(f"/api/product-groups/tree/?root={drinks.pk}").json()) == {"DRINKS": {"JUICE": {}}}
    roots = shop.till.get("/api/product-groups/?is_root=true").json()["results"]
    assert [row["code"] for row in roots] == ["TOYS", "FOOD"]
    below = shop.till.get(f"/api/product-groups/?parent={food.pk}").json()["results"]
    assert [row["code"] for row in below] == ["BREAD", "DRINKS"]


def test_the_tree_of_an_unknown_or_foreign_root_is_a_404(shop: Shop) -> None:
    foreign = make_group(make_shop(), "FOOD")
    for root in (foreign.pk, NOBODY):
        assert shop.till.get(f"/api/product-groups/tree/?root={root}").json()["code"] == "NOT_FOUND"
    assert shop.till.get("/api/product-groups/tree/?root=x").json()["code"] == "VALIDATION_FAILED"


def test_the_tree_takes_one_query_however_large_it_is(shop: Shop) -> None:
    top, *_ = chain(shop, "A", "B", "C")
    with (
        shop.scope(),
        CaptureQueriesContext(
            connection,
        ) as few,
    ):
        assert len(group_tree(shop.business)) == 1
    for number in range(57):
        make_group(shop, f"N{number}", top)
    with shop.scope(), CaptureQueriesContext(connection) as many:
        assert len(group_tree(shop.business)[0].children) == 58
    assert (len(few), len(many)) == (1, 1)


def test_a_group_cannot_go_below_itself_or_what_is_below_it(shop: Shop) -> None:
    top, middle, bottom = chain(shop, "A", "B", "C")
    for parent in (top, middle, bottom):
        refused = shop.manager_till.patch(f"/api/product-groups/{top.pk}/", {"parent": str(parent.pk), "name": "X"})
        assert (refused.status_code, refused.json()["code"]) == (422, "GROUP_CYCLE")
        assert refused.json()["data"] == {"group": str(top.pk), "parent": str(parent.pk)}
    assert shape(shop.till.get("/api/product-groups/tree/").json()) == {"A": {"B": {"C": {}}}}
    assert shop.till.get(f"/api/product-groups/{top.pk}/").json()["name"] == "A"


def test_a_branch_moves_with_all_that_is_below_it(shop: Shop) -> None:
    _, middle, bottom = chain(shop, "A", "B", "C")
    other = make_group(shop, "D")
    moved = shop.manager_till.patch(f"/api/product-groups/{middle.pk}/", {"parent": str(other.pk)})
    assert (moved.status_code, moved.json()["parent"]) == (200, str(other.pk))
    assert shape(shop.till.get("/api/product-groups/tree/").json()) == {"A": {}, "D": {"B": {"C": {}}}}
    assert shop.manager_till.patch(f"/api/product-groups/{middle.pk}/", {"parent": None}).status_code == 200
    with shop.scope():
        assert group_ids_below(shop.business, middle.pk) == [middle.pk, bottom.pk]


def test_a_group_of_another_business_is_no_parent(shop: Shop) -> None:
    foreign = make_group(make_shop(), "FOOD")
    refused = shop.manager_till.post("/api/product-groups/", {"code": "A", "name": "A", "parent": str(foreign.pk)})
    assert refused.status_code == 404
    assert shop.till.get("/api/product-groups/tree/").json() == []


def test_the_tree_is_at_most_twelve_levels_deep(shop: Shop) -> None:
    levels = chain(shop, *(f"L{level:02}" for level in range(1, 13)))
    refused = shop.manager_till.post("/api/product-groups/", {"code": "X", "name": "X", "parent": str(levels[-1].pk)})
    assert (refused.status_code, refused.json()["code"]) == (422, "GROUP_TOO_DEEP")
    assert refused.json()["data"] == {"depth": 13, "max_depth": 12}
    other = make_group(shop, "TOP")
    refused = shop.manager_till.patch(f"/api/product-groups/{levels[0].pk}/", {"parent": str(other.pk)})
    assert refused.json()["code"] == "GROUP_TOO_DEEP"
    assert shop.manager_till.patch(f"/api/product-groups/{levels[1].pk}/", {"parent": str(other.pk)}).status_code == 200


def test_a_group_with_groups_below_it_is_not_deleted(shop: Shop) -> None:
    top, bottom = chain(shop, "A", "B")
    assert shop.manager_till.delete(f"/api/product-groups/{top.pk}/").json()["code"] == "IN_USE"
    assert shop.manager_till.delete(f"/api/product-groups/{bottom.pk}/").status_code == 204
    assert shop.manager_till.delete(f"/api/product-groups/{top.pk}/").status_code == 204


def test_two_moves_at_once_that_would_make_a_cycle_together_leave_one_winner(shop: Shop) -> None:
    for number in range(10):
        one, other = make_group(shop, f"A{number}"), make_group(shop, f"B{number}")
        codes: list[str] = []
        gate = threading.Barrier(2)
        movers = [_mover(shop, gate, codes, one, other), _mover(shop, gate, codes, other, one)]
        for mover in movers:
            mover.start()
        for mover in movers:
            mover.join()
        assert sorted(codes) == ["", "GROUP_CYCLE"]


def _mover(
    shop: Shop, gate: threading.Barrier, codes: list[str], group: ProductGroup, parent: ProductGroup
) -> threading.Thread:
    def move() -> None:
        gate.wait()
        result = ProductGroupService.update_group(
            business=shop.business, group_id=group.pk, actor=shop.owner, fields={"parent": parent}
        )
        codes.append(result.code)
        connection.close()

    return threading.Thread(target=move)


def test_without_the_lock_the_same_two_moves_make_a_cycle(shop: Shop, monkeypatch: Any) -> None:
    """The control: each mover sees the tree as it was before the other moved."""
    one, other = chain(shop, "A")[0], chain(shop, "B")[0]
    gate, codes = threading.Barrier(2), list[str]()

    def meet(business: Any) -> None:
        """Stands where the lock was, and again before the write: both read before either commits."""

    original = ProductGroup.save

    def save(self: ProductGroup, *args: Any, **kwargs: Any) -> None:
        gate.wait(timeout=5)
        original(self, *args, **kwargs)

    monkeypatch.setattr("optimapos.nomenclatures.services.groups.lock_group_tree", meet)
    monkeypatch.setattr(ProductGroup, "save", save)
    movers = [
        _mover(shop, threading.Barrier(1), codes, one, other),
        _mover(shop, threading.Barrier(1), codes, other, one),
    ]
    for mover in movers:
        mover.start()
    for mover in movers:
        mover.join()
    assert codes == ["", ""]
    with shop.scope():
        assert group_tree(shop.business) == []


def test_a_move_that_waits_too_long_is_answered_busy(shop: Shop) -> None:
    group = make_group(shop, "A")
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with tenant_scope(shop.business):
            lock_group_tree(shop.business)
            held.set()
            done.wait(timeout=20)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(timeout=5)
    answer = shop.manager_till.patch(f"/api/product-groups/{group.pk}/", {"name": "B"})
    done.set()
    holder.join()
    assert (answer.status_code, answer.json()["code"], answer["Retry-After"]) == (409, "BUSY", "1")
