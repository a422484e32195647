"""StatusManager: takes documents along their workflow, by hand or by what happened elsewhere.

One step is one transaction: the document's row, its history, and every effect of its new status, or nothing at all.
Source: system-overview.md "Service Integration Pattern"; docs/algorithms/workflow.md.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.core.interfaces import document_effects, document_kinds
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef
from optimapos.nomenclatures.locks import hold_document_type
from optimapos.nomenclatures.models import Document, DocumentStatusChange, DocumentTypeTransition
from optimapos.nomenclatures.rules.workflow import posted_after
from optimapos.nomenclatures.selectors.workflows import ways_from
from optimapos.nomenclatures.types import Step

CHANGED = ["status", "occurred_at", "posted_at", "posting", "version", "updated_at"]


class StatusManager:
    """Moves documents from status to status."""

    @staticmethod
    @operation
    def transition(
        *,
        business: BusinessRef,
        kind: str,
        document_id: UUID,
        to_status: str,
        actor: Actor,
        at: datetime,
        comment: str = "",
        facts: Mapping[str, Any] | None = None,
    ) -> Result[Document]:
        """Take a document to another status by hand, with all that the status is configured to do.

        `facts`: what else the step needs, as the kind and its effects read it.

        Refuses: NOT_FOUND, TRANSITION_NOT_ALLOWED (data: status, to_status, allowed), PERMISSION_DENIED (data: capability),
        COMMENT_REQUIRED, and what the kind and the effects of the step refuse; then nothing happened.
        """
        document = locked_document(business=business, kind=kind, document_id=document_id, actor=actor)
        hold_document_type(business, document.document_type_id)
        ways = ways_from(document)
        way = next((way for way in ways if way.to_status.code == to_status), None)
        if way is None:
            raise _not_allowed(document, to_status, ways)
        _check(way, actor, comment)
        _take(document, way, _step(way, actor=actor, at=at, comment=comment, facts=facts))
        return Result.success(document)

    @staticmethod
    def fire(*, document: Document, trigger: str, actor: Actor, at: datetime, comment: str = "") -> bool:
        """Take the transition that `trigger` takes out of a document's status; False where there is none.

        Part of an operation that has locked the document. It happened already, so nobody's rights are asked.

        Refuses: what the kind and the effects of the step refuse.
        """
        hold_document_type(document.business_id, document.document_type_id)
        for way in ways_from(document, trigger):
            _take(document, way, _step(way, actor=actor, at=at, comment=comment, facts=None))
            return True
        return False


def locked_document(*, business: BusinessRef, kind: str, document_id: UUID, actor: Actor) -> Document:
    """A document that the actor may see, locked as its kind says.

    Refuses: NOT_FOUND.
    """
    found = document_kinds()[kind].lock(business=business, document_id=document_id)
    if found is None or not actor.sees(found.location_id):
        raise DomainError("NOT_FOUND", "There is no such document.")
    return cast(Document, found)


def note(document: Document, step: Step) -> None:
    """Write a step into the document's history."""
    DocumentStatusChange.objects.for_business(document.business_id).create(
        business_id=document.business_id,
        kind=document.kind,
        document_id=document.pk,
        from_status=step.from_status,
        to_status=step.to_status,
        trigger=step.trigger,
        user_id=step.actor.user_id,
        comment=step.comment,
        at=step.at,
    )


def _check(way: DocumentTypeTransition, actor: Actor, comment: str) -> None:
    if not actor.can(way.capability):
        raise DomainError(
            "PERMISSION_DENIED",
            f"Your role does not permit taking a document to {way.to_status.name}.",
            {"capability": way.capability},
        )
    if way.requires_comment and not comment.strip():
        raise DomainError("COMMENT_REQUIRED", f"Say why the document is taken to {way.to_status.name}.")


def _step(
    way: DocumentTypeTransition, *, actor: Actor, at: datetime, comment: str, facts: Mapping[str, Any] | None
) -> Step:
    return Step(
        from_status=way.from_status.code,
        to_status=way.to_status.code,
        creates_movements=way.to_status.creates_inventory_movements,
        reverses_movements=way.to_status.reverses_inventory_movements,
        actor=actor,
        at=at,
        comment=comment,
        facts=facts or {},
        trigger=way.trigger,
        allows_conversion=way.to_status.allows_conversion,
        is_editable=way.to_status.is_editable,
        is_final=way.to_status.is_final,
    )


def _take(document: Document, way: DocumentTypeTransition, step: Step) -> None:
    document_kinds()[document.kind].check_step(document=document, step=step)
    _enter(document, way, step)
    note(document, step)
    for effect in document_effects(document.kind):
        effect.apply(document=document, step=step)
    AuditLog.log_event(
        "document.status_changed",
        business=document.business_id,
        actor=step.actor,
        location_id=document.location_id,
        event_data={
            "kind": document.kind,
            "id": str(document.pk),
            "from_status": step.from_status,
            "to_status": step.to_status,
            "trigger": step.trigger,
            "posting": document.posting,
            "is_posted": document.is_posted,
        },
    )


def _enter(document: Document, way: DocumentTypeTransition, step: Step) -> None:
    document.status = way.to_status
    if step.creates_movements:
        document.posting += 1
        document.occurred_at = document.occurred_at or step.at
    is_posted = posted_after(
        creates=step.creates_movements, reverses=step.reverses_movements, was_posted=document.is_posted
    )
    document.posted_at = (document.posted_at or step.at) if is_posted else None
    document.version += 1
    document.save(update_fields=CHANGED)


def _not_allowed(document: Document, to_status: str, ways: list[DocumentTypeTransition]) -> DomainError:
    status, allowed = document.status.code, [way.to_status.code for way in ways]
    onwards = f"; it can go on to {', '.join(allowed)}" if allowed else "; nobody takes it on from there by hand"
    return DomainError(
        "TRANSITION_NOT_ALLOWED",
        f"{document.number} is in {status}{onwards}, not to {to_status}.",
        {"status": status, "to_status": to_status, "allowed": allowed},
    )
