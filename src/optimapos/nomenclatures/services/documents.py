"""DocumentService: documents as the source documents call them, one at a time, and how every document begins.

Source: system-overview.md "Thin Wrapper Pattern", "Interface-Driven Design".
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import ProtectedError
from django.utils import timezone

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.core.interfaces import IDocumentKind, ILocation
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef, business_id_of, tenant_scope
from optimapos.nomenclatures.locks import hold_document_type
from optimapos.nomenclatures.models import (
    Document,
    DocumentStatusChange,
    DocumentType,
    DocumentTypeStatus,
    DocumentTypeTransition,
)
from optimapos.nomenclatures.selectors.workflows import history_of, kind_of, ways_from
from optimapos.nomenclatures.services.document_types import default_type
from optimapos.nomenclatures.services.sequences import SequenceService
from optimapos.nomenclatures.services.status_manager import StatusManager, locked_document, note
from optimapos.nomenclatures.types import Step
from optimapos.organization.models import Location

D = TypeVar("D", bound=Document)
NUMBER_DIGITS = 5


class DocumentService:
    """One document in the hands of one user; stands for `IDocumentService`. It keeps no state but these two."""

    def __init__(self, document: Any = None, user: Actor | None = None) -> None:
        self.document = document
        self.user = user

    def create_document(
        self, model_class: type, data: Mapping[str, Any], user: Any, location: ILocation
    ) -> Result[Any]:
        """Create a document with its lines, of data as its kind reads them, in the initial status of its type.

        Refuses: PERMISSION_DENIED, UNKNOWN_LOCATION, and what the kind refuses.
        """
        return _create(business=user.business_id, kind=kind_of(model_class), data=data, actor=user, location=location)

    def validate_for_purchase_creation(
        self, model_class: type, data: Mapping[str, Any], user: Any, location: ILocation
    ) -> Result[Any]:
        """Whether such a document could be created. Nothing is written.

        Refuses: as `create_document`.
        """
        try:
            with tenant_scope(user.business_id):
                _check_creation(kind_of(model_class), data, user, location)
        except DomainError as refusal:
            return Result.refused(refusal)
        return Result.success(None)

    def transition_to(self, new_status: str, comments: str = "") -> Result[Any]:
        """Take the document to another status.

        Refuses: as `StatusManager.transition`.
        """
        actor = self._actor()
        result = StatusManager.transition(
            business=actor.business_id,
            kind=self.document.kind,
            document_id=self.document.pk,
            to_status=new_status,
            actor=actor,
            at=timezone.now(),
            comment=comments,
        )
        if result.ok:
            self.document = result.data
        return result

    def available_transitions(self) -> list[DocumentTypeTransition]:
        """The ways on that this user may take by hand."""
        actor = self._actor()
        with tenant_scope(actor.business_id):
            return [way for way in ways_from(self.document) if actor.can(way.capability)]

    def history(self) -> list[DocumentStatusChange]:
        """The steps of the document, oldest first, with user, comment and time."""
        with tenant_scope(self._actor().business_id):
            return list(history_of(self._actor().business_id, self.document.pk))

    def can_edit(self) -> bool:
        """Whether the document's lines may be changed in its status."""
        return bool(self.document.status.is_editable)

    def delete(self) -> Result[None]:
        """Delete the document, where its status permits it.

        Refuses: as `delete_document`.
        """
        actor = self._actor()
        return DocumentService.delete_document(
            business=actor.business_id, kind=self.document.kind, document_id=self.document.pk, actor=actor
        )

    def _actor(self) -> Actor:
        if self.user is None:
            raise TypeError("DocumentService was made without a user")
        return self.user

    @staticmethod
    def draft(
        *,
        business: BusinessRef,
        model: type[D],
        actor: Actor,
        location: Location,
        columns: Mapping[str, Any],
        at: datetime,
        document_type: DocumentType | None = None,
    ) -> D:
        """A new document in the initial status of its type, numbered, with the first entry of its history.

        Part of an operation. The number is drawn last of all locks; the caller adds the lines. `columns`: the model's own;
        without `document_date` it is the location's day.

        Refuses: DOCUMENT_TYPE_NOT_USABLE for a type that is out of use or of another kind.
        """
        chosen = document_type or default_type(business, model.kind)
        hold_document_type(business, chosen.pk)
        chosen = DocumentType.objects.for_business(business).get(pk=chosen.pk)  # as it is now that it stays so
        status = DocumentTypeStatus.objects.for_business(business).get(document_type=chosen, is_initial=True)
        if chosen.kind != model.kind or not chosen.is_active:
            raise DomainError("DOCUMENT_TYPE_NOT_USABLE", f"{chosen.name} is out of use, or made for other documents.")
        number = SequenceService.next_number(
            business=business, code=chosen.code, prefix=chosen.prefix, padding=NUMBER_DIGITS
        ).unwrap()
        own: dict[str, Any] = {"document_date": location.local_day(at), **columns}
        document = model(
            business_id=business_id_of(business),
            document_type=chosen,
            number=number,
            status=status,
            location=location,
            created_by=actor.user_id,
            **own,
        )
        document.save(force_insert=True)
        note(document, Step("", status.code, creates_movements=False, reverses_movements=False, actor=actor, at=at))
        AuditLog.log_event(
            "document.created",
            business=business,
            actor=actor,
            location_id=document.location_id,
            event_data={"kind": document.kind, "id": str(document.pk), "number": number},
        )
        return document

    @staticmethod
    def check_editable(document: Document) -> None:
        """Allow changes of a locked document's lines.

        Refuses: DOCUMENT_NOT_EDITABLE (data: status).
        """
        if not document.status.is_editable:
            raise _status_forbids("DOCUMENT_NOT_EDITABLE", document, "can't be changed there")

    @staticmethod
    def check_deletable(document: Document) -> None:
        """Allow deleting a locked document; not one whose stock was ever moved, though it was taken back.

        Refuses: DOCUMENT_NOT_DELETABLE (data: status).
        """
        if not document.status.is_deletable or document.posting:
            why = "has moved stock once, so it stays" if document.posting else "can't be deleted there"
            raise _status_forbids("DOCUMENT_NOT_DELETABLE", document, why)

    @staticmethod
    @operation
    def delete_document(*, business: BusinessRef, kind: str, document_id: UUID, actor: Actor) -> Result[None]:
        """Delete a document with its lines. Its history and its number stay.

        Refuses: NOT_FOUND, PERMISSION_DENIED, DOCUMENT_NOT_DELETABLE (data: status), IN_USE where another document goes back
        to it.
        """
        document = locked_document(business=business, kind=kind, document_id=document_id, actor=actor)
        _check_capability(kind_of(type(document)), actor)
        DocumentService.check_deletable(document)
        told = {"kind": kind, "id": str(document_id), "number": document.number}
        place = document.location_id
        try:
            document.delete()
        except ProtectedError as error:
            raise DomainError("IN_USE", "Other records refer to this document, so it can't be deleted.") from error
        AuditLog.log_event("document.deleted", business=business, actor=actor, location_id=place, event_data=told)
        return Result.success(None)


@operation
def _create(
    *, business: BusinessRef, kind: IDocumentKind, data: Mapping[str, Any], actor: Actor, location: ILocation
) -> Result[Any]:
    _check_creation(kind, data, actor, location)
    return kind.create(business=business, data=data, actor=actor, location=location, at=timezone.now())


def _check_creation(kind: IDocumentKind, data: Mapping[str, Any], actor: Actor, location: ILocation) -> None:
    _check_capability(kind, actor)
    if not actor.sees(location.id):
        raise DomainError("UNKNOWN_LOCATION", "There is no such location.")
    kind.check_creation(business=actor.business_id, data=data, actor=actor, location=location)


def _check_capability(kind: IDocumentKind, actor: Actor) -> None:
    if not actor.can(kind.create_capability):
        raise DomainError(
            "PERMISSION_DENIED",
            f"Your role does not permit this with documents of the kind {kind.name}.",
            {"capability": kind.create_capability},
        )


def _status_forbids(code: str, document: Document, what: str) -> DomainError:
    status = document.status.code
    return DomainError(code, f"{document.number} is in {status} and {what}.", {"status": status})
