"""What the log answers."""

from typing import Any

from rest_framework import serializers

from optimapos.audit.models import AuditLog


class AuditLogSerializer(serializers.ModelSerializer[AuditLog]):
    """One event; `description`, `ip_address` and `user_agent` are null once they were erased."""

    description = serializers.CharField(source="detail.description", default=None, read_only=True)
    ip_address = serializers.CharField(source="detail.ip_address", default=None, read_only=True, allow_null=True)
    user_agent = serializers.CharField(source="detail.user_agent", default=None, read_only=True)
    location = serializers.UUIDField(source="location_id", read_only=True, allow_null=True)
    sale = serializers.UUIDField(source="sale_id", read_only=True, allow_null=True)
    sale_item = serializers.UUIDField(source="sale_item_id", read_only=True, allow_null=True)
    customer = serializers.UUIDField(source="customer_id", read_only=True, allow_null=True)
    payment = serializers.UUIDField(source="payment_id", read_only=True, allow_null=True)
    refund = serializers.UUIDField(source="refund_id", read_only=True, allow_null=True)
    user = serializers.UUIDField(source="user_id", read_only=True, allow_null=True)
    event_data: Any = serializers.JSONField(read_only=True)

    class Meta:
        model = AuditLog
        fields = [
            "id",
            "event_type",
            "location",
            "sale",
            "sale_item",
            "customer",
            "payment",
            "refund",
            "user",
            "ip_address",
            "user_agent",
            "event_data",
            "description",
            "timestamp",
        ]
