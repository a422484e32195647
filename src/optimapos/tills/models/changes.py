"""TillChange: which objects changed, by the transaction that changed them."""

from typing import Any, ClassVar, Self

from django.db import models

from optimapos.core.tenancy import TenantManager


class TransactionIdField(models.Field):  # type: ignore[type-arg]
    """The full id of a transaction, which never wraps around."""

    description = "Transaction id"

    def db_type(self, connection: Any) -> str:
        """PostgreSQL's own type."""
        return "xid8"


class TillChange(models.Model):
    """An object that a till keeps was changed, made or removed by a transaction. Written by triggers alone.

    `object_id`: the row of kinds that are told row by row; the business, for those that are told as a whole.
    Only ever added to by those who change things, so that nobody waits for another; `CompactingService` takes out what a
    later transaction made superfluous. Source: docs/adr/0054.
    """

    pk = models.CompositePrimaryKey("business_id", "changed_xid", "kind", "object_id")
    business_id = models.UUIDField()
    changed_xid = TransactionIdField()
    kind = models.CharField(max_length=12)
    object_id = models.UUIDField()

    objects: ClassVar[TenantManager[Self]] = TenantManager()

    class Meta:
        db_table = "till_change"

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
