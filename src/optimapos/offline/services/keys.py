"""DeviceKeyService: the public keys of tills."""

from collections.abc import Mapping

from optimapos.audit.models import AuditLog
from optimapos.core.ids import UUID
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef, business_id_of
from optimapos.offline.locks import lock_terminal
from optimapos.offline.models import TerminalKey
from optimapos.offline.rules.keys import public_key
from optimapos.offline.selectors import newest_key


class DeviceKeyService:
    """Keeps keys. Stands for `core.interfaces.IDeviceKeys`."""

    @staticmethod
    def keep(*, business: BusinessRef, terminal_id: UUID, jwk: Mapping[str, str]) -> None:
        """Add the key to the terminal's. Part of an operation.

        Refuses: BAD_PUBLIC_KEY, DEVICE_KEY_IN_USE.
        """
        DeviceKeyService.add(business=business, terminal_id=terminal_id, jwk=jwk).unwrap()

    @staticmethod
    @operation
    def add(*, business: BusinessRef, terminal_id: UUID, jwk: Mapping[str, str]) -> Result[TerminalKey]:
        """The key that the terminal's device signs with from now on. Once more the same key: nothing changes.

        Refuses: NOT_FOUND, BAD_PUBLIC_KEY, DEVICE_KEY_IN_USE for a key of another terminal, or one that was replaced.
        """
        key = public_key(jwk)
        terminal = lock_terminal(business, terminal_id)
        if terminal is None:
            raise DomainError("NOT_FOUND", "There is no such terminal.")
        newest = newest_key(business, terminal_id)
        if newest is not None and newest.thumbprint == key.thumbprint:
            return Result.success(newest)
        row = TerminalKey.objects.for_business(business).create(
            business_id=business_id_of(business),
            terminal=terminal,
            number=newest.number + 1 if newest else 1,
            thumbprint=key.thumbprint,
            x=key.x,
            y=key.y,
        )
        AuditLog.log_event(
            "terminal.key_added",
            business=business,
            location_id=terminal.location_id,
            event_data={"terminal_id": str(terminal_id), "key": row.thumbprint, "number": row.number},
        )
        return Result.success(row)
