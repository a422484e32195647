"""Writes a checked workflow down as rows: statuses keep their rows by code, because documents stand in them."""

from dataclasses import asdict

from django.utils import timezone

from optimapos.nomenclatures.models import DocumentType, DocumentTypeStatus, DocumentTypeTransition
from optimapos.nomenclatures.selectors.workflows import STATUS_COLUMNS
from optimapos.nomenclatures.types import Workflow


def write_workflow(document_type: DocumentType, workflow: Workflow) -> None:
    """Make the rows of a type those of `workflow`. The type is locked, and no document is in a status that goes."""
    business = document_type.business_id
    ways = DocumentTypeTransition.objects.for_business(business).filter(document_type=document_type)
    ways.delete()
    by_code = _write_statuses(document_type, workflow)
    ways.bulk_create(
        DocumentTypeTransition(
            business_id=business,
            document_type=document_type,
            from_status=by_code[way.from_status],
            to_status=by_code[way.to_status],
            capability=way.capability,
            trigger=way.trigger,
            requires_comment=way.requires_comment,
        )
        for way in workflow.transitions
    )


def _write_statuses(document_type: DocumentType, workflow: Workflow) -> dict[str, DocumentTypeStatus]:
    rows = DocumentTypeStatus.objects.for_business(document_type.business_id).filter(document_type=document_type)
    rows.exclude(code__in=[status.code for status in workflow.statuses]).delete()
    rows.update(is_initial=False)  # before another becomes it: two at once are refused by the database
    kept = {row.code: row for row in rows}
    wanted = []
    for position, spec in enumerate(workflow.statuses):
        row = kept.get(spec.code) or DocumentTypeStatus(
            business_id=document_type.business_id, document_type=document_type
        )
        for column, value in asdict(spec).items():
            setattr(row, column, value)
        row.position, row.updated_at = position, timezone.now()
        wanted.append(row)
    rows.bulk_create([row for row in wanted if row.code not in kept])
    rows.bulk_update([row for row in wanted if row.code in kept], [*STATUS_COLUMNS, "position", "updated_at"])
    return {row.code: row for row in wanted}
