"""RoleService: roles of the business's own, and built-in ones, which are what the code says they are, in businesses that
started before it said so too.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.text import slugify

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.ids import UUID, new_id
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef, business_id_of, tenant_scope
from optimapos.organization.locks import lock_role
from optimapos.organization.models import Role
from optimapos.organization.selectors.actors import businesses_with_members
from optimapos.organization.services.people import check_reach
from optimapos.organization.types import BUILTIN_ROLES

CODE_LENGTH = 30


class RoleService:
    """Creates and changes roles, and keeps built-in ones up with the code."""

    @staticmethod
    @operation
    def create_role(
        *,
        business: BusinessRef,
        actor: Actor,
        name: str,
        code: str = "",
        capabilities: Sequence[str] | None = None,
        max_discount: Decimal | None = None,
        copy_of: UUID | None = None,
    ) -> Result[Role]:
        """Create a role; what is not given is taken from the role `copy_of`, and a code is made of the name.

        Nobody makes a role that may more than they may.

        Refuses: NOT_FOUND, PERMISSION_DENIED, DUPLICATE_CODE.
        """
        copied = Role.objects.for_business(business).filter(pk=copy_of).first() if copy_of else Role()
        if copied is None:
            raise DomainError("NOT_FOUND", "copy_of: there is no such role.", {"field": "copy_of"})
        role = Role(
            business_id=business_id_of(business),
            code=code or _code_of(name),
            name=name,
            capabilities=sorted(set(copied.capabilities if capabilities is None else capabilities)),
            max_discount=copied.max_discount if max_discount is None else max_discount,
        )
        check_reach(actor, role, None)
        role.save()
        _log("role.created", role, actor, ["capabilities", "max_discount", "name"])
        return Result.success(role)

    @staticmethod
    @operation
    def change_role(*, business: BusinessRef, role_id: UUID, changes: Mapping[str, Any], actor: Actor) -> Result[Role]:
        """Change a role's `name`, `capabilities` or `max_discount`. It counts with the next request of who has it.

        Refuses: NOT_FOUND, ROLE_BUILTIN, PERMISSION_DENIED for a role that may, or would be able to, more than the actor.
        """
        role = lock_role(business, role_id)
        if role is None:
            raise DomainError("NOT_FOUND", "There is no such role.")
        if role.is_builtin:
            raise DomainError("ROLE_BUILTIN", "A built-in role stays as it is. Make a copy of it and change that.")
        check_reach(actor, role, None)
        for column, value in changes.items():
            setattr(role, column, sorted(set(value)) if column == "capabilities" else value)
        check_reach(actor, role, None)
        role.save()
        role.refresh_from_db()  # the discount as it is kept, with its places
        _log("role.updated", role, actor, sorted(changes))
        return Result.success(role)

    @staticmethod
    def follow_code() -> int:
        """Give the built-in roles of every business the capabilities that the code gives them; how many roles changed.

        Runs after migrations and at each start: a capability may come without a migration. Nobody else changes these roles.
        """
        return sum(
            len(RoleService.follow_code_in(business=business).unwrap())
            for business in businesses_with_members()
            if _outdated(business)
        )

    @staticmethod
    @operation
    def follow_code_in(*, business: BusinessRef) -> Result[list[str]]:
        """The same for one business; the codes of the roles that changed."""
        changed = _differing(business)
        for role, wanted in changed:
            gained, lost = sorted(wanted - set(role.capabilities)), sorted(set(role.capabilities) - wanted)
            role.capabilities = sorted(wanted)
            role.save(update_fields=["capabilities", "updated_at"])
            AuditLog.log_event(
                "role.updated", business=business, event_data={"role": role.code, "gained": gained, "lost": lost}
            )
        return Result.success([role.code for role, _ in changed])


def _code_of(name: str) -> str:
    """A code made of a name; of its own where the name has no Latin letter or digit."""
    return slugify(name).replace("-", "_")[:CODE_LENGTH] or f"role_{new_id().hex[-12:]}"


def _log(event_type: str, role: Role, actor: Actor, changed: list[str]) -> None:
    AuditLog.log_event(
        event_type,
        business=role.business_id,
        actor=actor,
        event_data={
            "role_id": str(role.pk),
            "role": role.code,
            "changed": changed,
            "capabilities": role.capabilities,
            "max_discount": f"{role.max_discount:f}",
        },
    )


def _outdated(business: BusinessRef) -> bool:
    with tenant_scope(business):
        return bool(_differing(business))


def _differing(business: BusinessRef) -> list[tuple[Role, set[str]]]:
    wanted = {role.code: {str(capability) for capability in role.capabilities} for role in BUILTIN_ROLES}
    rows = Role.objects.for_business(business).filter(is_builtin=True, code__in=wanted).order_by("code")
    return [(row, wanted[row.code]) for row in rows if set(row.capabilities) != wanted[row.code]]
