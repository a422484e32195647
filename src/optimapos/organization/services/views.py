"""SavedViewService: keeping how a table was arranged."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor, Capability
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef, business_id_of
from optimapos.organization.locks import lock_saved_view
from optimapos.organization.models import SavedView

VIEWS_OF_ONE = 500
"""So many a member keeps: nobody finds one among more, and a script can't fill the table."""


class SavedViewService:
    """Keeps, changes and deletes saved views. Everybody may keep their own; sharing takes `people.manage`."""

    @staticmethod
    @operation
    def create_view(*, business: BusinessRef, actor: Actor, **fields: Any) -> Result[SavedView]:
        """Keep a view: `page`, `name`, `state`, `is_shared`.

        Refuses: DUPLICATE_NAME, PERMISSION_DENIED, TOO_MANY_VIEWS.
        """
        _check_sharing(actor, fields.get("is_shared", False))
        if SavedView.objects.for_business(business).filter(user_id=actor.user_id).count() >= VIEWS_OF_ONE:
            raise DomainError("TOO_MANY_VIEWS", f"You keep {VIEWS_OF_ONE} views already. Delete some first.")
        row = SavedView.objects.for_business(business).create(
            business_id=business_id_of(business), user_id=actor.user_id, **fields
        )
        _log("saved_view.created", row, actor)
        return Result.success(row)

    @staticmethod
    @operation
    def change_view(
        *, business: BusinessRef, view_id: UUID, changes: Mapping[str, Any], actor: Actor
    ) -> Result[SavedView]:
        """Change a view of one's own (`changes` by column).

        Refuses: NOT_FOUND, DUPLICATE_NAME, PERMISSION_DENIED for somebody else's, or for sharing without the right to.
        """
        row = _own(business, view_id, actor)
        _check_sharing(actor, changes.get("is_shared", False) and not row.is_shared)
        for column, value in changes.items():
            setattr(row, column, value)
        row.save()
        _log("saved_view.updated", row, actor)
        return Result.success(row)

    @staticmethod
    @operation
    def delete_view(*, business: BusinessRef, view_id: UUID, actor: Actor) -> Result[None]:
        """Delete a view of one's own.

        Refuses: NOT_FOUND, PERMISSION_DENIED for somebody else's.
        """
        row = _own(business, view_id, actor)
        _log("saved_view.deleted", row, actor)
        row.delete()
        return Result.success(None)


def _own(business: BusinessRef, view_id: UUID, actor: Actor) -> SavedView:
    row = lock_saved_view(business, view_id)
    if row is None or not (row.is_shared or row.user_id == actor.user_id):
        raise DomainError("NOT_FOUND", "There is no such view.")
    if row.user_id != actor.user_id:
        raise DomainError("PERMISSION_DENIED", "This view is somebody else's. Keep it under a name of your own.")
    return row


def _check_sharing(actor: Actor, shares: bool) -> None:
    if shares and not actor.can(Capability.PEOPLE_MANAGE):
        raise DomainError("PERMISSION_DENIED", "Your role does not permit sharing views with others.")


def _log(event_type: str, row: SavedView, actor: Actor) -> None:
    AuditLog.log_event(
        event_type,
        business=row.business_id,
        actor=actor,
        event_data={"saved_view_id": str(row.pk), "page": row.page, "is_shared": row.is_shared},
    )
