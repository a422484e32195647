"""Rotating keys: everything that a business sealed is sealed anew with its next key, a batch a transaction.

A run that broke off is taken up by the next one, which finds what an older key sealed. A key that was superseded stays until
nothing can name it any more: no row, and no stored answer of a request, which lives 30 days. Source: docs/adr/0048.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import BinaryField, F, Func, Q, QuerySet

from optimapos.core.audit_trail import leave_trace
from optimapos.core.ids import UUID
from optimapos.core.locks import lock_first
from optimapos.core.models import DataKey
from optimapos.core.operations import operation
from optimapos.core.result import Result
from optimapos.core.sealed import BlindIndexField, SealedTextField, add_key, current_key
from optimapos.core.tenancy import BusinessRef, business_id_of

BATCH = 500
KEY_IS_KEPT = timedelta(days=31)
# A day longer than stored answers live.


@dataclass(frozen=True)
class Rotated:
    """What came of it: the version that counts now, the rows sealed anew, the old keys thrown away."""

    version: int
    rows: int
    forgotten: int


def sealing_businesses() -> list[UUID]:
    """The businesses that have sealed something."""
    rows = DataKey.objects.across_businesses(reason="keys of every business are rotated")
    return list(rows.values_list("business_id", flat=True).distinct().order_by("business_id"))


def rotate(
    business: BusinessRef, *, at: datetime, on_start: Callable[[int], Any], on_rows: Callable[[int], Any]
) -> Rotated:
    """Seal all of a business's rows with a new key, or finish what an earlier run left.

    `on_start` is told how many rows there are, `on_rows` how many more are done.
    """
    version, wanted = begin(business=business).unwrap()
    on_start(wanted)
    done = 0
    for model in sealed_models():
        while taken := seal_batch(business=business, model=model, version=version).unwrap():
            done += taken
            on_rows(taken)
    return finish(business=business, version=version, rows=done, at=at).unwrap()


@operation
def begin(*, business: BusinessRef) -> Result[tuple[int, int]]:
    """The version to seal with, a new one unless an older one is still in use, and how many rows are to be sealed."""
    version = current_key(business).version
    wanted = _count(business, version)
    if not wanted:
        version = add_key(business).version
        wanted = _count(business, version)
    return Result.success((version, wanted))


@operation
def seal_batch(*, business: BusinessRef, model: Any, version: int) -> Result[int]:
    """Seal the next rows of a table anew; how many there were."""
    names = [field.name for field in model._meta.fields if isinstance(field, SealedTextField | BlindIndexField)]
    rows = lock_first(_older(business, model, version), BATCH)
    for row in rows:
        for field in _sealed(model):
            getattr(row, field.attname)  # opens it, so that it is sealed anew
        row.save(update_fields=names)
    return Result.success(len(rows))


@operation
def finish(*, business: BusinessRef, version: int, rows: int, at: datetime) -> Result[Rotated]:
    """Throw keys away that nothing names any more, and leave a trace."""
    forgotten = 0
    newest = DataKey.objects.for_business(business).get(version=version)
    if not _count(business, version) and newest.created_at <= at - KEY_IS_KEPT:
        old = DataKey.objects.for_business(business).filter(version__lt=version)
        forgotten = old.delete()[0]
    told = {"version": version, "rows": rows, "forgotten": forgotten}
    leave_trace(business=business, event_type="keys.rotated", user_id=None, event_data=told)
    return Result.success(Rotated(version, rows, forgotten))


def sealed_models() -> list[Any]:
    """The models with sealed columns."""
    return [model for model in apps.get_models() if _sealed(model)]


def _sealed(model: type[models.Model]) -> list[SealedTextField]:
    return [field for field in model._meta.fields if isinstance(field, SealedTextField)]


def _count(business: BusinessRef, version: int) -> int:
    return sum(_older(business, model, version).count() for model in sealed_models())


def _older(business: BusinessRef, model: Any, version: int) -> QuerySet[Any]:
    """The rows with a token of another version."""
    rows: QuerySet[Any] = model.objects.for_business(business_id_of(business))
    wanted, found = version.to_bytes(4, "big"), Q()
    for field in _sealed(model):
        name = f"{field.name}_version"
        head = Func(F(field.name), template="substring(%(expressions)s from 2 for 4)", output_field=BinaryField())
        rows = rows.annotate(**{name: head})
        found |= Q(**{f"{name}__gt": b""}) & ~Q(**{name: wanted})
    return rows.filter(found)
