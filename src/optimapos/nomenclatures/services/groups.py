"""The tree of product groups: creating and moving groups, one move of a business's tree at a time."""

from typing import TypedDict

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef, business_id_of
from optimapos.nomenclatures.locks import lock_group_tree
from optimapos.nomenclatures.models import ProductGroup
from optimapos.nomenclatures.selectors.groups import group_height, group_path
from optimapos.nomenclatures.services.versions import bump_settings_version

MAX_DEPTH = 12
# Deeper than any shop's shelves, and it bounds every recursive query over the tree.


class GroupFields(TypedDict, total=False):
    """The columns of a group that a caller may set."""

    code: str
    name: str
    parent: ProductGroup | None
    is_active: bool


class ProductGroupService:
    """Creates groups, changes and moves them."""

    @staticmethod
    @operation
    def create_group(*, business: BusinessRef, actor: Actor, fields: GroupFields) -> Result[ProductGroup]:
        """Create a group below `parent`, or a root. `fields` needs code and name.

        Refuses: DUPLICATE_CODE, GROUP_TOO_DEEP (data: depth, max_depth).
        """
        lock_group_tree(business)
        _check_place(business, fields.get("parent"), height=1)
        group = ProductGroup.objects.for_business(business).create(business_id=business_id_of(business), **fields)
        return _logged(group, "product_group.created", actor)

    @staticmethod
    @operation
    def update_group(
        *, business: BusinessRef, group_id: UUID, actor: Actor, fields: GroupFields
    ) -> Result[ProductGroup]:
        """Change a group, or move it with all that is below it.

        Refuses: NOT_FOUND, DUPLICATE_CODE, GROUP_CYCLE (data: group, parent) below itself, GROUP_TOO_DEEP.
        """
        lock_group_tree(business)
        group = ProductGroup.objects.for_business(business).filter(pk=group_id).first()
        if group is None:
            raise DomainError("NOT_FOUND", "There is no such group.")
        if "parent" in fields:
            _check_place(business, fields["parent"], height=group_height(business, group_id), moved=group)
        for column, value in fields.items():
            setattr(group, column, value)
        group.save()
        return _logged(group, "product_group.updated", actor)


def _check_place(
    business: BusinessRef, parent: ProductGroup | None, *, height: int, moved: ProductGroup | None = None
) -> None:
    path = group_path(business, parent.pk) if parent else []
    if moved and parent and moved.pk in path:
        raise DomainError(
            "GROUP_CYCLE",
            f"{moved.name} can't go below {parent.name}, which is below it.",
            {"group": str(moved.pk), "parent": str(parent.pk)},
        )
    depth = len(path) + height
    if depth > MAX_DEPTH:
        raise DomainError(
            "GROUP_TOO_DEEP",
            f"The tree would be {depth} levels deep; {MAX_DEPTH} is the limit.",
            {"depth": depth, "max_depth": MAX_DEPTH},
        )


def _logged(group: ProductGroup, event_type: str, actor: Actor) -> Result[ProductGroup]:
    parent = str(group.parent_id) if group.parent_id else None
    bump_settings_version(group.business_id)
    AuditLog.log_event(
        event_type, business=group.business_id, actor=actor, event_data={"id": str(group.pk), "parent": parent}
    )
    return Result.success(group)
