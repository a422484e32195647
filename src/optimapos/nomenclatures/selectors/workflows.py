"""Document types with their workflows, where their documents stand, and what happened to one."""

from collections.abc import Iterable
from dataclasses import fields
from typing import TypeVar

from django.db.models import CharField, Count, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf

from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.core.interfaces import IDocumentKind, document_kinds
from optimapos.core.tenancy import BusinessRef
from optimapos.nomenclatures.models import (
    Document,
    DocumentStatusChange,
    DocumentType,
    DocumentTypeStatus,
    DocumentTypeTransition,
)
from optimapos.nomenclatures.rules.workflow import Place
from optimapos.nomenclatures.types import StatusSpec, TransitionSpec, Trigger, Workflow
from optimapos.organization.models import User

D = TypeVar("D", bound=Document)
STATUS_COLUMNS = tuple(field.name for field in fields(StatusSpec))


def kind_of(model: type[Document]) -> IDocumentKind:
    """The kind that a document model is of."""
    return document_kinds()[model.kind]


def documents_of(actor: Actor, model: type[D]) -> QuerySet[D]:
    """The documents of a kind at the actor's locations, with type, status and location."""
    rows = model.objects.for_business(actor.business_id).select_related("document_type", "status", "location")
    return rows if actor.location_ids is None else rows.filter(location_id__in=actor.location_ids)


def document_types_of(actor: Actor) -> QuerySet[DocumentType]:
    """All document types of the business, with their statuses in order and the transitions between them."""
    statuses = DocumentTypeStatus.objects.for_business(actor.business_id).order_by("position", "id")
    rows = DocumentType.objects.for_business(actor.business_id)
    return rows.prefetch_related(
        Prefetch("statuses", statuses), Prefetch("transitions", _transitions(actor.business_id))
    )


def workflow_of(business: BusinessRef, type_id: UUID) -> Workflow:
    """The workflow of a document type, its statuses in order, by two queries."""
    statuses = DocumentTypeStatus.objects.for_business(business).filter(document_type_id=type_id)
    return workflow_in(statuses.order_by("position", "id"), _transitions(business).filter(document_type_id=type_id))


def workflow_in(statuses: Iterable[DocumentTypeStatus], transitions: Iterable[DocumentTypeTransition]) -> Workflow:
    """The workflow that loaded rows make, in their order."""
    return Workflow(
        tuple(StatusSpec(**{column: getattr(row, column) for column in STATUS_COLUMNS}) for row in statuses),
        tuple(
            TransitionSpec(row.from_status.code, row.to_status.code, row.capability, row.trigger, row.requires_comment)
            for row in transitions
        ),
    )


def ways_from(document: Document, *triggers: str) -> list[DocumentTypeTransition]:
    """The transitions out of a document's status that these triggers take, both ends loaded, in order."""
    rows = _transitions(document.business_id).filter(from_status_id=document.status_id)
    return list(rows.filter(trigger__in=triggers or (Trigger.MANUAL,)))


def documents_at(document_type: DocumentType) -> dict[Place, int]:
    """How many documents of a type stand in each status, posted and not."""
    model: type[Document] = document_kinds()[document_type.kind].model
    rows = model.objects.for_business(document_type.business_id).filter(document_type=document_type)
    counted = rows.order_by().values("status__code", is_posted_now=Q(posted_at__isnull=False))
    return {(row["status__code"], row["is_posted_now"]): row["count"] for row in counted.annotate(count=Count("pk"))}


def history_of(business: BusinessRef, document_id: UUID) -> QuerySet[DocumentStatusChange]:
    """The steps of a document, oldest first, each with `user_name`: who took it, by name or else e-mail."""
    who = User.objects.filter(pk=OuterRef("user_id"))
    name = Coalesce(NullIf("name", Value("")), "email", output_field=CharField())
    rows = DocumentStatusChange.objects.for_business(business).filter(document_id=document_id)
    return rows.annotate(user_name=Subquery(who.values(shown=name)[:1])).order_by("id")  # `at` is from before the lock


def _transitions(business: BusinessRef) -> QuerySet[DocumentTypeTransition]:
    rows = DocumentTypeTransition.objects.for_business(business).select_related("from_status", "to_status")
    return rows.order_by("from_status__position", "to_status__position", "id")
