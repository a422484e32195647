"""WorkflowService: how the documents of a business are worked on, changed as a whole or bit by bit.

Every change makes a whole workflow and goes through one door, `_apply`: it is checked, it may leave no document where it
could not be, and only then it is written. Source: system-overview.md "Configuration Over Code".
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.core.interfaces import document_kinds
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef
from optimapos.nomenclatures.locks import lock_document_type
from optimapos.nomenclatures.models import DocumentType
from optimapos.nomenclatures.rules import workflow_edits as edits
from optimapos.nomenclatures.rules.workflow import Place, Problem, places_of, problems_of
from optimapos.nomenclatures.selectors.workflows import documents_at, workflow_of
from optimapos.nomenclatures.services.document_types import default_type, install_types, new_type, update_type
from optimapos.nomenclatures.services.workflow_rows import write_workflow
from optimapos.nomenclatures.types import StatusSpec, TransitionSpec, Workflow

Change = Callable[[Workflow], Workflow]


class WorkflowService:
    """Installs, adds and changes document types and their workflows.

    Every change of a workflow refuses NOT_FOUND for a type, status or transition that is not there; WORKFLOW_INVALID (data:
    problems: code, status, msg) with all reasons; STATUS_IN_USE (data: status, documents) where documents stand in a
    status that would go; WORKFLOW_STRANDS_DOCUMENTS (data: status, documents, posted) where they would stand in one with
    their stock moved, or not moved, as it could not be there.
    """

    install = staticmethod(install_types)
    update_type = staticmethod(update_type)

    @staticmethod
    @operation
    def create_type(
        *,
        business: BusinessRef,
        actor: Actor,
        kind: str,
        code: str,
        name: str,
        prefix: str,
        workflow: Workflow | None = None,
    ) -> Result[DocumentType]:
        """Add a type of a kind, with a workflow of its own or a copy of the default type's.

        Refuses: UNKNOWN_DOCUMENT_KIND, DUPLICATE_CODE, DUPLICATE_PREFIX, WORKFLOW_INVALID.
        """
        made = new_type(business=business, kind=kind, code=code, name=name, prefix=prefix)
        _apply(made, workflow or workflow_of(business, default_type(business, kind).pk), actor, "document_type.created")
        return Result.success(made)

    @staticmethod
    @operation
    def set_workflow(*, business: BusinessRef, type_id: UUID, actor: Actor, workflow: Workflow) -> Result[DocumentType]:
        """Replace a workflow as a whole. A status whose code stays keeps its documents.

        Refuses: NOT_FOUND, WORKFLOW_INVALID, STATUS_IN_USE, WORKFLOW_STRANDS_DOCUMENTS.
        """
        return _changed(business, type_id, actor, lambda _: workflow)

    @staticmethod
    @operation
    def add_status(
        *,
        business: BusinessRef,
        type_id: UUID,
        actor: Actor,
        spec: StatusSpec,
        transitions: Sequence[TransitionSpec],
        after: str = "",
    ) -> Result[DocumentType]:
        """Add a status, shown behind `after` or last, with the transitions that connect it.

        Refuses: NOT_FOUND, WORKFLOW_INVALID, WORKFLOW_STRANDS_DOCUMENTS.
        """
        return _changed(business, type_id, actor, lambda old: edits.with_status(old, spec, transitions, after=after))

    @staticmethod
    @operation
    def insert_status_between(
        *,
        business: BusinessRef,
        type_id: UUID,
        actor: Actor,
        from_status: str,
        to_status: str,
        spec: StatusSpec,
        **ways: Any,
    ) -> Result[DocumentType]:
        """Put a status into a transition, such as an approval between two statuses.

        `ways`: `capability_in`, `capability_out`, `sends_back_to`, `closes_other_ways`, as `with_status_between` has them.

        Refuses: NOT_FOUND, WORKFLOW_INVALID, WORKFLOW_STRANDS_DOCUMENTS.
        """

        def inserted(old: Workflow) -> Workflow:
            return edits.with_status_between(old, from_status, to_status, spec, **ways)

        return _changed(business, type_id, actor, inserted)

    @staticmethod
    @operation
    def update_status(
        *, business: BusinessRef, type_id: UUID, actor: Actor, code: str, changes: Mapping[str, Any]
    ) -> Result[DocumentType]:
        """Change the name or the flags of a status. One that becomes initial takes that from the other.

        Refuses: NOT_FOUND, WORKFLOW_INVALID, WORKFLOW_STRANDS_DOCUMENTS.
        """
        return _changed(business, type_id, actor, lambda old: edits.with_status_changed(old, code, changes))

    @staticmethod
    @operation
    def remove_status(*, business: BusinessRef, type_id: UUID, actor: Actor, code: str) -> Result[DocumentType]:
        """Remove a status that no document is in, with its transitions.

        Refuses: NOT_FOUND, WORKFLOW_INVALID, STATUS_IN_USE, WORKFLOW_STRANDS_DOCUMENTS.
        """
        return _changed(business, type_id, actor, lambda old: edits.without_status(old, code))

    @staticmethod
    @operation
    def add_transition(
        *, business: BusinessRef, type_id: UUID, actor: Actor, transition: TransitionSpec
    ) -> Result[DocumentType]:
        """Add a way between two statuses.

        Refuses: NOT_FOUND, WORKFLOW_INVALID.
        """
        return _changed(business, type_id, actor, lambda old: edits.with_transition(old, transition))

    @staticmethod
    @operation
    def update_transition(
        *,
        business: BusinessRef,
        type_id: UUID,
        actor: Actor,
        from_status: str,
        to_status: str,
        changes: Mapping[str, Any],
    ) -> Result[DocumentType]:
        """Change who may take a way, what takes it, or whether a comment has to be given.

        Refuses: NOT_FOUND, WORKFLOW_INVALID.
        """
        return _changed(
            business,
            type_id,
            actor,
            lambda old: edits.with_transition_changed(old, from_status, to_status, changes),
        )

    @staticmethod
    @operation
    def remove_transition(
        *, business: BusinessRef, type_id: UUID, actor: Actor, from_status: str, to_status: str
    ) -> Result[DocumentType]:
        """Remove a way between two statuses.

        Refuses: NOT_FOUND, WORKFLOW_INVALID, WORKFLOW_STRANDS_DOCUMENTS.
        """
        return _changed(business, type_id, actor, lambda old: edits.without_transition(old, from_status, to_status))


def obstacles_to(document_type: DocumentType, workflow: Workflow) -> list[dict[str, Any]]:
    """Why a workflow could not become a type's, as `code`, `status`, `msg`, and `documents` where some are in its way."""
    problems = _problems(document_type, workflow)
    if problems:
        return [asdict(problem) for problem in problems]
    refusals = _documents_in_the_way(document_type, workflow)
    return [{"code": each.code, "msg": each.msg, **each.data} for each in refusals]


