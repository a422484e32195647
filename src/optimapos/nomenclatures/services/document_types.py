"""Document types of a business: the built-in ones, installed on first use, and further ones of the same kinds."""

from typing import TypedDict

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.core.interfaces import IDocumentKind, document_kinds
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef, business_id_of
from optimapos.nomenclatures.locks import lock_document_type, lock_sequence, lock_type_installation
from optimapos.nomenclatures.models import DocumentType, Sequence
from optimapos.nomenclatures.services.workflow_rows import write_workflow


class TypeFields(TypedDict, total=False):
    """The columns of a document type that a caller may change."""

    name: str
    prefix: str
    is_active: bool
    is_default: bool


@operation
def install_types(*, business: BusinessRef) -> Result[None]:
    """Make sure that the business has a default type of every kind of document; made once, whoever comes first."""
    if _missing(business):
        lock_type_installation(business)
        for kind in _missing(business):  # read anew behind the lock: somebody else may have made them
            made = DocumentType.objects.for_business(business).create(
                business_id=business_id_of(business),
                kind=kind.code,
                code=kind.code,
                name=kind.name,
                prefix=kind.prefix,
                is_default=True,
            )
            write_workflow(made, kind.workflow)
            AuditLog.log_event("document_type.installed", business=business, event_data=_told(made))
    return Result.success(None)


def default_type(business: BusinessRef, kind: str) -> DocumentType:
    """The default type of a kind; the built-in ones are installed where there are none yet. Part of an operation."""
    rows = DocumentType.objects.for_business(business).filter(kind=kind, is_default=True)
    found = rows.first()
    if found is None:
        install_types(business=business).unwrap()
        found = rows.get()
    return found


@operation
def update_type(*, business: BusinessRef, type_id: UUID, actor: Actor, fields: TypeFields) -> Result[DocumentType]:
    """Change how a type is called and numbered, whether it is used, or make it the default of its kind.

    Numbers that were given out keep their prefix.

    Refuses: NOT_FOUND, DUPLICATE_PREFIX, DEFAULT_TYPE_NEEDED for the default: another is made the default before it ceases to
    be one or goes out of use.
    """
    if fields.get("is_default"):
        lock_type_installation(business)
        others = DocumentType.objects.for_business(business).exclude(pk=type_id)
        wanted = DocumentType.objects.for_business(business).filter(pk=type_id).values("kind")
        others.filter(kind__in=wanted, is_default=True).update(is_default=False)
    document_type = lock_document_type(business, type_id)
    if document_type is None:
        raise DomainError("NOT_FOUND", "There is no such document type.")
    if document_type.is_default and not fields.get("is_default", True):
        raise _needed()
    for column, value in fields.items():
        setattr(document_type, column, value)
    if document_type.is_default and not document_type.is_active:
        raise _needed()
    document_type.save()
    if "prefix" in fields:
        _renumber(document_type)
    AuditLog.log_event("document_type.updated", business=business, actor=actor, event_data=_told(document_type))
    return Result.success(document_type)


def new_type(*, business: BusinessRef, kind: str, code: str, name: str, prefix: str) -> DocumentType:
    """The row of a further type, not the default. Part of an operation; its workflow is written by the caller.

    Refuses: UNKNOWN_DOCUMENT_KIND (data: kinds), DUPLICATE_CODE also where another series of numbers is called so,
    DUPLICATE_PREFIX.
    """
    if kind not in document_kinds():
        kinds = sorted(document_kinds())
        raise DomainError("UNKNOWN_DOCUMENT_KIND", f"There are no documents of kind {kind}.", {"kinds": kinds})
    if Sequence.objects.for_business(business).filter(code=code).exists():
        raise DomainError("DUPLICATE_CODE", f"A series of numbers is called {code} already; choose another code.")
    return DocumentType.objects.for_business(business).create(
        business_id=business_id_of(business), kind=kind, code=code, name=name, prefix=prefix
    )


def _missing(business: BusinessRef) -> list[IDocumentKind]:
    rows = DocumentType.objects.for_business(business).filter(is_default=True)
    there = set(rows.values_list("kind", flat=True))
    return [kind for code, kind in document_kinds().items() if code not in there]


def _renumber(document_type: DocumentType) -> None:
    series = Sequence.objects.for_business(document_type.business_id).filter(code=document_type.code)
    found = series.values_list("pk", flat=True).first()
    locked = lock_sequence(document_type.business_id, found) if found else None
    if locked:
        locked.prefix = document_type.prefix
        locked.save(update_fields=["prefix", "updated_at"])


def _needed() -> DomainError:
    return DomainError(
        "DEFAULT_TYPE_NEEDED", "Make another type the default before this one ceases to be it or goes out of use."
    )


def _told(document_type: DocumentType) -> dict[str, object]:
    return {
        "id": str(document_type.pk),
        "kind": document_type.kind,
        "is_active": document_type.is_active,
        "is_default": document_type.is_default,
    }
