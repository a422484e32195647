"""IdempotencyKey: the answers of operations that were done once, for 30 days."""

from typing import ClassVar, Self

from django.db import models

from optimapos.core.tenancy import TenantManager


class IdempotencyKey(models.Model):
    """A key that a client sent, what it asked for, and the answer it got. Only successes are kept."""

    pk = models.CompositePrimaryKey("business_id", "key")
    business_id = models.UUIDField()
    key = models.CharField(max_length=100)
    fingerprint = models.BinaryField(max_length=32)
    status = models.PositiveSmallIntegerField()
    body = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[TenantManager[Self]] = TenantManager()

    class Meta:
        db_table = "idempotency_key"
        indexes = [models.Index(fields=["created_at"], name="idempotency_key_age")]

    def __str__(self) -> str:
        return self.key
