"""Rows of envelopes: as documents for the checkout's transaction, and kept by themselves where nothing was booked."""

import hashlib
from typing import Any

import orjson

from optimapos.core.ids import UUID
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef
from optimapos.offline.models import OfflineSale
from optimapos.offline.sql.keeping import KEEP
from optimapos.offline.types import SaleState
from optimapos.sales.connection import Step


def digest_of(payload: str, signature: str, *, is_genuine: bool) -> bytes:
    """What an envelope is known by: its payload, or, where its signature does not fit, both."""
    signed = payload if is_genuine else f"{payload}\n{signature}"
    return hashlib.sha256(signed.encode()).digest()


def keeping(row: OfflineSale, sale_id: UUID) -> Step:
    """The step that keeps the envelope with its sale."""
    document = orjson.dumps(_document(row), default=str).decode()
    return KEEP, (document, sale_id, row.business_id)


@operation
def keep(*, business: BusinessRef, row: OfflineSale) -> Result[OfflineSale]:
    """Keep an envelope of which nothing was booked; where the same one came in twice at once, the one that is kept."""
    rows = OfflineSale.objects.for_business(business)
    rows.bulk_create([row], ignore_conflicts=True)
    kept = rows.filter(digest=row.digest).first()
    if kept is None:  # another envelope of the same number was faster
        reused(row)
        row.save(force_insert=True)
    return Result.success(kept or row)


def reused(row: OfflineSale) -> None:
    """Mark an envelope whose number stands for another one."""
    row.is_counted = False
    refused(row, DomainError("SEQUENCE_REUSED", "The device sent another sale under this number before."))


def refused(row: OfflineSale, refusal: DomainError) -> None:
    """Mark an envelope that can't be booked."""
    row.state = SaleState.NEEDS_REVIEW
    row.code, row.message, row.data = refusal.code, refusal.msg, refusal.data


def _document(row: OfflineSale) -> dict[str, Any]:
    columns = {str(field.column): getattr(row, field.attname) for field in row._meta.concrete_fields}
    return columns | {"digest": f"\\x{row.digest.hex()}", "created_at": row.received_at, "updated_at": row.received_at}
