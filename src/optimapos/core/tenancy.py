"""Tenancy: the first wall (managers that take a business) and the setting behind the second (row-level security).

Every tenant table has a `business_id`. Its policy compares that with the transaction's setting `app.business`, so a
query made without `tenant_scope` or `operation` sees no row and writes none. Source: docs/adr on row-level security.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from django.db import connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

APP = "default"
OWNER = "owner"
MAINTENANCE = "maintenance"
"""Database aliases, one for each role: the app, the migrations, and the sweepers that cross businesses."""

M = TypeVar("M", bound=models.Model)


class HasId(Protocol):
    """A business, or anything that stands for one by its id."""

    @property
    def pk(self) -> Any: ...


BusinessRef = HasId | UUID


def business_id_of(business: BusinessRef) -> UUID:
    """The id of a business given as a row or as its id."""
    found = business if isinstance(business, UUID) else business.pk
    if not isinstance(found, UUID):
        raise TypeError(f"not a business: {business!r}")
    return found


def set_tenant(connection: BaseDatabaseWrapper, business_id: UUID) -> None:
    """Name the business of the current transaction. It ends with the transaction, so it can't leak into the next.

    Raises: RuntimeError outside a transaction, where the setting would be gone before the first query.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a tenant is set inside a transaction only")
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.business', %s, true)", [str(business_id)])


@contextmanager
def tenant_scope(business: BusinessRef, using: str = APP) -> Iterator[None]:
    """A transaction in which the rows of `business` are visible: what every read runs in."""
    with transaction.atomic(using=using):
        set_tenant(connections[using], business_id_of(business))
        yield


class TenantManager(models.Manager[M], Generic[M]):
    """The default manager of a tenant table. It has no `all()`: a query starts by naming its business."""

    def for_business(self, business: BusinessRef) -> models.QuerySet[M, M]:
        """The rows of `business`."""
        return super().get_queryset().filter(business_id=business_id_of(business))

    def across_businesses(self, *, reason: str) -> models.QuerySet[M, M]:
        """The rows of all businesses, read as role `maintenance`. `reason` is for the reader; a test lists the callers."""
        if not reason:
            raise ValueError("a query across businesses says why")
        return models.QuerySet(self.model, using=MAINTENANCE)

    def all(self) -> models.QuerySet[M, M]:
        """The rows of one parent (`membership.membership_locations.all()`); refused for the whole table.

        Raises: TypeError on a model's own manager.
        """
        if hasattr(self, "instance"):
            return super().all()
        raise TypeError(f"{self.model.__name__}.objects has no all(): use for_business(business)")
