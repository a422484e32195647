"""Who sends: a till's device by its own token, its operator, or an account."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from optimapos.core.actors import Actor
from optimapos.offline.selectors import device_by_token
from optimapos.offline.types import Device
from optimapos.organization.api.authentication import TERMINAL_SCHEME, TerminalAuthentication
from optimapos.organization.api.schemes import TerminalScheme


@dataclass(frozen=True)
class DevicePrincipal:
    """The signed-in side of a device's request."""

    device: Device
    is_authenticated = True
    is_active = True

    @property
    def pk(self) -> UUID:
        """What throttles count by."""
        return self.device.terminal_id


class DeviceAuthentication(TerminalAuthentication):
    """`Authorization: Terminal <token>` of the device itself."""

    def authenticate(self, request: Request) -> Any:
        """The device, or None where another scheme was sent.

        Raises: AuthenticationFailed for another token.
        """
        device = _device(request)
        if device is None and request.headers.get("Authorization", "").startswith(f"{TERMINAL_SCHEME} "):
            raise AuthenticationFailed("This is no device's token. Enrol this device.")
        return device


class SenderAuthentication(TerminalAuthentication):
    """`Authorization: Terminal <token>` of a device or of its operator."""

    def authenticate(self, request: Request) -> Any:
        """The device or the operator, or None where another scheme was sent.

        Raises: AuthenticationFailed for a token that is unknown, expired or signed out.
        """
        return _device(request) or super().authenticate(request)


class DeviceScheme(TerminalScheme):
    """As OpenAPI tells of it."""

    target_class = "optimapos.offline.api.senders.DeviceAuthentication"


class SenderScheme(TerminalScheme):
    """As OpenAPI tells of it."""

    target_class = "optimapos.offline.api.senders.SenderAuthentication"


class IsSender(BasePermission):
    """For whoever works for the business, and its devices: what they bring is signed by the till that made it."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Whether somebody is signed in, or a device sends."""
        return isinstance(request.auth, (Actor, Device))


def _device(request: Request) -> tuple[DevicePrincipal, Device] | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    device = device_by_token(token.strip(), timezone.now()) if scheme == TERMINAL_SCHEME else None
    return (DevicePrincipal(device), device) if device else None
