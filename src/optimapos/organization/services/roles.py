"""RoleService: built-in roles are what the code says they are, in businesses that started before it said so too."""

from optimapos.audit.models import AuditLog
from optimapos.core.operations import operation
from optimapos.core.result import Result
from optimapos.core.tenancy import BusinessRef, tenant_scope
from optimapos.organization.models import Role
from optimapos.organization.selectors.actors import businesses_with_members
from optimapos.organization.types import BUILTIN_ROLES


class RoleService:
    """Keeps built-in roles up with the code."""

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


def _outdated(business: BusinessRef) -> bool:
    with tenant_scope(business):
        return bool(_differing(business))


def _differing(business: BusinessRef) -> list[tuple[Role, set[str]]]:
    wanted = {role.code: {str(capability) for capability in role.capabilities} for role in BUILTIN_ROLES}
    rows = Role.objects.for_business(business).filter(is_builtin=True, code__in=wanted).order_by("code")
    return [(row, wanted[row.code]) for row in rows if set(row.capabilities) != wanted[row.code]]
