"""The tree of product groups: paths up, branches down, whole trees, each by one recursive query."""

from dataclasses import dataclass, field
from typing import Any

from django.db import connections

from optimapos.core.ids import UUID
from optimapos.core.tenancy import APP, BusinessRef, business_id_of

_BELOW = """
    WITH RECURSIVE branch AS (
        SELECT id, parent_id, code, name, is_active, 1 AS depth FROM product_group
        WHERE business_id = %(business)s
          AND CASE WHEN %(root)s::uuid IS NULL THEN parent_id IS NULL ELSE id = %(root)s::uuid END
        UNION ALL
        SELECT child.id, child.parent_id, child.code, child.name, child.is_active, branch.depth + 1
        FROM product_group child JOIN branch ON child.parent_id = branch.id
        WHERE child.business_id = %(business)s
    ) CYCLE id SET is_cycle USING path
    SELECT id, parent_id, code, name, is_active, depth FROM branch WHERE NOT is_cycle ORDER BY depth, code
"""
_ABOVE = """
    WITH RECURSIVE climb AS (
        SELECT id, parent_id, 1 AS step FROM product_group WHERE business_id = %(business)s AND id = %(group)s
        UNION ALL
        SELECT parent.id, parent.parent_id, climb.step + 1
        FROM product_group parent JOIN climb ON parent.id = climb.parent_id
        WHERE parent.business_id = %(business)s
    ) CYCLE id SET is_cycle USING path
    SELECT id FROM climb WHERE NOT is_cycle ORDER BY step
"""


@dataclass
class GroupNode:
    """A group with the groups below it, in order of their codes. `depth` is 1 at the root that was asked for."""

    id: UUID
    parent_id: UUID | None
    code: str
    name: str
    is_active: bool
    depth: int
    children: "list[GroupNode]" = field(default_factory=list)


def group_tree(business: BusinessRef, root: UUID | None = None) -> list[GroupNode]:
    """The roots of the business with all that is below them, or the one group `root`; empty where it is unknown."""
    nodes = [GroupNode(*row) for row in _rows(_BELOW, business, root=root)]
    by_id = {node.id: node for node in nodes}
    for node in nodes:
        if node.depth > 1 and node.parent_id:
            by_id[node.parent_id].children.append(node)
    return [node for node in nodes if node.depth == 1]


def group_ids_below(business: BusinessRef, group_id: UUID) -> list[UUID]:
    """The group and all groups below it."""
    return [row[0] for row in _rows(_BELOW, business, root=group_id)]


def group_height(business: BusinessRef, group_id: UUID) -> int:
    """How many levels the group and what is below it take."""
    return max((row[5] for row in _rows(_BELOW, business, root=group_id)), default=0)


def group_path(business: BusinessRef, group_id: UUID) -> list[UUID]:
    """The group, its parent, and so on up to the root."""
    return [row[0] for row in _rows(_ABOVE, business, group=group_id)]


def _rows(sql: str, business: BusinessRef, **parameters: UUID | None) -> list[tuple[Any, ...]]:
    with connections[APP].cursor() as cursor:
        cursor.execute(sql, {"business": business_id_of(business), **parameters})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
