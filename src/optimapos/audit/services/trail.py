"""AuditTrail: how floors below the log write to it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from optimapos.audit.models import AuditLog
from optimapos.core.tenancy import BusinessRef


class AuditTrail:
    """Stands for `IAuditTrail`."""

    @staticmethod
    def record(
        *, business: BusinessRef, event_type: str, user_id: UUID | None, event_data: Mapping[str, Any], description: str
    ) -> None:
        """Write one event as part of the current operation."""
        AuditLog.log_event(
            event_type, business=business, user_id=user_id, event_data=dict(event_data), description=description
        )