def _changed(business: BusinessRef, type_id: UUID, actor: Actor, change: Change) -> Result[DocumentType]:
    document_type = lock_document_type(business, type_id)
    if document_type is None:
        raise DomainError("NOT_FOUND", "There is no such document type.")
    _apply(document_type, change(workflow_of(business, type_id)), actor, "document_type.workflow_changed")
    return Result.success(document_type)


def _apply(document_type: DocumentType, workflow: Workflow, actor: Actor, event_type: str) -> None:
    problems = _problems(document_type, workflow)
    if problems:
        reasons = " ".join(problem.msg for problem in problems)
        raise DomainError("WORKFLOW_INVALID", reasons, {"problems": [asdict(problem) for problem in problems]})
    for refusal in _documents_in_the_way(document_type, workflow):
        raise refusal
    write_workflow(document_type, workflow)
    told = {
        "id": str(document_type.pk),
        "kind": document_type.kind,
        "statuses": [status.code for status in workflow.statuses],
        "transitions": [[way.from_status, way.to_status] for way in workflow.transitions],
    }
    AuditLog.log_event(event_type, business=document_type.business_id, actor=actor, event_data=told)


def _problems(document_type: DocumentType, workflow: Workflow) -> list[Problem]:
    return problems_of(workflow, moves_stock=document_kinds()[document_type.kind].moves_stock)


def _documents_in_the_way(document_type: DocumentType, workflow: Workflow) -> list[DomainError]:
    allowed = places_of(workflow)
    left = {status.code for status in workflow.statuses}
    standing = sorted(documents_at(document_type).items())
    return [_in_the_way(place, count, left) for place, count in standing if place not in allowed]


def _in_the_way(place: Place, count: int, left: set[str]) -> DomainError:
    code, is_posted = place
    if code not in left:
        return DomainError(
            "STATUS_IN_USE",
            f"Documents are in {code} ({count}); move them on before it is removed.",
            {"status": code, "documents": count},
        )
    stock = "with their stock moved" if is_posted else "without their stock moved"
    return DomainError(
        "WORKFLOW_STRANDS_DOCUMENTS",
        f"Documents are in {code} {stock} ({count}), and no way leads there like that; move them on first.",
        {"status": code, "documents": count, "posted": is_posted},
    )
