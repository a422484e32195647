"""Locks of reference data: a group tree, units whose decimals others rely on, document types and their documents."""

from collections.abc import Iterable
from typing import TypeVar

from django.db import connections

from optimapos.core.ids import UUID
from optimapos.core.tenancy import APP, BusinessRef, business_id_of
from optimapos.nomenclatures.models import Document, DocumentType, Sequence, UnitOfMeasure

D = TypeVar("D", bound=Document)


def lock_group_tree(business: BusinessRef) -> None:
    """Let one move of a business's group tree pass at a time: two, each right alone, can make a cycle together."""
    with connections[APP].cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"product-groups:{business_id_of(business)}"]
        )


def lock_unit(business: BusinessRef, unit_id: UUID) -> UnitOfMeasure | None:
    """The unit, locked against changes and against new users of it (see `hold_unit`)."""
    rows = UnitOfMeasure.objects.for_business(business).filter(pk=unit_id)
    return rows.select_for_update(no_key=True).first()


def hold_unit(business: BusinessRef, unit_id: UUID) -> None:
    """Keep a unit's decimals as they are until the transaction ends: taken by whoever starts to use it."""
    with connections[APP].cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM unit_of_measure WHERE business_id = %s AND id = %s FOR SHARE",
            [business_id_of(business), unit_id],
        )


def lock_sequence(business: BusinessRef, sequence_id: UUID) -> Sequence | None:
    """The sequence, locked: draws of its numbers wait."""
    rows = Sequence.objects.for_business(business).filter(pk=sequence_id)
    return rows.select_for_update(no_key=True).first()


def lock_document_type(business: BusinessRef, type_id: UUID) -> DocumentType | None:
    """The document type, locked: steps of its documents wait until its workflow is changed."""
    return DocumentType.objects.for_business(business).filter(pk=type_id).select_for_update(no_key=True).first()


def hold_document_type(business: BusinessRef, type_id: UUID) -> None:
    """Keep a type's workflow as it is until the transaction ends: taken by every step and every new document.

    What the workflow says is read in a later statement.
    """
    with connections[APP].cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM document_type WHERE business_id = %s AND id = %s FOR SHARE",
            [business_id_of(business), type_id],
        )


def lock_type_installation(business: BusinessRef) -> None:
    """Let one transaction at a time install a business's built-in document types, or make another the default."""
    with connections[APP].cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"document-types:{business_id_of(business)}"]
        )


def lock_document(model: type[D], business: BusinessRef, document_id: UUID) -> D | None:
    """The document, locked, with its type, status and location loaded; None where there is none."""
    return next(iter(lock_documents(model, business, [document_id])), None)


def lock_documents(model: type[D], business: BusinessRef, document_ids: Iterable[UUID]) -> list[D]:
    """The documents, locked in the order of their ids, with their types, statuses and locations loaded.

    Locked by a statement of its own: a status that changed while this one waited would drop its document from a join.
    """
    rows = model.objects.for_business(business).filter(pk__in=list(document_ids)).order_by("pk")
    locked = [row.pk for row in rows.select_for_update(no_key=True)]
    found = model.objects.for_business(business).filter(pk__in=locked).order_by("pk")
    return list(found.select_related("document_type", "status", "location")) if locked else []
