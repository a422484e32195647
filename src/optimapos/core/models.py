"""The outbox: news that an operation has for others, written in its transaction and handed on after it. And the keys that
businesses seal personal data with.

A consumer claims rows with SKIP LOCKED and deletes them; nobody reads past a high-water mark, because a slower
transaction commits late and would be skipped.
"""

from typing import ClassVar, Self

from django.db import models

from optimapos.core.fields import id_field
from optimapos.core.tenancy import TenantManager


class OutboxMessage(models.Model):
    """One piece of news, waiting to be handed on. `payload` holds ids and amounts, never names."""

    id = id_field()
    business_id = models.UUIDField()
    topic = models.CharField(max_length=64)
    payload = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[TenantManager[Self]] = TenantManager()

    class Meta:
        db_table = "outbox_message"

    def __str__(self) -> str:
        return f"{self.topic} {self.id}"


class DataKey(models.Model):
    """One version of the key that a business seals with, wrapped by the master key. The newest seals, all of them open."""

    pk = models.CompositePrimaryKey("business_id", "version")
    business_id = models.UUIDField()
    version = models.PositiveIntegerField()
    wrapped = models.BinaryField(max_length=60)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[TenantManager[Self]] = TenantManager()

    class Meta:
        db_table = "data_key"

    def __str__(self) -> str:
        return f"version {self.version}"
