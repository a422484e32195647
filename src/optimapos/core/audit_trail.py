"""How floors below the audit log leave a trace in it: through the interface that `config/wiring.py` connects."""

from collections.abc import Mapping
from typing import Any, Protocol
from uuid import UUID

from optimapos.core.interfaces import implementation
from optimapos.core.tenancy import BusinessRef


class IAuditTrail(Protocol):
    """Writes audit rows. Called by every floor, done by audit."""

    @staticmethod
    def record(
        *, business: BusinessRef, event_type: str, user_id: UUID | None, event_data: Mapping[str, Any], description: str
    ) -> None:
        """Write one event as part of the current operation."""


def leave_trace(
    *,
    business: BusinessRef,
    event_type: str,
    user_id: UUID | None,
    event_data: Mapping[str, Any],
    description: str = "",
) -> None:
    """Write one audit event as part of the current operation. `event_data` holds ids and amounts, never names."""
    implementation(IAuditTrail).record(
        business=business, event_type=event_type, user_id=user_id, event_data=event_data, description=description
    )
