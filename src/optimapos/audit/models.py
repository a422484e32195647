"""AuditLog and its erasable side.

A log row holds ids and amounts only and is never changed or deleted. What is personal (address, browser, free text) is in
`AuditDetail`, which an erasure request may delete without touching the log.
"""

from typing import Any, ClassVar, NoReturn, Self
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from optimapos.audit.rules import ids_in, topic_of
from optimapos.core.actors import Actor
from optimapos.core.fields import id_field
from optimapos.core.ids import new_id
from optimapos.core.live import hint
from optimapos.core.tenancy import BusinessRef, TenantManager, business_id_of


class AuditLog(models.Model):
    """One event. The related rows are ids without foreign keys: the log outlives what it tells of."""

    id = id_field()
    business_id = models.UUIDField()
    event_type = models.CharField(max_length=40)
    location_id = models.UUIDField(null=True)
    sale_id = models.UUIDField(null=True)
    sale_item_id = models.UUIDField(null=True)
    customer_id = models.UUIDField(null=True)
    payment_id = models.UUIDField(null=True)
    refund_id = models.UUIDField(null=True)
    user_id = models.UUIDField(null=True)
    event_data = models.JSONField(default=dict)
    timestamp = models.DateTimeField(default=timezone.now)

    objects: ClassVar[TenantManager[Self]] = TenantManager()

    class Meta:
        db_table = "audit_log"
        indexes = [
            models.Index(fields=["business_id", "timestamp"], name="audit_log_time"),
            models.Index(
                fields=["sale_id", "timestamp"], name="audit_log_sale", condition=models.Q(sale_id__isnull=False)
            ),
            models.Index(
                fields=["customer_id", "timestamp"],
                name="audit_log_customer",
                condition=models.Q(customer_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_type} {self.timestamp:%Y-%m-%d %H:%M:%S}"

    @classmethod
    def log_event(
        cls,
        event_type: str,
        *,
        business: BusinessRef,
        actor: Actor | None = None,
        user_id: UUID | None = None,
        event_data: dict[str, Any] | None = None,
        description: str = "",
        **related: UUID | None,
    ) -> Self:
        """Write one event in the current transaction, and tell other screens of it after the COMMIT.

        `related`: location_id, sale_id, sale_item_id, customer_id, payment_id, refund_id.

        Address and browser come with the actor; they and `description` go to the erasable side.
        """
        row = cls(
            pk=new_id(),
            business_id=business_id_of(business),
            event_type=event_type,
            user_id=actor.user_id if actor else user_id,
            event_data=event_data or {},
            **related,
        )
        cls.objects.for_business(business).bulk_create([row])
        origin = actor.origin if actor else None
        if description or (origin and (origin.ip_address or origin.user_agent)):
            AuditDetail.objects.for_business(business).create(
                log=row,
                business_id=row.business_id,
                description=description,
                ip_address=(origin.ip_address if origin else "") or None,
                user_agent=origin.user_agent if origin else "",
            )
        if topic := topic_of(event_type):
            own = (row.sale_id, row.sale_item_id, row.customer_id, row.payment_id, row.refund_id)
            named = [each for each in own if each] + ids_in(row.event_data)
            hint(business=business, topic=topic, kind=event_type, location_id=row.location_id, ids=named)
        return row

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert only.

        Raises: ValidationError for a row that is already written.
        """
        if not self._state.adding:
            raise ValidationError("An audit row is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused.

        Raises: ValidationError always.
        """
        raise ValidationError("An audit row is never deleted.")


class AuditDetail(models.Model):
    """The personal side of an event, which may be erased."""

    log = models.OneToOneField(AuditLog, on_delete=models.PROTECT, primary_key=True, related_name="detail")
    business_id = models.UUIDField()
    ip_address = models.GenericIPAddressField(null=True)
    user_agent = models.CharField(max_length=400, blank=True)
    description = models.TextField(blank=True)

    objects: ClassVar[TenantManager[Self]] = TenantManager()

    class Meta:
        db_table = "audit_detail"

    def __str__(self) -> str:
        return self.description
